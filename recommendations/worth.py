"""What putting a title before somebody is worth, and the weights by which rows are chosen: all in one place.

Fitted by `manage.py evaluate_pages --fit` on validation data, see docs/recommender.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# The chance that a title is watched next falls with its place among all, by the viewer's own scores, by popularity and
# by trend: log-linear in the logarithms of the places, fitted as a conditional logit.
OWN, OWN_OFFSET = 0.6, 20.0
POPULAR, POPULAR_OFFSET = 0.3, 50.0
TREND, TREND_OFFSET = 0.5, 20.0


@dataclass(frozen=True)
class Weights:
    """What choosing rows goes by, beside what their first cards are worth (1 for the best row of a page).

    `calibration`: what a nat of distance between the genres of the page and the viewer's own is worth. `variety`: the
    width of what the day and the profile add or take, so that tomorrow's page is another one.
    """

    calibration: float = 1.0
    variety: float = 0.2


WEIGHTS = Weights()

RESTING_SHOWN = 12  # page views in two weeks after which a title that nobody touched rests


def worth(own: Floats | None, popular: Floats, trend: Floats) -> Floats:
    """The relative chance that each title is watched, float32 (n), from its places, each float32 (n) from 0.

    `own` is None for somebody without a history.
    """
    logs = POPULAR * np.log(popular + POPULAR_OFFSET) + TREND * np.log(trend + TREND_OFFSET)
    if own is not None:
        logs += OWN * np.log(own + OWN_OFFSET)
    values: Floats = np.exp(-logs).astype(np.float32)
    return values
