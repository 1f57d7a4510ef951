"""A page of activity, the latest first, in a number of queries that depends on nothing but the kinds on it."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, FloatField, Max, Q, QuerySet, Value
from django.db.models.functions import Cast

from accounts.activity.kinds import KINDS, Kind
from accounts.activity.wanted import Wanted
from accounts.marks import in_order
from accounts.models import Play, Profile
from catalog.models import Title

LARGEST_ID = 2**63 - 1


class InvalidCursor(ValueError):  # noqa: N818  as that of the home page
    """Not one that `Cursor.encode` made."""


class Cursor(NamedTuple):
    """The last entry of a page: what comes after it is older, or of a later kind, or has a smaller id."""

    at: dt.datetime
    kind: str
    pk: int

    def encode(self) -> str:
        """As addresses carry it."""
        packed = json.dumps([self.at.isoformat(), self.kind, self.pk], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The reverse of `encode`."""
        try:
            at, kind, pk = json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
            moment = dt.datetime.fromisoformat(at)
            sound = moment.tzinfo is not None and kind in KINDS and isinstance(pk, int) and 0 <= pk <= LARGEST_ID
        except (binascii.Error, ValueError, TypeError, RecursionError, OverflowError):
            sound = False
        if not sound:
            raise InvalidCursor(text)
        return cls(moment, kind, pk)

    def following(self, kind: Kind) -> Q:
        """What of a kind comes after it."""
        if kind.name == self.kind:
            # The first condition says nothing new; it is the one that an index can begin from.
            return Q(at__lte=self.at) & (Q(at__lt=self.at) | Q(pk__lt=self.pk))
        return Q(at__lte=self.at) if kind.name > self.kind else Q(at__lt=self.at)


@dataclass(frozen=True)
class Viewing:
    """What a player reported of one film or episode, from opening it to closing it: `reached` is a share of it."""

    reached: float
    until: dt.datetime


@dataclass(frozen=True)
class Entry:
    """One line of activity: `what` is the row that it is kept in, `title` None where the profile may not see it."""

    kind: Kind
    at: dt.datetime
    what: Any
    title: Title | None
    viewing: Viewing | None = None

    @property
    def key(self) -> str:
        """What it is asked for by."""
        return f"{self.kind.name}-{self.what.pk}"

    @property
    def reached(self) -> float | None:
        """How far watching went, 0 to 1; None where nothing was watched."""
        if self.viewing:
            return self.viewing.reached
        return float(self.what.furthest) if self.kind.public == "play" else None

    @property
    def times(self) -> int | None:
        """How often a title was looked at or shown."""
        times: int | None = getattr(self.what, "times", getattr(self.what, "shown", None))
        return times

    @property
    def is_hidden(self) -> bool:
        """Whether recommendations are made without it."""
        return self.kind.counts and self.what.hidden_at is not None


class Page(NamedTuple):
    """Entries, and where the next ones begin, if there are any."""

    entries: list[Entry]
    next: Cursor | None


Found = tuple[str, int, int | None, dt.datetime]


def read(profile: Profile, wanted: Wanted, size: int, after: Cursor | None = None) -> Page:
    """The latest entries that are wanted, or those after a cursor."""
    found = _found(profile, wanted, size + 1, after)
    last = found[size - 1] if len(found) > size else None
    entries = _entries(profile, found[:size])
    return Page(entries, Cursor(last[3], last[0], last[1]) if last else None)


def count(profile: Profile, wanted: Wanted) -> int:
    """How many entries are wanted, by looking at all of them."""
    return sum(wanted.of(profile, kind).count() for kind in wanted.kinds())


def _found(profile: Profile, wanted: Wanted, most: int, after: Cursor | None) -> list[Found]:
    """Kind, id, title and moment of each. Each kind is read down its own index, and no further than is needed."""
    arms = [_arm(profile, wanted, kind, after)[:most] for kind in wanted.kinds()]
    if not arms:
        return []
    first, *others = arms
    rows = first.union(*others, all=True).order_by("-at", "what", "-pk")[:most] if others else first
    return list(rows)


def _arm(profile: Profile, wanted: Wanted, kind: Kind, after: Cursor | None) -> Any:
    rows = wanted.of(profile, kind).annotate(what=Value(kind.name, CharField()), of=F(kind.title), at=F(kind.at))
    if after:
        rows = rows.filter(after.following(kind))
    return rows.order_by("-at", "-pk").values_list("what", "pk", "of", "at")


def _entries(profile: Profile, found: Sequence[Found]) -> list[Entry]:
    ids: dict[str, list[int]] = {}
    for name, pk, *_ in found:
        ids.setdefault(name, []).append(pk)
    rows = {name: _rows(name).in_bulk(pks) for name, pks in ids.items()}
    titles = {title.pk: title for title in in_order(profile, [title for _, _, title, _ in found if title])}
    viewings = _viewings(profile, rows.get("play", {}).values())
    return [
        Entry(KINDS[name], at, rows[name][pk], titles.get(title or 0), viewings.get(pk) if name == "play" else None)
        for name, pk, title, at in found
        if pk in rows[name]  # deleted between two queries
    ]


def _rows(name: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = KINDS[name].model._default_manager.order_by()
    return rows.select_related("episode__season") if name in {"play", "state"} else rows


def _viewings(profile: Profile, begun: Iterable[Play]) -> dict[int, Viewing]:
    """How far each of these viewings went, by the id of its first report. One query at most."""
    plays = list(begun)
    ends: dict[tuple[Any, ...], Viewing] = {}
    if sessions := {play.session for play in plays if play.session}:
        reports = Play.objects.order_by().filter(profile=profile, session__in=sessions)
        far = Max(Cast("position", FloatField()) / F("duration"))
        grouped = reports.values("session", "title", "episode").annotate(far=far, until=Max("happened_at"))
        for *viewing, reached, until in grouped.values_list("session", "title", "episode", "far", "until"):
            ends[tuple(viewing)] = Viewing(reached, until)
    return {
        play.pk: ends.get((play.session, play.title_id, play.episode_id))
        or Viewing(play.position / play.duration, play.happened_at)
        for play in plays
    }
