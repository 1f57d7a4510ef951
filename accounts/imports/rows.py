"""One row of ratings, understood."""

import datetime as dt
import math
from dataclasses import dataclass

from accounts.imports.sources import Row
from catalog.imports.reading import BadRowError, UnreadableFileError, problem_of_text

SCALES = (5.0, 10.0, 100.0)
# A file is on the first of these scales that so many of its ratings fit; the others are mistakes.
FITTING = 0.99
LONGEST_RATER = 100
MILLISECONDS_FROM = 10**11


@dataclass(frozen=True)
class Given:
    """What a row says. Without a moment (UTC seconds), it counts as of now."""

    line: int
    rater: str
    item: str
    rating: float | None
    at: float | None


def understand(row: Row) -> Given:
    """The row's values; raises BadRowError."""
    values = row.values
    rater, item = values.get("user", ""), values.get("item", "")
    if not rater or not item:
        raise BadRowError("a user and an item are needed")
    if len(rater) > LONGEST_RATER:
        raise BadRowError(f"the user has more than {LONGEST_RATER} characters")
    if problem := problem_of_text(rater):
        raise BadRowError(f"the user {problem}")
    rating, at = _number("rating", values.get("rating", "")), _moment(values.get("timestamp", ""))
    return Given(row.line, rater, item, rating, at)


def find_scale(ratings: dict[float, int]) -> float:
    """Where the scale ends, judged by the ratings themselves."""
    total = sum(ratings.values())
    if not total:
        return SCALES[0]
    if max(ratings) <= 1:
        raise UnreadableFileError("All ratings are 0 or 1. Say --scale 1 if 1 is the best, or leave the column out.")
    for scale in SCALES:
        if sum(number for rating, number in ratings.items() if rating <= scale) >= FITTING * total:
            return scale
    raise UnreadableFileError(f"The ratings go beyond {SCALES[-1]:g}. Say with --scale where they end.")


def _number(what: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadRowError(f"the {what} {text[:40]!r} is not a number")
    return value


def _moment(text: str) -> float | None:
    """UTC seconds, from seconds or milliseconds since 1970 or from a date in ISO 8601."""
    try:
        value = _number("timestamp", text)
    except BadRowError:
        value = _iso(text)
    if value is not None and value >= MILLISECONDS_FROM:
        value /= 1000
    if value is not None and not 0 <= value < MILLISECONDS_FROM:
        raise BadRowError(f"the timestamp {text[:40]!r} is no time since 1970")
    return value


def _iso(text: str) -> float:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise BadRowError(f"the timestamp {text[:40]!r} is neither UTC seconds nor a date") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
