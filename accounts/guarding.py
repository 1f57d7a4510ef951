"""What somebody who is signed in has shown beyond that: a profile's PIN, or the account's password once more."""

import time
from typing import Any

from axes.utils import reset
from django.contrib.auth import HASH_SESSION_KEY, authenticate, update_session_auth_hash
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Profile, User

OPEN, CONFIRMED = "profile-open", "confirmed"
CONFIRMED_FOR = 300  # seconds in which the password counts as just given


def mark_of(profile: Profile) -> str:
    """What is kept where the profile's PIN was given: it is worth nothing any more once the PIN is another one."""
    return salted_hmac("accounts.pin", f"{profile.pk}:{profile.pin}").hexdigest()[:24] if profile.pin else ""


def is_open(request: HttpRequest, profile: Profile) -> bool:
    """Whether this session may watch as the profile: it has no PIN, or it was given and the profile not left since."""
    return not profile.pin or constant_time_compare(request.session.get(OPEN, ""), mark_of(profile))


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the account's password was given a moment ago."""
    at = request.session.get(CONFIRMED)
    return isinstance(at, int) and 0 <= time.time() - at < CONFIRMED_FOR


def confirm(request: HttpRequest) -> None:
    """From here on, for some minutes, this session may do what needs the account's password."""
    request.session[CONFIRMED] = int(time.time())


def is_password(request: Any, user: User, password: str) -> bool:
    """Whether this is the account's password. Tries count as those at sign-in do, and are locked out with them."""
    found = authenticate(request, username=user.email, password=password)
    if found is None or found.pk != user.pk:
        return False
    # Kept in a newer form now, perhaps: no reason to sign out who just gave it.
    if found.password != user.password and HASH_SESSION_KEY in request.session:
        update_session_auth_hash(request, found)
    reset(username=user.email, ip=getattr(request, "axes_ip_address", None))
    return True
