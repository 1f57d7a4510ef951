"""Titles for what somebody typed."""

from collections.abc import Collection
from typing import NamedTuple

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from catalog.models import Title
from catalog.models.titles import TitleQuerySet
from catalog.search import held
from catalog.search.folding import fold, variants
from catalog.search.reading import LONGEST, readings

MOST_WORDS = 8
# Names that agree less than this are no answers; nor are those below this share of the best one, the first few aside.
LEAST, LEAST_OF_BEST, FIRST_FEW = 0.45, 0.78, 6
# From here on the best name is taken for what was meant; below, there may be nothing that is called so.
SURE = 0.8
CLOSEST = 12  # titles that are shown instead
# What it is worth that name, people, genres and year hold all words between them, the last one whole or only begun.
HELD, HELD_BEGUN = 0.8, 0.7
FEWEST_BEGUN = 3  # letters of a beginning that says something


class Found(NamedTuple):
    """Titles, best first; `sure` is false where nothing is called so and these are only what is closest."""

    titles: list[Title]
    sure: bool


def search(text: str, titles: TitleQuerySet, limit: int = 24, *, prefer: str = "") -> Found:
    """The best of these titles for a text: at most `limit`, as the queryset gives them.

    Names are compared with what was typed as a whole, as a beginning and word by word (see `matching`); titles whose
    name, people, genres and year hold all the words between them come in among them. Among equals the field that
    `prefer` names, such as a popularity, decides. Three queries whatever is found, two more where many of the likeliest
    are not among these titles; none for a text of blanks.
    """
    if not text.strip():
        return Found([], sure=False)
    by_facts = _by_facts(text, titles, limit, prefer)
    scores = _best_of(_scores(text, prefer), by_facts)
    good = _good(scores)
    found = _first(good, titles, limit)
    if len(found) < limit <= len(good):
        # Others stand before them that this viewer may not see: once more, among what they may.
        allowed = set(titles.order_by().values_list("pk", flat=True))
        scores = _best_of(_scores(text, prefer, allowed), by_facts)
        found = _first(_good(scores), titles, limit)
    sure = any(title.pk in by_facts or scores[title.pk] >= SURE for title in found)
    return Found(found if sure else found[:CLOSEST], sure)


def _scores(text: str, prefer: str, within: Collection[int] | None = None) -> dict[int, float]:
    """How well the names of titles agree with the best reading of a text; only those that may be meant."""
    stamped = held.held_names()
    popularity, names = held.popularity(prefer, stamped) if prefer else {}, stamped.names
    return _best_of(*(names.match(reading, popularity, within) for reading in readings(text, names.holding)))


def _best_of(*scores: dict[int, float]) -> dict[int, float]:
    best: dict[int, float] = {}
    for some in scores:
        for title, score in some.items():
            best[title] = max(score, best.get(title, 0.0))
    return best


def _good(scores: dict[int, float]) -> list[int]:
    """The answers among them, best first."""
    ranked = sorted((pk for pk, score in scores.items() if score >= LEAST), key=lambda pk: (-scores[pk], -pk))
    least = LEAST_OF_BEST * scores[ranked[0]] if ranked else 0.0
    return [pk for place, pk in enumerate(ranked) if place < FIRST_FEW or scores[pk] >= least]


def _first(ids: list[int], titles: TitleQuerySet, limit: int) -> list[Title]:
    """The first of these that are among the titles. A query, and another where some of the first are not."""
    found: list[Title] = []
    for some in (ids[:limit], ids[limit:]):
        if some and len(found) < limit:
            there = {title.pk: title for title in titles.order_by().filter(pk__in=some)}
            found += [there[pk] for pk in some if pk in there]
    return found[:limit]


def _by_facts(text: str, titles: TitleQuerySet, limit: int, prefer: str) -> dict[int, float]:
    """What those titles are worth that hold all the words in name, people, genres and year. One query."""
    words = fold(text[:LONGEST]).split()[:MOST_WORDS]
    if not words:
        return {}
    begun = len(words[-1]) >= FEWEST_BEGUN
    found = titles.filter(_holds(words, begun=begun)).annotate(whole=_holds(words, begun=False))
    order = [F(prefer).desc(nulls_last=True)] if prefer else []
    rows = found.order_by("-whole", *order, "-pk").values_list("pk", "whole")[:limit]
    return {pk: HELD if whole else HELD_BEGUN for pk, whole in rows}


def _holds(words: list[str], *, begun: bool) -> Func:
    """Whether a title holds each of the words, as it is or as it may be written; `begun`: the last may be unfinished.

    Folded words are letters and digits only: nothing to escape."""
    parts = [[f"'{form}'" for form in (word, *variants(word))] for word in words]
    if begun:
        parts[-1] = [f"{form}:*" for form in parts[-1]]
    query = Cast(Value(" & ".join(f"({' | '.join(forms)})" for forms in parts)), SearchQueryField())
    return Func(F("words"), query, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())
