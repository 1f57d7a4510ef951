"""How much one profile's dealings with one title say about its taste.

The one table of signal weights. A weight is what a model trains on and folds in: 1.0 is a title watched to its end
once, positive means "more like this", negative "less like this". Only the order and the signs are load-bearing; the
sizes follow Hu, Koren and Volinsky (2008), *Collaborative Filtering for Implicit Feedback Datasets*, where confidence
grows with evidence, but more slowly than evidence itself.
"""

from math import log2

RATING_DOWN, RATING_UP, RATING_LOVE = -1, 1, 2

LOVE = 2.0  # Said out loud, and the strongest thing that can be said.
UP = 1.5  # Said out loud: worth more than any amount of silent watching of one title.
FINISHED = 1.0  # The unit. Two hours of somebody's evening.
HALF = 0.6  # Liked well enough to stay, or the evening ended.
STARTED = 0.15  # The card appealed: a faint yes to the artwork, nothing about the film.
LOOKED = 0.1  # Opened the title's page, and not more. It fades within weeks, as curiosity does.
ABANDONED = -0.2  # Tried and left early: a mild no, because the phone may have rung.
DOWN = -1.5  # Said out loud. As strong as a thumb up, the other way.

FINISHED_FROM = 0.9  # The credits roll here; the same line as "watched" on the site.
HALF_FROM = 0.4
STARTED_FROM = 0.05  # Less than this is a wrong click, and says nothing.
ABANDONED_AFTER_DAYS = 7.0  # Until then a title left early may simply be waiting on Continue watching.

LOOK_HALF_LIFE_DAYS = 7.0

REPEAT_GAIN = 0.35  # Per doubling of complete plays: a second viewing says more, a tenth hardly more than a ninth.
REPEAT_LIMIT = 2.0  # A child's film on its fortieth round does not drown the rest of the shelf.
HALF_LIFE_DAYS = 365.0  # Taste drifts over years, not weeks; the order of titles is modelled apart from this.
RECENCY_FLOOR = 0.3  # An old favourite never falls silent.


def signal_weight(rating: int | None, progress: float | None, plays: int, age_days: float) -> float:
    """Weight of one title in one profile's history.

    `rating` is -1, 1, 2 or None; `progress` the furthest share of the title played, 0 to 1, or None where nothing was
    played; `plays` how many times it was played; `age_days` the time since the last dealing with it. A spoken
    rating overrules silent watching, and a thumb down never fades. 0.0 means that nothing was said.
    """
    age = max(age_days, 0.0)
    if rating is not None and rating < 0:
        return DOWN
    watched = watching_weight(progress, age)
    if rating is not None and rating > 0:
        watched = max(watched, LOVE if rating >= RATING_LOVE else UP)
    if watched <= 0:
        return watched
    return watched * repeat_factor(plays, progress) * recency_factor(age)


def look_weight(age_days: float) -> float:
    """Weight of having looked at a title's page, without any other dealing with it."""
    faded: float = 0.5 ** (max(age_days, 0.0) / LOOK_HALF_LIFE_DAYS)
    return LOOKED * faded


def watching_weight(progress: float | None, age_days: float) -> float:
    """Weight of watching alone: how far it went, and whether an early stop has become final."""
    if progress is None or not progress >= STARTED_FROM:
        return 0.0
    if progress >= FINISHED_FROM:
        return FINISHED
    if progress >= HALF_FROM:
        return HALF
    return ABANDONED if age_days > ABANDONED_AFTER_DAYS else STARTED


def repeat_factor(plays: int, progress: float | None) -> float:
    """1.0 for one viewing, growing with the logarithm of repeats up to `REPEAT_LIMIT`; needs half a title to count."""
    if plays <= 1 or progress is None or progress < HALF_FROM:
        return 1.0
    return float(min(1.0 + REPEAT_GAIN * log2(plays), REPEAT_LIMIT))


def recency_factor(age_days: float) -> float:
    """1.0 today, halving its way every `HALF_LIFE_DAYS` towards `RECENCY_FLOOR`."""
    faded: float = 0.5 ** (max(age_days, 0.0) / HALF_LIFE_DAYS)
    return RECENCY_FLOOR + (1.0 - RECENCY_FLOOR) * faded
