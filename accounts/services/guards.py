"""What nobody gets by asking alone: an account's password, or a profile's PIN, has to be given first."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from accounts.models import Profile


class PasswordNeeded(Exception):  # noqa: N818  it names what is missing
    """This would open more than whoever asks may see now, so that the account's password is needed."""


class PinClosed(Exception):  # noqa: N818  as above
    """Too many wrong PINs: none is looked at for so long."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(f"for {wait}")
        self.wait = wait


def check_making(others: Iterable[Profile], age_limit: int, *, confirmed: bool) -> None:
    """A new profile may see what some profile of the account sees that anybody may enter.

    Where that is not so, a child could make itself a way around the PINs. Raises `PasswordNeeded`.
    """
    found = list(others)
    if confirmed or not any(profile.is_locked for profile in found):
        return
    if age_limit > max((profile.age_limit for profile in found if not profile.is_locked), default=-1):
        raise PasswordNeeded


def check_loosening(profile: Profile, *, is_kids: bool, age_limit: int, confirmed: bool) -> None:
    """Who raises a limit, or makes a child's profile a grown-up's, needs the account's password."""
    loosens = age_limit > profile.age_limit or (profile.is_kids and not is_kids)
    if loosens and not confirmed:
        raise PasswordNeeded


def check_unblocking(profile: Profile, *, confirmed: bool) -> None:
    """What was blocked for somebody with an age limit is not theirs to open again."""
    if not (confirmed or profile.limits.unbounded):
        raise PasswordNeeded


def pin_wait(profile: Profile) -> dt.timedelta | None:
    """For how long no PIN of this profile is looked at; None while one may be tried."""
    until, now = profile.pin_closed_until, timezone.now()
    return until - now if until and until > now else None
