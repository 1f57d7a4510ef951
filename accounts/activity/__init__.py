"""All that a profile did, as one list: read, searched, kept out of recommendations, or taken away."""

from accounts.activity.kinds import KINDS, Kind
from accounts.activity.reading import Cursor, Entry, InvalidCursor, count, read
from accounts.activity.wanted import Wanted

__all__ = ["KINDS", "Cursor", "Entry", "InvalidCursor", "Kind", "Wanted", "count", "read"]
