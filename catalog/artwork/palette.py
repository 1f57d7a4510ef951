"""The colours of each genre, shifted by the second genre and by the age of the title."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from random import Random

from catalog.artwork.colour import BLACK, WHITE, legible, mix, saturate


class Era(Enum):
    """Stretches of film history that looked alike in print."""

    SILENT = "silent"
    GOLDEN = "golden"
    MODERN = "modern"
    NEON = "neon"
    NINETIES = "nineties"
    NOW = "now"


_LAST_YEARS = ((1929, Era.SILENT), (1959, Era.GOLDEN), (1979, Era.MODERN), (1989, Era.NEON), (1999, Era.NINETIES))


def era_of(year: int | None) -> Era:
    """The era of a year; a title without a year counts as new."""
    if year is None:
        return Era.NOW
    return next((era for last, era in _LAST_YEARS if year <= last), Era.NOW)


@dataclass(frozen=True, slots=True)
class Palette:
    """Four drawn colours from dark to bright, and what follows from them."""

    deep: str
    mid: str
    light: str
    accent: str

    @property
    def ink(self) -> str:
        """The darkest tone: nearest silhouettes, and the veil behind lettering."""
        return mix(self.deep, BLACK, 0.45)

    @property
    def paper(self) -> str:
        """The colour of lettering."""
        return legible(mix(self.light, WHITE, 0.72), self.ink, 12)

    @property
    def signal(self) -> str:
        """The accent, as light as small lettering needs it."""
        return legible(mix(self.accent, WHITE, 0.25), self.ink, 7)

    def tone(self, depth: float) -> str:
        """A tone between the haze far away (0) and the silhouette close by (1)."""
        return mix(self.mid, self.ink, depth)

    def map(self, *, deep: str, light: str, amount: float, vivid: float) -> Palette:
        """The same palette with its saturation scaled and its ends pulled towards two colours."""
        return Palette(
            saturate(mix(self.deep, deep, amount / 2), vivid),
            saturate(mix(self.mid, deep, amount / 3), vivid),
            saturate(mix(self.light, light, amount), vivid),
            saturate(mix(self.accent, light, amount / 2), vivid),
        )


# Each line of a genre is one palette: deep, mid, light, accent.
_GENRES = {
    "Drama": """0f1a24 2f5566 f0c987 e0703f  1a1420 5b3a52 f2b89c d9573f  14201c 3f6152 e9d9a6 d98a3d
        1b1b22 4a4f63 e8dccb c8553d  221511 7a3f28 f3c27a 3f8f8a  101c30 2d4b7c f0d2b0 e8743b""",
    "Comedy": """3a1230 d9437a ffd35c 38c0b8  0f3b46 12909a ffd166 ff6f59  4a1c10 e8642c ffdf8a 2fb3a6
        2b1a52 7a4be0 ffc94d ff6b8b  12382a 2fa36b fff0b0 ff7f50  10295c 2f74d8 ffe07a ff5d5d""",
    "Thriller": """0a1013 1d3a3f d8f0e4 e03c31  0d0d12 33323f f4e9d8 ff4d2e  08121c 174a66 bfe9f0 f2a33a
        120d0b 4a2a1c f6c98b d93a2b  0c120c 2f4a2a e6f2b8 e8502f""",
    "Romance": """2a0f1f a03a56 ffc4a8 ff7a6b  1c1438 6a4a9c ffc2c7 ff8f70  301310 c0573f ffe0b0 f28f8f
        0f2036 3d6c96 ffd3bf f0788c  2a1428 8f4678 ffd9d0 f5a25d""",
    "Action": """14090a 7a1a12 ffb347 ff5a1f  070f1a 10406b 7fe3ff ff7a1a  120f08 6b4a0e ffe07a ff3d2e
        0c0c10 3a3f4d ffd9a0 ff4a1a  0a1414 0f5a58 d8fff0 ff6a2b""",
    "Crime": """0d0f14 2b3442 f2d6a0 d23b2f  140f0a 55401f ffd98a c0392b  0a1416 1f4a50 f0e2b8 e0852f
        16090d 5a1826 f5cfa0 e6a23c  0f0f0f 3b3b3b efe6d5 d8b12f""",
    "Horror": """0d0405 5a0a0f f0503c f2d8b0  07090a 23312c d8e8c0 c4201f  0b0610 3a1446 f0a8c8 d42a3a
        100806 5c2408 ffae57 b3161b  050a10 12344a cfe6e8 e02f2f  0a0a08 3c3a1c f0e6a8 a81818""",
    "Adventure": """0c2230 1f7a8c ffd98a f26b38  241408 a8622a ffe3a0 2f8f8a  0d2a1e 2f8560 ffe9a8 f2823a
        1a1838 4a55a8 ffc98a ff6a4d  301a0e c4762e fff0c0 1f6f78""",
    "Mystery": """0c1220 2c4266 dfe8f0 e8b04a  100f1c 423a68 e8d8f0 d8934a  0c1a1a 2a5450 e0f0d8 d8a03a
        151218 4c4452 f2e0c0 b8483f  0a1624 1c4f70 f5e6b8 7fc4c4""",
    "Sci-Fi": """060a1c 24348a 8fe9ff ff5fa2  0a0616 4a1f86 ff9ae0 4de8e0  04141a 0c5a66 a8fff0 ffb03a
        0c0c14 343a5c f0f0ff ff6a3a  140810 7a1f4a ffc08a 5fd0ff  070d0c 1d4a3c d0ffc8 ffd23f""",
    "Fantasy": """0e0c2a 4038a0 f8d8ff ffc44d  081c22 146a70 d8ffe0 ffb86b  1c0a2a 7a2f96 ffd0e8 6fe0d0
        14180a 4f6a1f fff0a8 e8883a  0a1430 2a5ab8 fff0d0 f08ac0""",
    "Documentary": """0e1a1e 2c5f68 e8f0e0 f2a03a  1a1712 5f5340 f5ead0 e0603a  101820 36516e e8eef2 f2c230
        14190f 4a5e34 f0f0d0 e87838  1c1210 6a3c30 f5e0d0 58b0a8""",
    "Family": """0f2a4a 2f86c8 ffe69a ff7f5f  143a2c 3fae78 fff2b0 ff9a4d  3a1a40 9a5ac8 ffdf9a ff7f9a
        40200f e08a38 fff0b8 3fa8b0  102f3f 2fa8b0 fff5d0 ffb02f""",
    "Biography": """1a1410 6a4a34 f5dcb8 c85a38  10181f 3a5468 f0e4d0 d89a48  1c1418 664252 f5dccb d8a04a
        12191a 40605c f0ead0 d87048""",
    "War": """12130c 4a4a2a f0d8a0 d8582a  0e1214 3a484e e8e4d4 e0752f  1a0f0a 70361a ffc27a e03f1f
        0c1216 2c4c5c f5dca8 d84a2a""",
    "History": """1a100a 72441c f8d890 a8281f  0f1424 38466f f0d8a0 c8963a  1c0a10 6c1c2c f5d8a0 d8a848
        10190f 445a30 f2e2b0 c8803a""",
    "Music": """120a24 5a2aa0 ffd05a ff4f8a  0a141c 125a78 ffe08a ff6a3a  1c0a0c 9a1f38 ffd8a0 f2a02f
        0c0c0c 3a3440 fff0d8 ff5a3f  0a1c18 128068 f8f0b0 ff8a4a""",
    "Animation": """10204a 2f6ae0 ffe35a ff5f7a  2a0f4a 8a3fe0 ffd84d 3fe0d0  0f3a3a 14b0a0 fff08a ff7a4a
        4a1020 f04a5a ffe08a 4ac8f0  123a1c 3fb84a fff59a ff8f3a""",
    "Short": """111418 3c4650 f5efe0 f2643a  1a1216 5c4450 f8e6d8 f2b03a  0e181a 2f5f5c f2f0dc ff7a5a
        17150f 5f5638 fbf3d0 d8502f""",
    "Sport": """0a1f14 1f7a48 f0ffd8 ffb02f  0c1430 2048a8 e8f4ff ff5a2f  240c0c b02a20 ffe8c8 f5b83a
        101418 3a4a58 f5f5e8 e8f03a  1f1408 b06a1a fff0c8 2f9ad0""",
    "Musical": """240814 a81f4a ffd88a ffb02f  140c30 5a38b8 ffd0e0 ffc83f  0a1c2c 1f6a9a ffe8b0 ff7a8a
        2c1408 c8682a fff0b8 e83f6a""",
    "Western": """1f0d08 9a3c18 ffc46a f2682f  1a1418 6c4048 f8c898 e0662f  241407 b06a20 ffe0a0 b83a1c
        101820 3c5a6c f8d09a d8703a  2a0f0c b84a2a ffdc98 3f7a7c""",
    "Film-Noir": """08090b 2c3036 f0ead8 c8b88a  0a0a0c 34323a f5eee0 b83a30  070b10 223444 e8eef0 e0b860
        0c0a08 3a3228 fff0d0 d8a048""",
    "News": "0c1420 24508a f0f4f8 e83a3a  141414 4a4a4a f8f4e8 e03a2f  0c1c20 1f6a78 f0f8f0 f2b02f",
    "": "12141c 3a4560 f0e0c8 e8703a  151018 54405e f5d8d0 e0a040  0e1a1c 2e5c60 f0ead0 e87850",
}


def _parse(line: str) -> tuple[Palette, ...]:
    colours = [f"#{c}" for c in line.split()]
    return tuple(Palette(*colours[i : i + 4]) for i in range(0, len(colours), 4))


PALETTES = {genre: _parse(line) for genre, line in _GENRES.items()}


def _tint(palette: Palette, other: Palette) -> Palette:
    """Let the second genre colour the air and the accent, leaving light and shade to the first."""
    return Palette(
        mix(palette.deep, other.deep, 0.3),
        mix(palette.mid, other.mid, 0.22),
        mix(palette.light, other.light, 0.15),
        mix(palette.accent, other.accent, 0.45),
    )


def _age(palette: Palette, era: Era, rng: Random) -> Palette:
    """Print the palette as its era would have: toned black and white, faded ink, dye, neon."""
    if era is Era.SILENT:
        warm = rng.random() < 0.65
        tone = ("#2a1a0e", "#f0d8a8") if warm else ("#0e1a2a", "#d8e6ee")
        return palette.map(deep=tone[0], light=tone[1], amount=0.75, vivid=0.42)
    if era is Era.GOLDEN:
        return palette.map(deep="#1c1a18", light="#f6e6bc", amount=0.4, vivid=rng.choice((0.45, 0.8)))
    if era is Era.MODERN:
        return palette.map(deep="#2a160a", light="#ffcf80", amount=0.3, vivid=0.95)
    if era is Era.NEON:
        return palette.map(deep="#100428", light="#ff9ad0", amount=0.22, vivid=1.25)
    return palette.map(deep="#101c1c", light="#eef0d8", amount=0.2, vivid=0.85) if era is Era.NINETIES else palette


def palette_for(genre: str, second: str | None, era: Era, rng: Random) -> Palette:
    """One of the genre's palettes, tinted by the second genre and aged."""
    chosen = rng.choice(PALETTES[genre])
    if second is not None:
        chosen = _tint(chosen, rng.choice(PALETTES[second]))
    return _age(chosen, era, rng)
