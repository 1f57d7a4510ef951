"""How a change of taste is marked."""

from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Profile
from accounts.models.activity import ROW_KEY
from accounts.signals import taste_changed

# For what is written by statements: of the moment, again the moment, and the profile's id.
TASTE_CHANGED = """
UPDATE accounts_profile SET taste_version = taste_version + 1, taste_changed_at = %s, last_seen_at = %s WHERE id = %s
"""


def mark_taste_changed(profile_id: int) -> None:
    """Raise the profile's taste version in the running transaction, and tell of it after commit.

    The version is the truth: whoever misses the signal finds the profile by it.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(TASTE_CHANGED, [now, now, profile_id])
    tell_of_change(profile_id)


def tell_of_change(profile_id: int) -> None:
    """Tell of it after commit, where the version was raised already."""
    transaction.on_commit(partial(taste_changed.send_robust, sender=Profile, profile_id=profile_id))


def origin_kept(profile: Profile, row: str, page_view: UUID | None) -> tuple[str, UUID | None]:
    """Where a title was seen, as it is kept with an event; nothing for those who do not want it noted."""
    return (row[:ROW_KEY], page_view) if profile.keeps_impressions else ("", None)
