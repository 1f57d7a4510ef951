"""What there is in a profile's activity, and where it is kept."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Exists, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Exposure, ListEntry, Look, Play, Profile, Rating, SearchQuery, WatchState
from accounts.models.activity import PICKS


class Kind(NamedTuple):
    """One kind of entry. `of` gives a profile's rows, `at` names their moment and `title` what they are about.

    `shown_as` is the kind that it is shown and asked for as; `counts` says whether recommendations are made from it.
    """

    name: str
    label: Any
    model: type[Model]
    of: Callable[[Profile], QuerySet[Any]]
    at: str
    title: str = "title"
    shown_as: str = ""
    counts: bool = True

    @property
    def public(self) -> str:
        """The name that people and devices know it by."""
        return self.shown_as or self.name


def _viewings(profile: Profile) -> QuerySet[Any]:
    return Play.objects.filter(profile=profile).begun()


def _standing(profile: Profile) -> QuerySet[Any]:
    """Where the profile stands without plays that say how it came there, as after their time to be kept is over."""
    return WatchState.objects.filter(profile=profile).exclude(
        Exists(Play.objects.of_same("profile", "title").order_by())
    )


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("play", _("Watched"), Play, _viewings, "happened_at"),
        Kind("state", _("Watched"), WatchState, _standing, "last_at", shown_as="play"),
        Kind("rating", _("Rated"), Rating, lambda p: Rating.objects.filter(profile=p).exclude(row=PICKS), "rated_at"),
        Kind("pick", _("Picked at the start"), Rating, lambda p: p.ratings.filter(row=PICKS), "rated_at"),
        Kind("search", _("Searched"), SearchQuery, lambda p: p.searches.all(), "searched_at", title="opened"),
        Kind("look", _("Looked at"), Look, lambda p: p.looks.all(), "last_at"),
        Kind("list", _("Put on My List"), ListEntry, lambda p: p.list_entries.all(), "added_at", counts=False),
        Kind("shown", _("Shown to you"), Exposure, lambda p: p.exposures.all(), "last_at"),
    )
}
PUBLIC = {kind.public: kind.label for kind in KINDS.values()}
NAMES = list(PUBLIC)
