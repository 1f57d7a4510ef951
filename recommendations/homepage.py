"""Reads the home page for a viewer. Web-safe: no model is loaded here, and the number of queries is constant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.marks import with_marks
from accounts.models import Profile, Rating, WatchState
from catalog.models import Title
from recommendations import fallback
from recommendations.assembly import StoredCard, StoredRow
from recommendations.models import HomePage
from recommendations.rows import registry

BATCH = 8  # rows sent at a time
RESUMABLE = 18


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


@dataclass(frozen=True)
class Page:
    """A batch of rows. `version` changes with every new page; `next` is where the following batch begins, if any."""

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


def read(profile: Profile, *, start: int = 0, batch: int = BATCH) -> Page:
    """Rows `start` to `start + batch` of the profile's page, or of one made on the spot where none is stored.

    Masks are applied once more: what was withdrawn, rated down or put out of sight meanwhile is not shown.
    """
    page = stored(profile)
    rows = [StoredRow.from_json(row) for row in page.rows] if page else fallback.rows(profile)
    shown = rows[start : start + batch]
    states = _resumable(profile) if start == 0 else {}
    titles = _titles(profile, [*_ids_of(shown), *states])
    built = [row for row in (_row(row, titles) for row in shown) if row.cards]
    following = start + batch
    return Page(
        version=version(profile),
        personal=bool(page and page.model_id),
        rows=built,
        continue_watching=_continue_watching(states, titles),
        billboard=built[0].cards[0] if built and start == 0 else None,
        next=following if following < len(rows) else None,
    )


def _ids_of(rows: Iterable[StoredRow]) -> Iterable[int]:
    for row in rows:
        if "title" in row.about:
            yield row.about["title"]
        for card in row.cards:
            yield card.title
            yield from card.because


def _titles(profile: Profile, ids: Iterable[int]) -> dict[int, Title]:
    titles = with_marks(Title.objects.visible_to(profile.limits), profile).for_cards()
    return {title.pk: title for title in titles.filter(pk__in=set(ids))}


def _row(row: StoredRow, titles: dict[int, Title]) -> PageRow:
    """The row in words, with those of its titles that may still be shown; none if its heading's title may not."""
    kind = registry.kinds.get(row.kind)
    about = dict(row.about)
    if kind is None or ("title" in about and about["title"] not in titles):
        return PageRow(row.kind, row.key, "", [])
    if "title" in about:
        about["title"] = titles[about["title"]].name
    reason = str(kind.reason) % about
    cards = [_card(card, row.key, reason, titles) for card in row.cards if _wanted(titles.get(card.title))]
    return PageRow(row.kind, row.key, str(kind.heading) % about, cards, row.about)


def _wanted(title: Title | None) -> bool:
    return title is not None and title.my_rating != Rating.Value.DOWN  # type: ignore[attr-defined]  # annotated


def _card(card: StoredCard, row: str, reason: str, titles: dict[int, Title]) -> Card:
    because = [titles[title_id] for title_id in card.because if title_id in titles]
    return Card(titles[card.title], row, reason, because)


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
