"""Which renditions a source gets: two to four, none larger than it is."""

from dataclasses import dataclass
from itertools import pairwise

FEWEST, MOST = 2, 4
# Heights of 16:9 pictures, and the kilobits a second at which they may peak.
RUNGS = ((1080, 5200), (720, 3000), (480, 1500), (360, 800), (240, 420))
APART = 0.85  # a rung that is hardly smaller than the source is none


@dataclass(frozen=True)
class Rendition:
    """One size of the video; `peak` is in bits a second."""

    name: str
    width: int
    height: int
    peak: int


def renditions(width: int, height: int) -> list[Rendition]:
    """The renditions of a picture of this size, the largest first.

    The rung of a picture is that of its area, so a wide film of 1920x800 and an upright one of 1080x1920 are
    counted among those of 1080.
    """
    own = (width * height * 9 / 16) ** 0.5  # the height of a 16:9 picture of the same area
    top = min(own, RUNGS[0][0])
    rungs = [top, *(rung for rung, _ in RUNGS if rung < APART * top)][:MOST]
    while len(rungs) < FEWEST:
        rungs.append(rungs[-1] / 2)
    return [_rendition(width, height, rung / own, number) for number, rung in enumerate(rungs)]


def _rendition(width: int, height: int, scale: float, number: int) -> Rendition:
    scaled = (_even(width * scale), _even(height * scale))
    return Rendition(f"v{number}", *scaled, _peak(*scaled))


def _even(side: float) -> int:
    return max(2, 2 * round(side / 2))


def _peak(width: int, height: int) -> int:
    """Bits a second for a size: on the line between the two rungs that it is between."""
    own = (width * height * 9 / 16) ** 0.5
    rungs = list(reversed(RUNGS))
    if own <= rungs[0][0]:
        return max(120_000, int(1000 * rungs[0][1] * (own / rungs[0][0]) ** 1.5))
    for (low, less), (high, more) in pairwise(rungs):
        if own <= high:
            return int(1000 * (less + (more - less) * (own - low) / (high - low)))
    return 1000 * rungs[-1][1]
