"""What putting a title before somebody is worth, and the weights by which rows are chosen: all in one place.

Found on validation data by `manage.py evaluate_pages`, see docs/recommender.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# The chance that a title is watched next falls with its place among all: by the viewer's own scores, by popularity and
# by trend. Log-linear in the logarithms of the places, fitted as a conditional logit over all titles.
OWN, OWN_OFFSET = 0.54, 50.0
POPULAR, POPULAR_OFFSET = 0.4, 10.0
TREND, TREND_OFFSET = 0.4, 10.0
# How much of popularity and trend goes into the order of titles *within* rows. All of it would find more of what is
# watched anyway and show everybody the same; none of it finds a tenth less.
SWAY = 0.2

# What a row's heading adds to the worth of its titles. Measured, these cost nothing: a page of bare genres finds as
# much and says less.
FAVOURITE, AFFINITY = (
    1.2,
    2.0,
)  # a genre, era or person that sets the viewer apart, and more for each nat by which it does
ANYBODYS = 0.8  # a genre as such
UNWANTED = 0.4  # what the viewer asked for less of
BECAUSE = 1.8  # kin of one title that the viewer knows
LATELY = 2.0  # what the viewer searched for or looked at in the last days: the nearest thing to a wish
# What the viewer asked for more of, in so many words, beside a row of their best titles, however little its own are
# worth: somebody who asks for westerns may not have watched any, and others may not either.
ASKED = 2.2

# The nats that a title gains or loses by each wish that it concerns, and the most that it may gain by several. Twice as
# often and four times as seldom are what people expect of such words; what was "not me" is near the end of every order.
MORE, LESS, NOT_ME, MOST_MORE = 0.7, -1.4, -4.0, 1.4

# What nobody has watched yet has no popularity to go by. The latest arrivals get so many nats on trust, though never
# a place among a viewer's very best, for so many days and until so many have watched them.
TRUST, TRUST_BELOW = 1.6, 40
TRUSTED_DAYS, TRUSTED_VIEWERS = 14, 5
ARRIVALS = 60  # titles at the most that are new at any time

RESTING_SHOWN = 12  # page views after which a title that was never touched rests …
REST_DAYS = 14  # … until it was not shown for so long
TIRED_HALF = 6.0  # page views after which an untouched title is worth half


@dataclass(frozen=True)
class Weights:
    """What choosing rows goes by, beside what their first cards are worth (1 for the best row of a page).

    `calibration`: what a nat of distance between the genres of the page and the viewer's own is worth, where those are
    known for certain. `variety`: the
    width of what the day and the profile add or take, so that tomorrow's page is another one.
    """

    calibration: float = 2.7
    variety: float = 0.2


WEIGHTS = Weights()


def appeal(popular: Floats, trend: Floats) -> Floats:
    """The logarithm of what popularity and trend make of each title, float32 (n), from its places from 0."""
    logs: Floats = -POPULAR * np.log(popular + np.float32(POPULAR_OFFSET))
    logs -= np.float32(TREND) * np.log(trend + np.float32(TREND_OFFSET))
    return logs


def own(places: Floats) -> Floats:
    """The same of a viewer's own scores."""
    logs: Floats = -np.float32(OWN) * np.log(places + np.float32(OWN_OFFSET))
    return logs


def tired(shown: npt.NDArray[np.int64]) -> Floats:
    """The nats, below 0, that each title has lost by being on screen so many times and never touched."""
    lost: Floats = (-np.log(2) / TIRED_HALF * shown).astype(np.float32)
    return lost
