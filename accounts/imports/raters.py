"""Raters become accounts with one profile each, which nobody can log in to."""

import hashlib
from collections.abc import Collection, Iterable

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Profile, User
from accounts.models.people import UserManager
from catalog.access import ADULT
from catalog.imports.copying import copy_rows

BATCH = 10_000
LONGEST_NAME = 40


def rater_email(rater: str, dataset: str) -> str:
    """The address of a rater's account: in a domain that never exists, so that nothing is ever sent there. A rater
    whose name does not fit into an address gets one made from it."""
    plain = rater if rater.isascii() and rater.isalnum() and len(rater) <= LONGEST_NAME else ""
    name = plain or hashlib.blake2b(rater.encode(), digest_size=10).hexdigest()
    return UserManager.normalize_email(f"rater-{name}@{dataset}.invalid")


def profiles_of(raters: Collection[str], dataset: str) -> dict[str, int]:
    """The profile id of each rater; accounts and profiles that are not there are made. Four queries for 10,000."""
    wanted = list(raters)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        found |= _profiles_of({rater_email(rater, dataset): rater for rater in wanted[start : start + BATCH]})
    return found


def _profiles_of(raters: dict[str, str]) -> dict[str, int]:
    """By rater, for raters by e-mail address."""
    users = _users(raters)
    profiles = _first_profiles(users.values())
    missing = {email: pk for email, pk in users.items() if pk not in profiles}
    now = timezone.now()
    avatars = Profile.Avatar.values
    rows = [
        (pk, f"Rater {raters[email]}"[:LONGEST_NAME], avatars[pk % len(avatars)], False, ADULT, now, now, 0)
        for email, pk in missing.items()
    ]
    columns = ["user_id", "name", "avatar", "is_kids", "age_limit", "created_at", "welcomed_at", "taste_version"]
    copy_rows(Profile._meta.db_table, columns, rows)
    profiles |= _first_profiles(missing.values())
    return {raters[email]: profiles[pk] for email, pk in users.items()}


def _users(emails: Iterable[str]) -> dict[str, int]:
    """By e-mail address; who is not there is made, with a password that fits nothing."""
    wanted = list(emails)
    known = dict(User.objects.filter(email__in=wanted).values_list("email", "pk"))
    now = timezone.now()
    rows = [(email, make_password(None), now, True, False, False) for email in wanted if email not in known]
    columns = ["email", "password", "date_joined", "is_active", "is_staff", "is_superuser"]
    copy_rows(User._meta.db_table, columns, rows)
    return dict(User.objects.filter(email__in=wanted).values_list("email", "pk")) if rows else known


def _first_profiles(users: Iterable[int]) -> dict[int, int]:
    """The oldest profile of each of these users that has one."""
    return dict(Profile.objects.filter(user__in=list(users)).order_by("-pk").values_list("user", "pk"))
