"""The first thing that a new profile says: which of some titles it likes, or that it would rather not say."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from accounts.models import Profile, Rating
from accounts.models.activity import PICKS
from accounts.services.changes import mark_taste_changed
from catalog.models import Title


@transaction.atomic
def pick_titles(*, profile: Profile, titles: Collection[Title]) -> int:
    """Give a thumb up to those of these titles that the profile has not rated; returns how many that were.

    However many they are, they are one change of taste. Whoever has picked is no newcomer any more.
    """
    skip_picks(profile=profile)  # first of all, since it has requests of one profile take turns
    wanted = {title.pk for title in titles}
    rated = Rating.objects.filter(profile=profile, title__in=wanted).values_list("title", flat=True)
    new = sorted(wanted.difference(rated))
    thumbs = [Rating(profile=profile, title_id=pk, value=Rating.Value.UP, row=PICKS) for pk in new]
    Rating.objects.bulk_create(thumbs, ignore_conflicts=True)
    if new:
        mark_taste_changed(profile.pk)
    return len(new)


def skip_picks(*, profile: Profile) -> None:
    """Remember that the profile was asked, so that it is not asked again."""
    Profile.objects.filter(pk=profile.pk).update(welcomed_at=Coalesce(F("welcomed_at"), Now()))
