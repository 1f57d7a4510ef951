"""Erasing a profile or an account: one transaction for the database, and right after it whatever lies elsewhere."""

import logging
from functools import partial
from typing import Any

from django.db import connection, transaction

from accounts import files
from accounts.models import Impression, Play, Profile, User
from accounts.privacy import traces
from accounts.privacy.registry import Person

log = logging.getLogger(__name__)
# The operators' looks may go with whose data they were at; see the trigger on accounts_dataaccess.
ERASING = "SET LOCAL netflixlike.erasing = 'on'"
LARGE: tuple[Any, ...] = (Impression, Play)  # deleted by one statement each, before Django walks the rest


@transaction.atomic
def erase_profile(*, profile: Profile) -> None:
    """Erase a profile with all that it ever did. The account's other profiles stay as they are."""
    _erase(Person.of_profile(profile), Profile.objects.filter(pk=profile.pk))


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Erase an account with all its profiles, browsers, devices and files."""
    User.objects.select_for_update().filter(pk=user.pk).first()
    _erase(Person.of_account(user), User.objects.filter(pk=user.pk))


def _erase(person: Person, rows: Any) -> None:
    # What is being written for them at this moment is waited for; what comes later finds nobody.
    list(Profile.objects.select_for_update().filter(pk__in=person.profile_ids).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute(ERASING)
    lying = traces.files_of(person)
    traces.scrub(person)
    for kind in LARGE:
        kind.objects.filter(profile__in=person.profile_ids).delete()
    rows.delete()
    transaction.on_commit(partial(_after, person, lying))


def _after(person: Person, lying: list[str]) -> None:
    files.drop(lying)
    traces.clear_valkey(person)
    log.info("an account was erased" if person.whole else "a profile was erased")
