"""Reads the home page for a viewer. Web-safe: no model is loaded here, and the number of queries is constant."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.marks import with_marks
from accounts.models import Profile, Rating, WatchState
from catalog.models import Title
from recommendations import fallback
from recommendations.assembly import StoredRow
from recommendations.models import HomePage
from recommendations.rows import registry

BATCH = 6  # rows sent at a time
RESUMABLE = 18
FRESH = dt.timedelta(hours=12)  # a page older than this has missed what others watched and what is new
PERSONAL = {"top_picks"}  # kinds of rows that nobody without a history has


@dataclass(frozen=True)
class Card:
    """A title in its place: `reason` says why it is there, `because` names the titles of the history behind that."""

    title: Title
    row: str
    reason: str = ""
    because: list[Title] = field(default_factory=list)
    state: WatchState | None = None


@dataclass(frozen=True)
class PageRow:
    """A row as it is shown. `key` is what plays and impressions say they came from."""

    kind: str
    key: str
    heading: str
    cards: list[Card]
    about: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Page:
    """A batch of rows. `version` changes with every new page; `next` is where the following batch begins, if any.

    The billboard comes from the first row, which does not show it again.
    """

    version: str
    personal: bool
    rows: list[PageRow]
    continue_watching: PageRow | None
    billboard: Card | None
    next: int | None


def stored(profile: Profile) -> HomePage | None:
    """The page that waits for this profile; no query where it was selected with the profile."""
    try:
        return profile.home_page
    except HomePage.DoesNotExist:
        return None


def version(profile: Profile) -> str:
    """What changes with every new page of this profile; "0" while there is none."""
    page = stored(profile)
    return page.version if page else "0"


def is_outdated(profile: Profile) -> bool:
    """Whether a better page can be made than the one that waits: there is none, or it missed a day or an event."""
    page = stored(profile)
    return page is None or page.taste_version < profile.taste_version or page.built_at < timezone.now() - FRESH


def read(profile: Profile, *, start: int = 0, batch: int = BATCH, genres: bool = False) -> Page:
    """Rows `start` to `start + batch` of the profile's page, or of one made on the spot where none is stored.

    Masks are applied once more: what was withdrawn, rated down or put out of sight since the page was made is left out.
    `genres` has those of each title come along, by one more query.
    """
    page = stored(profile)
    rows = page.rows if page else [row.to_json() for row in fallback.rows(profile)]
    shown = [StoredRow.from_json(row) for row in rows[start : start + batch]]
    states = _resumable(profile) if start == 0 else {}
    titles = _titles(profile, [*_ids_of(shown), *states], genres=genres)
    built = [row for row in (_row(row, titles) for row in shown) if row.cards]
    billboard = _billboard(built, states) if start == 0 else None
    following = start + batch
    return Page(
        version=version(profile),
        personal=any(row["kind"] in PERSONAL for row in rows),
        rows=[row for row in built if row.cards],
        continue_watching=_continue_watching(states, titles),
        billboard=billboard,
        next=following if following < len(rows) else None,
    )


def continue_watching(profile: Profile, *, genres: bool = False) -> PageRow | None:
    """That row alone, as things stand now; two queries, and one for `genres`."""
    states = _resumable(profile)
    return _continue_watching(states, _titles(profile, states, genres=genres))


def _billboard(rows: list[PageRow], begun: Iterable[int]) -> Card | None:
    """Takes the first title off the first row; one that is offered to go on with anyway only if there is no other."""
    if not rows:
        return None
    cards = rows[0].cards
    place = next((place for place, card in enumerate(cards) if card.title.pk not in set(begun)), 0)
    return cards.pop(place)


class Place(NamedTuple):
    """Where a title stands on a stored page."""

    row: StoredRow
    title: int

    @property
    def names(self) -> set[int]:
        """Ids of the titles that the reason speaks of."""
        about = self.row.about.get("title")
        return {*self.row.because.get(self.title, ()), *([about] if about else [])}


def place(profile: Profile, title_id: int) -> Place | None:
    """Where the title stands on the page that waits for this profile, if it does."""
    page = stored(profile)
    for row in page.rows if page else []:
        if title_id in row["titles"]:
            return Place(StoredRow.from_json(row), title_id)
    return None


def explain(found: Place, title: Title, titles: dict[int, Title]) -> Card | None:
    """The title in its place with the reason in words; None where that would speak of a title not among `titles`."""
    row = _row(replace(found.row, titles=[found.title]), {**titles, title.pk: title})
    return row.cards[0] if row.cards else None


def _ids_of(rows: Iterable[StoredRow]) -> Iterable[int]:
    for row in rows:
        if "title" in row.about:
            yield row.about["title"]
        yield from row.titles
        for because in row.because.values():
            yield from because


def _titles(profile: Profile, ids: Iterable[int], *, genres: bool) -> dict[int, Title]:
    titles = with_marks(Title.objects.visible_to(profile.limits), profile).for_cards()
    titles = titles.with_genres() if genres else titles
    return {title.pk: title for title in titles.filter(pk__in=set(ids))}


def _row(row: StoredRow, titles: dict[int, Title]) -> PageRow:
    """The row in words, with those of its titles that may still be shown; none if its heading's title may not."""
    kind = registry.kinds.get(row.kind)
    about = dict(row.about)
    if kind is None or ("title" in about and about["title"] not in titles):
        return PageRow(row.kind, row.key, "", [])
    if "title" in about:
        about["title"] = titles[about["title"]].name
    heading, reason = kind.words(about)
    cards = [_card(row, pk, reason, titles) for pk in row.titles if _wanted(titles.get(pk))]
    return PageRow(row.kind, row.key, heading, cards, row.about, reason)


def _wanted(title: Title | None) -> bool:
    return title is not None and title.my_rating != Rating.Value.DOWN  # type: ignore[attr-defined]  # annotated


def _card(row: StoredRow, title_id: int, reason: str, titles: dict[int, Title]) -> Card:
    because = [titles[pk] for pk in row.because.get(title_id, ()) if pk in titles]
    return Card(titles[title_id], row.key, reason, because)


def _resumable(profile: Profile) -> dict[int, WatchState]:
    """The latest unfinished state of each title, newest first."""
    states: dict[int, WatchState] = {}
    for state in WatchState.objects.filter(profile=profile).resumable().select_related("episode__season")[:50]:
        states.setdefault(state.title_id, state)
    return dict(list(states.items())[:RESUMABLE])


def _continue_watching(states: dict[int, WatchState], titles: dict[int, Title]) -> PageRow | None:
    key = "continue_watching"
    cards = [
        Card(titles[pk], key, reason=_("You have not finished it yet."), state=state)
        for pk, state in states.items()
        if pk in titles
    ]
    return PageRow(key, key, _("Continue watching"), cards) if cards else None
