"""Who watches, and what they did. Writes that mean something are in accounts.services."""

from accounts.models.activity import ListEntry, Play, Rating, SearchQuery, WatchState
from accounts.models.people import Profile, User

__all__ = ["ListEntry", "Play", "Profile", "Rating", "SearchQuery", "User", "WatchState"]
