"""All writes that mean something, as keyword-only functions. Pages, API and commands call these and nothing else.

Wrong arguments raise `django.core.exceptions.ValidationError`, which forms and the API turn into their own shape.
Who may touch which profile and title is the caller's question, answered by its querysets before it comes here.
"""

from accounts.services.blocking import block_title, unblock_title
from accounts.services.choices import choose, forget_collected
from accounts.services.devices import begin_session, end_session_of, end_sessions, note_use, renew_token
from accounts.services.erasure import erase_account, erase_profile
from accounts.services.exports import request_export
from accounts.services.forgetting import forget
from accounts.services.guards import PasswordNeeded, PinClosed
from accounts.services.hiding import hide, unhide
from accounts.services.imports import begin_import, choose_owner, decide, give_up, start_writing
from accounts.services.impressions import Shown, record_impressions
from accounts.services.newcomers import pick_titles, skip_picks
from accounts.services.people import create_profile, delete_profile, sign_up, update_profile
from accounts.services.pins import clear_pin, set_pin, try_pin
from accounts.services.plays import Report, dismiss, record_play, record_plays
from accounts.services.steering import steer, unsteer
from accounts.services.taste import forget_searches, rate, record_look, record_opening, record_search, toggle_list

__all__ = [
    "PasswordNeeded",
    "PinClosed",
    "Report",
    "Shown",
    "begin_import",
    "begin_session",
    "block_title",
    "choose",
    "choose_owner",
    "clear_pin",
    "create_profile",
    "decide",
    "delete_profile",
    "dismiss",
    "end_session_of",
    "end_sessions",
    "erase_account",
    "erase_profile",
    "forget",
    "forget_collected",
    "forget_searches",
    "give_up",
    "hide",
    "note_use",
    "pick_titles",
    "rate",
    "record_impressions",
    "record_look",
    "record_opening",
    "record_play",
    "record_plays",
    "record_search",
    "renew_token",
    "request_export",
    "set_pin",
    "sign_up",
    "skip_picks",
    "start_writing",
    "steer",
    "toggle_list",
    "try_pin",
    "unblock_title",
    "unhide",
    "unsteer",
    "update_profile",
]
