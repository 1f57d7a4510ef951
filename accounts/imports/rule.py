"""What a rating on a scale says in thumbs and plays. The reasons are in docs/demo.md."""

import hashlib
from dataclasses import dataclass

from accounts.models import Rating

# Shares of the scale: 9 and 10 of 10 (4.5 and 5 of 5) are love, 7 and 8 a thumb up, 4 and less a thumb down.
LOVE_FROM, UP_FROM, DOWN_TO = 0.9, 0.7, 0.4
# Who disliked a film may have left it; the share of such ratings, and where they left.
LEFT, LEFT_FROM, LEFT_TO = 0.5, 0.08, 0.6
FINISHED_AT = 0.94
# The film ended this long before it was rated. The same for all, so that the order of the ratings is that of the plays.
SECONDS_BEFORE = 60
# For titles whose runtime nobody knows.
OTHER_MINUTES = 100


@dataclass(frozen=True, slots=True)
class Said:
    """A thumb (None if the rating says neither) and the share of the title that was watched."""

    thumb: int | None
    share: float

    @property
    def gave_up(self) -> bool:
        """Left on the way, and not to be continued."""
        return self.share < FINISHED_AT


def said(rating: float | None, scale: float, rater: str, item: str) -> Said:
    """What `rater` says of `item` by `rating` on a scale that ends at `scale`; without a rating, that it was watched.

    Nothing depends on chance: who gave up on what, and where, is drawn from the names of both.
    """
    digest = hashlib.blake2b(f"{rater}:{item}".encode(), digest_size=8).digest()
    chance, place = (int.from_bytes(half) / 2**32 for half in (digest[:4], digest[4:]))
    thumb = None if rating is None else thumb_of(rating / scale)
    if thumb == Rating.Value.DOWN and chance < LEFT:
        return Said(thumb, round(LEFT_FROM + place * (LEFT_TO - LEFT_FROM), 3))
    return Said(thumb, round(FINISHED_AT + place * (1 - FINISHED_AT), 3))


def thumb_of(share: float) -> int | None:
    """The thumb that a rating stands for, from 0 to 1 on its scale; None where it says neither."""
    if share >= LOVE_FROM:
        return Rating.Value.LOVE
    if share >= UP_FROM:
        return Rating.Value.UP
    return Rating.Value.DOWN if share <= DOWN_TO else None
