"""How a change of taste is marked."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Profile
from accounts.models.activity import ROW_KEY
from accounts.signals import taste_changed


def mark_taste_changed(profile_id: int) -> None:
    """Raise the profile's taste version in the running transaction, and tell of it after commit.

    The version is the truth: whoever misses the signal finds the profile by it.
    """
    Profile.objects.filter(pk=profile_id).update(
        taste_version=F("taste_version") + 1, taste_changed_at=timezone.now(), last_seen_at=timezone.now()
    )
    transaction.on_commit(partial(taste_changed.send_robust, sender=Profile, profile_id=profile_id))


def origin_kept(profile: Profile, row: str, page_view: UUID | None) -> tuple[str, UUID | None]:
    """Where a title was seen, as it is kept with an event; nothing for those who do not want it noted."""
    return (row[:ROW_KEY], page_view) if profile.keeps_impressions else ("", None)
