"""What a profile has said of each title, as annotations: one query however many titles there are."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import ListEntry, Profile, Rating
from catalog.models import Title
from catalog.models.titles import TitleQuerySet


def with_marks(titles: TitleQuerySet, profile: Profile) -> TitleQuerySet:
    """Adds `my_rating` (-1, 1, 2 or None) and `in_my_list` (bool) to each title."""
    mine = {"profile": profile, "title": OuterRef("pk")}
    return titles.annotate(
        my_rating=Subquery(Rating.objects.filter(**mine).values("value")[:1]),
        in_my_list=Exists(ListEntry.objects.filter(**mine)),
    )


def in_order(profile: Profile, ids: Iterable[int]) -> list[Title]:
    """The titles of these ids that the profile may see, with its marks, in the order of the ids. Two queries."""
    wanted = list(dict.fromkeys(ids))
    titles = with_marks(Title.objects.visible_to(profile.limits), profile).for_cards().with_genres()
    found = {title.pk: title for title in titles.filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]
