"""Which part of a profile's activity is meant: what is listed, hidden and deleted is found by the same filters."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.activity.kinds import KINDS, Kind
from accounts.models import Play, Profile
from catalog.models import Title
from catalog.search.folding import fold_name

# The parts of a day and their first hours, six hours each.
HOURS = {"night": 0, "morning": 6, "afternoon": 12, "evening": 18}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEK = {day: number for number, day in enumerate(DAYS, start=1)}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Filters; those that are given must all hold.

    `kind` is one of `kinds.PUBLIC`; `text` is looked for in names of titles and in searches; `day` and `month` (any day
    of it), `part` and `weekday` are of the site's time zone; `era` is the first year of a decade; `row` a kind of row;
    `event` one entry alone, as "play-17". `hidden` is about what recommendations are made from.
    """

    kind: str = ""
    text: str = ""
    day: dt.date | None = None
    month: dt.date | None = None
    part: str = ""
    weekday: str = ""
    device: str = ""
    row: str = ""
    title: int | None = None
    genre: str = ""
    era: int | None = None
    person: str = ""
    hidden: bool | None = None
    event: str = ""

    def __bool__(self) -> bool:
        return any(value not in ("", None) for value in vars(self).values())

    @property
    def given(self) -> dict[str, Any]:
        """The filters that are there, by name."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value not in ("", None)}

    @property
    def is_of_titles(self) -> bool:
        """Whether it means all that was done to some titles, or everything: not one viewing rather than another."""
        return not self.given.keys() - {"kind", "text", "title", "genre", "era", "person"}

    def kinds(self) -> list[Kind]:
        """Those of which anything can be meant."""
        named = self.event.rpartition("-")[0]
        return [
            kind
            for kind in KINDS.values()
            if (not self.kind or kind.public == self.kind)
            and (not named or kind.name == named)
            and (not self.device or kind.model is Play)
            and (not self.row or "row" in _columns(kind))
            and (self.hidden is None or kind.counts)
        ]

    def of(self, profile: Profile, kind: Kind) -> QuerySet[Any]:
        """The rows of one kind."""
        rows = kind.of(profile).order_by().filter(self._about_titles(profile, kind))
        if self.event:
            number = self.event.rpartition("-")[2]
            rows = rows.filter(pk=int(number))
        if self.device:
            rows = rows.filter(device=self.device)
        if self.row:
            rows = rows.filter(Q(row=self.row) | Q(row__startswith=f"{self.row}:"))
        if self.hidden is not None:
            rows = rows.filter(hidden_at__isnull=not self.hidden)
        return rows.filter(self._when(kind.at))

    def reports(self, profile: Profile) -> QuerySet[Play]:
        """Every report of the titles that are meant, whatever else is."""
        return Play.objects.filter(profile=profile).order_by().filter(self._about_titles(profile, KINDS["play"]))

    def titles(self, profile: Profile) -> QuerySet[Title] | None:
        """The titles that are meant; None where any is. Names of what the profile may not see are not looked into."""
        if not (self.text or self.genre or self.era is not None or self.person):
            return None
        found = Title.objects.order_by()
        if self.text:
            named = Q(name__icontains=self.text)
            if folded := fold_name(self.text):
                named |= Q(folded_name__contains=folded)
            found = found.visible_to(profile.limits).filter(named)
        if self.genre:
            found = found.filter(genres__slug=self.genre)
        if self.era is not None:
            found = found.filter(year__range=(self.era, self.era + 9))
        if self.person:
            found = found.filter(people__slug=self.person)
        return found

    def _about_titles(self, profile: Profile, kind: Kind) -> Q:
        about = Q()
        if self.title is not None:
            about &= Q(**{kind.title: self.title})
        titles = self.titles(profile)
        if titles is not None:
            of_them = Q(**{f"{kind.title}__in": titles.values("pk")})
            others = self.genre or self.era is not None or self.person
            about &= of_them | Q(text__icontains=self.text) if kind.name == "search" and not others else of_them
        return about

    def _when(self, at: str) -> Q:
        when = Q()
        if self.month:
            first = self.month.replace(day=1)
            when &= _between(at, first, _after(first, 31).replace(day=1))
        if self.day:
            when &= _between(at, self.day, _after(self.day, 1))
        if self.part:
            when &= Q(**{f"{at}__hour__range": (HOURS[self.part], HOURS[self.part] + 5)})
        if self.weekday:
            when &= Q(**{f"{at}__iso_week_day": WEEK[self.weekday]})
        return when


def _columns(kind: Kind) -> set[str]:
    return {field.name for field in kind.model._meta.get_fields()}


def _after(day: dt.date, days: int) -> dt.date:
    """So many days later; after the end of the calendar there is nothing to be found."""
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


def _between(at: str, first: dt.date, end: dt.date) -> Q:
    """From the midnight of one day to that of another."""
    return Q(**{f"{at}__gte": _midnight(first), f"{at}__lt": _midnight(end)})


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
