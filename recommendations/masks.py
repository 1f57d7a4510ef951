"""What may be shown of what a page names, asked anew each time it is shown."""

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from django.db.models import BooleanField, Exists, OuterRef, Subquery, Value

from accounts.models import ListEntry, Profile, Rating, WatchState
from accounts.models.activity import FINISHED_FROM, RESUME_FROM
from catalog.access import Limits
from catalog.models import Title
from catalog.statements import Statement, given
from recommendations import held


class Mark(NamedTuple):
    """Where a title stands with a profile that may see it. `stamp` says which version of its facts is meant."""

    stamp: str  # see `held.STAMP`
    rating: int | None
    furthest: float | None  # share of it that was watched, of the episode most of which was
    listed: bool

    @property
    def disliked(self) -> bool:
        return self.rating == Rating.Value.DOWN

    @property
    def begun(self) -> bool:
        return self.furthest is not None and self.furthest >= RESUME_FROM

    @property
    def watched(self) -> bool:
        """Whether a film, or an episode at least, was watched to its end."""
        return self.furthest is not None and self.furthest >= FINISHED_FROM


def marks(profile: Profile, ids: Collection[int], *, listed: bool = False) -> dict[int, Mark]:
    """Those of these titles that the profile may see. One query; `listed` asks for My List as well."""
    limits = profile.limits
    # One statement for everybody of an age: what one profile has blocked is not even asked for.
    wanted = [pk for pk in ids if pk not in limits.blocked]
    rows = _statement(limits.of_age, listed).rows(profile=profile.pk, titles=wanted)
    return {pk: Mark(*mark) for pk, *mark in rows}


@lru_cache(maxsize=64)
def _statement(limits: Limits, listed: bool) -> Statement[Title]:
    mine = {"profile": given("profile"), "title": OuterRef("pk")}
    entries = Exists(ListEntry.objects.order_by().filter(**mine)) if listed else Value(False, BooleanField())
    return Statement(
        Title.objects.visible_to(limits)
        # One array for the hundred numbers, which would each be a parameter to be looked at.
        .filter(given("titles", "catalog_title.id = ANY(%s::bigint[])", output_field=BooleanField()))
        .order_by()
        .values_list(
            "pk",
            held.STAMP,
            Subquery(Rating.objects.order_by().filter(**mine).values("value")),
            Subquery(WatchState.objects.filter(**mine).order_by("-furthest").values("furthest")[:1]),
            entries,
        )
    )
