"""Dates as services and spreadsheets write them, one way for a whole file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

DAY_FIRST, MONTH_FIRST = "day", "month"
NOON = dt.time(12)  # what happened on a day and at no known hour
# Formats, and which of day and month comes first where somebody may take one for the other.
FORMATS = {
    "%Y-%m-%d": "",
    "%Y-%m-%d %H:%M:%S": "",
    "%Y-%m-%d %H:%M": "",
    "%Y/%m/%d": "",
    "%m/%d/%y": MONTH_FIRST,
    "%d/%m/%y": DAY_FIRST,
    "%m/%d/%Y": MONTH_FIRST,
    "%d/%m/%Y": DAY_FIRST,
    "%d.%m.%y": DAY_FIRST,
    "%d.%m.%Y": DAY_FIRST,
    "%m.%d.%Y": MONTH_FIRST,
    "%d-%m-%Y": DAY_FIRST,
    "%m-%d-%Y": MONTH_FIRST,
    "%b %d, %Y": "",
    "%B %d, %Y": "",
    "%d %b %Y": "",
    "%d %B %Y": "",
}


@dataclass(frozen=True)
class Dates:
    """The way in which the dates of a file are written; `format` "" is ISO 8601 with whatever it has."""

    format: str = ""

    @classmethod
    def of(cls, texts: Sequence[str], order: str = "") -> "Dates":
        """The way that most of these texts can be read in. Where days and months could change places, the one that
        `order` names, or else the one by which the file goes most steadily through time, as they all do."""
        distinct = list(dict.fromkeys(texts))
        read = {way: [cls(way).parse(text) for text in distinct] for way in ("", *FORMATS)}
        able = {way: sum(moment is not None for moment in found) for way, found in read.items()}
        best = [way for way in able if able[way] == max(able.values())]
        named = [way for way in best if order and FORMATS.get(way) == order]
        return cls(min(named or best, key=lambda way: _turns([one for one in read[way] if one])))

    def parse(self, text: str) -> dt.datetime | None:
        """The moment in UTC; None if it is written in another way."""
        try:
            if not self.format:
                moment = dt.datetime.fromisoformat(text)
                dated = len(text) <= len("2026-01-31")
            else:
                moment = dt.datetime.strptime(text, self.format)  # noqa: DTZ007  made aware below
                dated = "%H" not in self.format
        except ValueError:
            return None
        if moment.year < 1970:
            return None
        if dated:
            moment = dt.datetime.combine(moment.date(), NOON)
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _turns(moments: Sequence[dt.datetime]) -> int:
    """How often a row of moments changes its direction."""
    steps = [(b > a) - (b < a) for a, b in pairwise(moments)]
    moving = [step for step in steps if step]
    return sum(a != b for a, b in pairwise(moving))
