"""What a profile has said of each title, as annotations: one query however many titles there are."""

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import ListEntry, Profile, Rating
from catalog.models.titles import TitleQuerySet


def with_marks(titles: TitleQuerySet, profile: Profile) -> TitleQuerySet:
    """Adds `my_rating` (-1, 1, 2 or None) and `in_my_list` (bool) to each title."""
    mine = {"profile": profile, "title": OuterRef("pk")}
    return titles.annotate(
        my_rating=Subquery(Rating.objects.filter(**mine).values("value")[:1]),
        in_my_list=Exists(ListEntry.objects.filter(**mine)),
    )
