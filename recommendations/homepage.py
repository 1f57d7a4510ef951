"""Reads the home page for a viewer. Web-safe: no model is loaded here, and the number of queries is constant."""

import datetime as dt
import time
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

import orjson
from django.db.models import Prefetch, TextField, prefetch_related_objects
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ListEntry, Profile, WatchState
from catalog.models import Episode, Title
from catalog.statements import Statement, given
from recommendations import fallback, held
from recommendations.assembly import FEWEST_CARDS, StoredRow
from recommendations.batches import Batch, following, names_of
from recommendations.cursor import Cursor
from recommendations.fingerprint import begun, fingerprint, put_aside
from recommendations.held import Recent
from recommendations.masks import Mark, marks
from recommendations.models import HomePage
from recommendations.rows import FOR_CHILDREN, registry

BATCH = 6  # rows sent at a time
RESUMABLE = LISTED = 18
LIST_PLACE = 2  # My List comes after so many rows
FRESH = dt.timedelta(hours=12)  # a page older than this has missed what others watched
NEWEST_FOR = 15.0  # seconds for which a process remembers when a title was published last
PERSONAL = {"top_picks"}  # kinds of rows that nobody without a history has
START = Cursor()


@dataclass(slots=True)  # freezing would take half of the time in which a hundred of them are made
class Card:
    """A title in its place: `reason` says why it is there, `because` names the titles of the history behind that.

    `mark` is how the title stands with the viewer; `number` its place in a row that counts.
    """

    title: Title
    row: str
    reason: str = ""
    because: list[Title] = field(default_factory=list)
    state: WatchState | None = None
    mark: Mark | None = None
    number: int | None = None


@dataclass(frozen=True)
class PageRow:
    """A row as it is shown. `key` is what plays and impressions say they came from, `link` where there is more."""

    kind: str
    key: str
    heading: str
    cards: list[Card]
    about: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    numbered: bool = False
    link: str = ""

    @property
    def first_unbegun(self) -> int:
        """The place of the first card that is not offered to go on with anyway."""
        return next((place for place, card in enumerate(self.cards) if not (card.mark and card.mark.begun)), 0)


@dataclass(frozen=True)
class Page:
    """A batch of rows. `version` changes with every new page; `next` is what was sent when this batch is, if more is
    to come, and `shown` how many rows of the stored page that is.

    Where the page has no billboard of its own, it comes from the first row, which does not show it again.
    """

    version: str
    personal: bool
    rows: list[PageRow]
    continue_watching: PageRow | None
    billboard: Card | None
    next: Cursor | None
    shown: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to watch at all."""
        return not (self.rows or self.continue_watching or self.billboard or self.next)


def stored(profile: Profile) -> HomePage | None:
    """The page that waits for this profile; no query where it was selected with the profile.

    One that was made from a history that may not be read any more does not count.
    """
    try:
        page = profile.home_page
    except HomePage.DoesNotExist:
        return None
    return page if profile.personalised or not page.personalised else None


def version(profile: Profile) -> str:
    """What changes with every new page of this profile; "0" while there is none."""
    page = stored(profile)
    return page.version if page else "0"


class _Newest:
    """When the newest title of the catalogue was published, as this process last heard."""

    at: dt.datetime | None = None
    asked = float("-inf")

    @classmethod
    def get(cls, *, now: bool) -> dt.datetime | None:
        if now or time.monotonic() > cls.asked + NEWEST_FOR:
            cls.asked = time.monotonic()
            newest = Title.objects.available().order_by("-published_at").values_list("published_at", flat=True)
            cls.at = newest.first()
        return cls.at


def is_outdated(profile: Profile, *, exactly: bool = False) -> bool:
    """Whether a better page can be made than the one that waits: there is none, or it missed an event, a new title or
    half a day. What is new is heard of within a quarter of a minute, or at once where `exactly` is asked."""
    page = stored(profile)
    if page is None or page.taste_version < profile.taste_version or page.built_at < timezone.now() - FRESH:
        return True
    newest = _Newest.get(now=exactly)
    return newest is not None and newest > page.built_at


def read(
    profile: Profile, *, sent: Cursor = START, batch: int = BATCH, reasons: bool = False, listed: bool = False
) -> Page:
    """The next rows of the profile's page as it stands now, or of one made on the spot where none is stored.

    Nothing that was `sent` comes again, however the page changed meanwhile. Masks are applied once more: what was
    withdrawn, rated down, begun or put out of sight since the page was made is left out. `reasons` has every card name
    the titles behind it, `listed` asks what is on My List; the billboard always has its reasons.
    """
    return Reading(profile, sent=sent, batch=batch, reasons=reasons, listed=listed).page()


class Reading:
    """A batch in two steps: first what tells by its `key` whether the batch is the one that it was before; then, where
    it is not, the batch itself. See `read`."""

    def __init__(
        self,
        profile: Profile,
        *,
        sent: Cursor = START,
        batch: int = BATCH,
        reasons: bool = False,
        listed: bool = False,
    ) -> None:
        self.profile, self.sent, self.batch, self.reasons, self.listed = profile, sent, batch, reasons, listed

    @property
    def version(self) -> str:
        """Of the page that is read: a newer one may take its place until the rows are there."""
        return version(self.profile)

    @cached_property
    def _asked(self) -> set[int]:
        """The titles that the batch may show."""
        return set(_ids_of(self.found, reasons=self.reasons))

    def _asked_text(self) -> str:
        """The same as PostgreSQL writes an array. A stored page names the same ones as long as it has its version."""
        key = (self.profile.pk, self.profile.is_kids, self.version, self.sent, self.batch, self.reasons)
        known = _texts.get(key)
        if known is None:
            known = _texts[key] = f"{{{','.join(map(str, self._asked))}}}"
        return known

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The whole page as it is stored."""
        rows = self._stored_rows()
        if rows is None:
            rows = [row.to_json() for row in fallback.rows(self.profile)]
        if not self.profile.is_kids:
            return rows
        # It may have been made before the profile became a child's.
        return [row for row in rows if row["kind"] in FOR_CHILDREN]

    def _stored_rows(self) -> list[dict[str, Any]] | None:
        page = stored(self.profile)
        if page is None:
            return None
        rows: list[dict[str, Any]]
        if "rows" not in page.get_deferred_fields():
            rows = page.rows
            return rows
        whole = _whole().first(profile=self.profile.pk)
        if whole is None:
            return None
        self.profile.home_page = whole  # which may be another by now
        rows = orjson.loads(vars(whole)["text"])
        return rows

    @cached_property
    def found(self) -> Batch:
        """What of it is to be sent."""
        return following(self.rows, self.sent, self.batch)

    @cached_property
    def key(self) -> Hashable:
        """Changes with anything that the batch shows of titles, and with where the viewer stands with them; None where
        no page is stored. Names of genres and ages may change without it."""
        return self._key()

    @property
    def is_unchanged(self) -> bool:
        """Whether the key would be the same now, and so belongs to what was read in between."""
        return self.key == self._key()

    def _key(self) -> Hashable:
        if stored(self.profile) is None:
            return None
        told = fingerprint(self.profile, self._asked_text(), beginning=not self.sent)
        sent = self.sent.encode() if self.sent else ""
        limits = self.profile.limits
        may = (self.profile.is_kids, limits.age, *sorted(limits.blocked))
        return (self.profile.pk, may, self.version, sent, self.batch, told)

    def page(self) -> Page:
        """The batch."""
        rows, found = self.rows, self.found
        states, mine = ({}, []) if self.sent else (_resumable(self.profile), _listed(self.profile))
        shown = _Shown(marks(self.profile, {*self._asked, *states, *mine}, listed=self.listed))
        fewest = FEWEST_CARDS if self.sent else 1  # the first rows are there as long as there is anything of them
        built = [row for row in map(shown.row, found.rows) if row and len(row.cards) >= fewest]
        billboard = None if self.sent else _billboard(found, built, shown)
        titles = [card.title.pk for row in built for card in row.cards] + ([billboard.title.pk] if billboard else [])
        if list_row := shown.my_list(mine):
            built.insert(min(LIST_PLACE, len(built)), list_row)
        return Page(
            version=self.version,
            personal=any(row["kind"] in PERSONAL for row in rows),
            rows=[row for row in built if row.cards],
            continue_watching=shown.continue_watching(states),
            billboard=billboard,
            next=self.sent.after([row.key for row in found.rows], titles) if found.more else None,
            shown=len(self.sent.rows) + len(found.rows),
        )


# By profile, version and part of a page: the ids that it names, which take long to be written each time. A kilobyte
# each, at most twice as many.
_texts: Recent[Hashable, str] = Recent(4_000)


@cache
def _whole() -> Statement[HomePage]:
    # As text, which orjson reads in a third of the time.
    whole = HomePage.objects.filter(pk=given("profile")).annotate(text=Cast("rows", TextField()))
    return Statement(whole.defer("rows").order_by())


def continue_watching(profile: Profile) -> PageRow | None:
    """That row alone, as things stand now."""
    states = _resumable(profile)
    return _Shown(marks(profile, states, listed=True)).continue_watching(states)


def _ids_of(found: Batch, *, reasons: bool) -> Iterable[int]:
    for row in found.rows:
        yield from row.titles
        # One of the first row's first cards may become the billboard.
        yield from names_of(row, row.titles if reasons else row.titles[:3] if row is found.rows[0] else ())
    if found.billboard:
        yield from found.billboard.titles
        yield from names_of(found.billboard, found.billboard.titles)


def _billboard(found: Batch, rows: Sequence[PageRow], shown: "_Shown") -> Card | None:
    """The page's own, or else taken off the first row: preferably nothing that is offered to go on with anyway."""
    own = shown.row(found.billboard) if found.billboard else None
    if own and own.cards:
        return own.cards[0]
    return rows[0].cards.pop(rows[0].first_unbegun) if rows else None


class _Shown:
    """The titles of a batch that may be shown now, and rows made of them. One query, none where all are held."""

    def __init__(self, found: dict[int, Mark]) -> None:
        self.marks = found
        self.titles = held.titles({pk: mark.stamp for pk, mark in found.items()})

    def row(self, row: StoredRow) -> PageRow | None:
        """The row in words; none if its kind is gone or the title that its heading speaks of may not be named."""
        kind = registry.kinds.get(row.kind)
        about = _in_words(row.about, self.titles)
        if kind is None or about is None:
            return None
        heading, reason = kind.words(about)
        wanted = [pk for pk in row.titles if self._wanted(pk, again=kind.again)]
        cards = [self._card(row, pk, reason, row.places.get(pk)) for pk in wanted]
        return PageRow(row.kind, row.key, heading, cards, row.about, reason, kind.numbered, link_of(row.about))

    def _wanted(self, pk: int, *, again: bool) -> bool:
        mark = self.marks.get(pk)
        return mark is not None and pk in self.titles and not mark.disliked and (again or not mark.begun)

    def _card(self, row: StoredRow, pk: int, reason: str, number: int | None) -> Card:
        because = [self.titles[other] for other in row.because.get(pk, ()) if other in self.titles]
        return Card(self.titles[pk], row.key, reason, because, mark=self.marks[pk], number=number)

    def continue_watching(self, states: dict[int, WatchState]) -> PageRow | None:
        """What was begun, in the order of `states`."""
        key, reason = "continue_watching", _("You have not finished it yet.")
        cards = [
            Card(self.titles[pk], key, reason, state=state, mark=self.marks[pk])
            for pk, state in states.items()
            if pk in self.titles
        ]
        return PageRow(key, key, _("Continue watching"), cards, reason="") if cards else None

    def my_list(self, ids: Iterable[int]) -> PageRow | None:
        """What the viewer put aside, in the order of the ids, without films that were watched since."""
        key, reason = "my_list", _("You put it on your list.")
        able = [pk for pk in ids if self._wanted(pk, again=True)]
        wanted = [pk for pk in able if self.titles[pk].is_series or not self.marks[pk].watched][:LISTED]
        cards = [Card(self.titles[pk], key, reason, mark=self.marks[pk]) for pk in wanted]
        return PageRow(key, key, _("My List"), cards, link=reverse("my-list")) if cards else None


def _in_words(about: dict[str, Any], titles: dict[int, Title]) -> dict[str, Any] | None:
    """What fills the texts of a row; None where it speaks of a title that may not be named."""
    if "title" not in about:
        return about
    named = titles.get(about["title"])
    return {**about, "title": named.local_name} if named else None


def link_of(about: dict[str, Any]) -> str:
    """Where there is more of what a row is about."""
    if person := about.get("person_slug"):
        return reverse("person", args=[person])
    if "slug" in about:
        return reverse("genre", args=[about["slug"]])
    return reverse("decade", args=[about["era"]]) if "era" in about else ""


class Place(NamedTuple):
    """Where a title stands on a stored page."""

    row: StoredRow
    title: int

    @property
    def names(self) -> set[int]:
        """Ids of the titles that the reason speaks of."""
        return names_of(self.row, [self.title])


def place(profile: Profile, title_id: int, row_key: str = "") -> Place | None:
    """Where the title stands on the page that waits for this profile, if it does: in the row named, or the first."""
    page = stored(profile)
    found = [row for row in (page.rows if page else []) if title_id in row["titles"]]
    found.sort(key=lambda row: row["key"] != row_key)
    return Place(StoredRow.from_json(found[0]), title_id) if found else None


def explain(found: Place, title: Title, titles: dict[int, Title]) -> Card | None:
    """The title in its place with the reason in words; None where that would speak of a title not among `titles`."""
    kind, about = registry.kinds.get(found.row.kind), _in_words(found.row.about, titles)
    if kind is None or about is None:
        return None
    because = [titles[pk] for pk in found.row.because.get(found.title, ()) if pk in titles]
    return Card(title, found.row.key, kind.words(about)[1], because)


def _resumable(profile: Profile) -> dict[int, WatchState]:
    """The latest unfinished state of each title, newest first."""
    states: dict[int, WatchState] = {}
    for state in _begun().instances(profile=profile.pk):
        states.setdefault(state.title_id, state)
    found = dict(list(states.items())[:RESUMABLE])
    # Joined for everyone, episodes would cost most people's pages more than they cost those who watch series.
    episodes = Prefetch("episode", Episode.objects.select_related("season"))
    prefetch_related_objects([state for state in found.values() if state.episode_id], episodes)
    return found


@cache
def _begun() -> Statement[WatchState]:
    return Statement(begun())


def _listed(profile: Profile) -> list[int]:
    """The latest of My List; more than are shown, for what masks take away."""
    return [pk for (pk,) in _put_aside().rows(profile=profile.pk)]


@cache
def _put_aside() -> Statement[ListEntry]:
    return Statement(put_aside().values_list("title"))
