"""Titles that a profile is not to meet."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Profile
from accounts.models.people import MOST_BLOCKED
from accounts.services.changes import mark_taste_changed
from accounts.services.guards import check_unblocking
from catalog.models import Title


@transaction.atomic
def block_title(*, profile: Profile, title: Title) -> None:
    """Keep a title out of this profile's sight, wherever it would be met. Doing it again changes nothing."""
    blocked = _held(profile)
    if title.pk in blocked:
        return
    if len(blocked) >= MOST_BLOCKED:
        raise ValidationError(_("A profile has at most %(most)d blocked titles.") % {"most": MOST_BLOCKED}, code="most")
    _write(profile, [*blocked, title.pk])


@transaction.atomic
def unblock_title(*, profile: Profile, title: Title, confirmed: bool = False) -> None:
    """Let a title be met again. Where the profile has an age limit, only `confirmed` by the account's password;
    raises `PasswordNeeded`."""
    blocked = _held(profile)
    if title.pk not in blocked:
        return
    check_unblocking(profile, confirmed=confirmed)
    _write(profile, [pk for pk in blocked if pk != title.pk])


def _held(profile: Profile) -> list[int]:
    """What is blocked now; the profile's row is locked, so that of two changes none is lost."""
    return list(Profile.objects.select_for_update(no_key=True).values_list("blocked", flat=True).get(pk=profile.pk))


def _write(profile: Profile, blocked: list[int]) -> None:
    Profile.objects.filter(pk=profile.pk).update(blocked=blocked)
    profile.blocked = blocked
    mark_taste_changed(profile.pk)
