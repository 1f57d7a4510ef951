"""Who watches, and what they did. Writes that mean something are in accounts.services."""

from accounts.models.activity import Exposure, ListEntry, Look, Play, Rating, SearchQuery, WatchState
from accounts.models.devices import DeviceSession, ReplacedToken
from accounts.models.impressions import Impression
from accounts.models.jobs import DataExport, HistoryImport, ImportedRow
from accounts.models.people import Profile, User
from accounts.models.privacy import Consent, DataAccess
from accounts.models.requests import KeyedRequest
from accounts.models.sessions import Session
from accounts.models.steers import Steer

__all__ = [
    "Consent",
    "DataAccess",
    "DataExport",
    "DeviceSession",
    "Exposure",
    "HistoryImport",
    "ImportedRow",
    "Impression",
    "KeyedRequest",
    "ListEntry",
    "Look",
    "Play",
    "Profile",
    "Rating",
    "ReplacedToken",
    "SearchQuery",
    "Session",
    "Steer",
    "User",
    "WatchState",
]
