"""What a device shows beyond its token: that it was given a profile's PIN, or the account's password just now.

Both are signed texts that the device keeps and sends along. They are worth nothing on another device or after a new
log-in, and no more once the PIN or the password is another one.
"""

from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare
from rest_framework.request import Request

from accounts.guarding import CONFIRMED_FOR, mark_of
from accounts.models import Profile

PROFILE_KEY, ACCOUNT_KEY = "Profile-Key", "Account-Key"
LONGEST = 500


def profile_key(request: Request, profile: Profile) -> str:
    """Opens the profile to this device, for as long as its session and the PIN last."""
    return signing.dumps(_of_profile(request, profile), salt=PROFILE_KEY)


def account_key(request: Request) -> str:
    """Lets this device do what needs the account's password, for `CONFIRMED_FOR` seconds."""
    return signing.dumps(_of_account(request), salt=ACCOUNT_KEY)


def opens(request: Request, profile: Profile) -> bool:
    """Whether the profile may be entered: it has no PIN, or its key came along."""
    return not profile.is_locked or _shows(request, PROFILE_KEY, _of_profile(request, profile))


def is_confirmed(request: Request) -> bool:
    """Whether a key of the account came along that is still young."""
    return _shows(request, ACCOUNT_KEY, _of_account(request), max_age=CONFIRMED_FOR)


def _of_profile(request: Request, profile: Profile) -> str:
    return f"{profile.pk}:{_device(request)}:{mark_of(profile)}"


def _of_account(request: Request) -> str:
    return f"{_device(request)}:{request.user.get_session_auth_hash()[:24]}"  # type: ignore[union-attr]  # somebody is logged in


def _device(request: Request) -> str:
    """The session of the device, which stays when its token is renewed."""
    token: Any = request.auth
    return str(token.device_session.pk)


def _shows(request: Request, header: str, wanted: str, max_age: int | None = None) -> bool:
    given = request.headers.get(header, "")
    if not given or len(given) > LONGEST:
        return False
    try:
        held = signing.loads(given, salt=header, max_age=max_age)
    except (signing.BadSignature, ValueError):
        return False
    return constant_time_compare(str(held), wanted)
