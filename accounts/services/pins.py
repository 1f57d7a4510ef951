"""PINs: set, taken away, and tried."""

import datetime as dt
import re

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Profile
from accounts.services.guards import PinClosed, pin_wait

PIN = re.compile(r"\A[0-9]{4,6}\Z")
TRIES = 5  # after so many wrong ones none is taken for a while
WAIT, LONGEST_WAIT = dt.timedelta(minutes=5), dt.timedelta(days=1)


def set_pin(*, profile: Profile, pin: str) -> None:
    """Ask this PIN, four to six digits, of everybody who wants to enter the profile from here on."""
    if not PIN.fullmatch(pin):
        raise ValidationError({"pin": ValidationError(_("A PIN has four to six digits."), code="pin")})
    _write(profile, make_password(pin))


def clear_pin(*, profile: Profile) -> None:
    """Let everybody of the account enter the profile."""
    _write(profile, "")


def try_pin(*, profile: Profile, pin: str) -> bool:
    """Whether this is the profile's PIN. After five wrong ones raises `PinClosed`: for five minutes, then for twice as
    long each time, up to a day, until the right one or a new one is given.

    A try is counted before it is looked at, so that many at once are no more than one after the other.
    """
    _count(profile)
    if not (profile.pin and PIN.fullmatch(pin) and check_password(pin, profile.pin)):
        return False
    Profile.objects.filter(pk=profile.pk).update(pin_tries=0, pin_closed_until=None)
    return True


def _write(profile: Profile, pin: str) -> None:
    profile.pin, profile.pin_tries, profile.pin_closed_until = pin, 0, None
    profile.save(update_fields=["pin", "pin_tries", "pin_closed_until"])


@transaction.atomic
def _count(profile: Profile) -> None:
    """One more try, if one may be made; the fifth already closes the door, which the right PIN opens again."""
    held = Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)
    if wait := pin_wait(held):
        raise PinClosed(wait)
    held.pin_tries += 1
    if held.pin_tries % TRIES == 0:
        times = held.pin_tries // TRIES
        held.pin_closed_until = timezone.now() + min(WAIT * 2 ** min(times - 1, 9), LONGEST_WAIT)
    held.save(update_fields=["pin_tries", "pin_closed_until"])
