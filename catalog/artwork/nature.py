"""Sky, land, water and plants, shared by the scenes."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin

from catalog.artwork.stage import Point, Stage, num, outline, trace


def orb(s: Stage, x: float, y: float, r: float, colour: str, shade: str | None = None, halo: float = 0.6) -> None:
    """A sun or moon with light around it."""
    s.glow(x, y, r * 2.6, colour, halo)
    s.disc(x, y, r, s.fade(colour, shade) if shade else colour)


def crescent(s: Stage, x: float, y: float, r: float, colour: str) -> None:
    """A new moon with light around it."""
    s.glow(x, y, r * 2.6, colour, 0.5)
    s.path(
        trace("M", x, y - r, "A", r, r, 0, 1, 1, x, y + r, "A", r * 1.3, r * 1.3, 0, 0, 0, x, y - r, "Z"),
        colour,
    )


def stars(s: Stage, n: int, depth: float, colour: str, o: float = 0.8) -> None:
    """Small dots over the upper part of the sheet, a few of them larger."""
    for size, share in ((1.3, 0.7), (2.4, 0.3)):
        dots = "".join(f"M{s.u(0, s.w):.0f} {s.u(0, depth):.0f}h0" for _ in range(int(n * share)))
        s.stroke(dots, colour, size, o, ' stroke-linecap="round"')


def _heights(s: Stage, y: float, amp: float, n: int) -> list[Point]:
    step = s.w / n
    return [(i * step + (s.u(-0.3, 0.3) * step if 0 < i < n else 0), y - s.u(0, amp)) for i in range(n + 1)]


def ridge(s: Stage, y: float, amp: float, fill: str, n: int = 9, o: float = 1) -> None:
    """Jagged mountains up to ``amp`` above ``y``, filled to the bottom."""
    points: list[Point] = []
    for i, (x, top) in enumerate(_heights(s, y, amp, n)):
        points += [(x, top if i % 2 else y + s.u(0, amp * 0.3)), (x + s.w / n * 0.35, (top + y) / 2)]
    s.poly([(-2, s.h), (-2, y), *points, (s.w + 2, y), (s.w + 2, s.h)], fill, o)


def hills(s: Stage, y: float, amp: float, fill: str, n: int = 4, o: float = 1) -> None:
    """Rolling hills up to ``amp`` above ``y``, filled to the bottom."""
    points = _heights(s, y, amp, n)
    data = f"M-2 {s.h}V{num(points[0][1])}"
    for (x1, y1), (x2, y2) in pairwise(points):
        middle = (x1 + x2) / 2
        data += trace("C", middle, y1, middle, y2, x2, y2)
    s.path(f"{data}L{s.w + 2} {num(points[-1][1])}V{s.h}Z", fill, o)


def range_of(s: Stage, n: int, top: float, bottom: float, amp: float, *, soft: bool = False, far: float = 0.0) -> None:
    """``n`` layers of land, hazy far away and dark close by."""
    for i in range(n):
        share = i / max(1, n - 1)
        colour = s.p.tone(far + (1 - far) * share)
        (hills if soft else ridge)(s, top + (bottom - top) * share, amp * (1 - share * 0.4), colour, 4 + i)


def water(s: Stage, y: float, x: float, spread: float, colour: str, depth: float = 150) -> None:
    """Light from above, broken into dashes on the water."""
    dashes = ""
    rows = 15
    for i in range(rows):
        half = spread * (0.25 + 0.75 * s.rng.random()) * (1 - i / rows * 0.5)
        dashes += f"M{x - half + s.u(-9, 9):.0f} {y + 5 + depth * (i / rows) ** 1.3:.0f}h{half * 2:.0f}"
    s.stroke(dashes, colour, 2.4, 0.7, ' stroke-linecap="round"')


def fog(s: Stage, y: float, height: float, colour: str, o: float = 0.5) -> None:
    """A band of mist that thickens downwards."""
    s.rect(0, y - height, s.w, height, s.vanish(colour, 0, o))
    s.rect(0, y, s.w, height * 0.7, s.vanish(colour, o, 0))


def birds(s: Stage, x: float, y: float, n: int, size: float, colour: str) -> None:
    """A loose flock."""
    data = ""
    for _ in range(n):
        w = size * s.u(0.6, 1.2)
        data += (
            f"M{x + s.u(-6, 6) * size:.0f} {y + s.u(-3, 3) * size:.0f}"
            f"q{w / 2:.1f} {-w / 2:.1f} {w:.1f} 0q{w / 2:.1f} {-w / 2:.1f} {w:.1f} 0"
        )
    s.stroke(data, colour, max(1.4, size / 6))


def bare_tree(s: Stage, x: float, y: float, h: float, colour: str, lean: float = 0, depth: int = 5) -> None:
    """A leafless tree; a strong ``lean`` makes it clutch."""
    tips = [(x, y, -pi / 2 + lean * 0.4, h * 0.34)]
    for level in range(depth):
        data, grown = "", []
        for x0, y0, angle, length in tips:
            x1, y1 = x0 + cos(angle) * length, y0 + sin(angle) * length
            bend = s.u(-0.12, 0.12) * length
            data += f"M{x0:.0f} {y0:.0f}Q{(x0 + x1) / 2 + bend:.0f} {(y0 + y1) / 2:.0f} {x1:.0f} {y1:.0f}"
            for side in (-1, 1):
                turn = angle + side * s.u(0.22, 0.62) + lean * 0.16
                grown.append((x1, y1, turn, length * s.u(0.66, 0.86)))
        s.stroke(data, colour, max(0.9, h * 0.055 * 0.56**level), 1, ' stroke-linecap="round"')
        tips = grown if level < 3 else grown[::2] + grown[1::4]


def crown_tree(s: Stage, x: float, y: float, h: float, colour: str) -> None:
    """A tree in leaf, its crown made of overlapping rounds."""
    s.poly([(x - h * 0.03, y), (x - h * 0.012, y - h * 0.5), (x + h * 0.012, y - h * 0.5), (x + h * 0.03, y)], colour)
    for dx, dy, r in ((0, 0.72, 0.22), (-0.17, 0.6, 0.17), (0.17, 0.61, 0.17), (-0.08, 0.83, 0.14), (0.1, 0.81, 0.15)):
        s.disc(x + dx * h, y - dy * h, r * h * s.u(0.94, 1.08), colour)


def pines(s: Stage, y: float, n: int, h: float, colour: str) -> None:
    """A row of firs standing on ``y``, filled to the bottom."""
    data = ""
    for i in range(n):
        x, tall = (i + s.u(0.1, 0.9)) * s.w / n, h * s.u(0.55, 1)
        half, base = tall * 0.19, y + 6
        data += (
            f"M{x:.0f} {base - tall:.0f}l{half * 0.5:.0f} {tall * 0.36:.0f}h{-half * 0.2:.0f}l{half * 0.42:.0f}"
            f" {tall * 0.3:.0f}h{-half * 0.24:.0f}"
            f"l{half * 0.52:.0f} {tall * 0.34:.0f}h{-half * 2:.0f}l{half * 0.52:.0f}"
            f" {-tall * 0.34:.0f}h{-half * 0.24:.0f}l{half * 0.42:.0f} {-tall * 0.3:.0f}h{-half * 0.2:.0f}Z"
        )
    s.path(data + f"M0 {num(y)}H{s.w}V{s.h}H0Z", colour)


def trunks(s: Stage, n: int, colour: str, slim: float, bottom: float) -> None:
    """Tree trunks that leave the sheet at the top."""
    data = ""
    for i in range(n):
        x, w = (i + s.u(0, 1)) * s.w / n, slim * s.u(0.6, 1.3)
        sway = s.u(-8, 8)
        data += f"M{x:.0f} 0h{w:.0f}l{sway:.0f} {bottom:.0f}h{-w * 1.3:.0f}Z"
    s.path(data, colour)


def rain(s: Stage, n: int, colour: str, o: float = 0.35) -> None:
    """Slanting strokes over the whole sheet."""
    data = "".join(f"M{s.u(0, s.w * 1.1):.0f} {s.u(-20, s.h):.0f}l-7 {s.u(18, 34):.0f}" for _ in range(n))
    s.stroke(data, colour, 1.2, o)


def rays(s: Stage, x: float, y: float, n: int, colour: str, o: float = 1, start: float = 0.0) -> None:
    """Wedges of light from a point to beyond the edges."""
    reach, data = s.w + s.h, ""
    for i in range(n):
        a = start + 2 * pi * i / n
        b = a + pi / n
        data += f"M{x:.0f} {y:.0f}L{x + cos(a) * reach:.0f} {y + sin(a) * reach:.0f}"
        data += f"L{x + cos(b) * reach:.0f} {y + sin(b) * reach:.0f}Z"
    s.path(data, colour, o)


def cloud(s: Stage, x: float, y: float, w: float, colour: str, o: float = 1) -> None:
    """A flat-bottomed cloud."""
    q = w / 6
    s.path(
        f"M{x - w / 2:.0f} {y:.0f}a{q:.0f} {q:.0f} 0 0 1 {q:.0f}-{q:.0f}a{q * 1.3:.0f} {q * 1.3:.0f} 0 0 1"
        f" {q * 2.4:.0f}-{q * 0.4:.0f}a{q * 0.9:.0f} {q * 0.9:.0f} 0 0 1 {q * 1.6:.0f} {q * 0.5:.0f}"
        f"a{q * 0.6:.0f} {q * 0.6:.0f} 0 0 1 {q * 0.6:.0f} {q * 0.9:.0f}Z",
        colour,
        o,
    )


def star(x: float, y: float, points: int, outer: float, inner: float, start: float = -pi / 2) -> str:
    """Path data of a star or cog."""
    steps = [(outer if i % 2 == 0 else inner, start + pi * i / points) for i in range(points * 2)]
    return outline((x + r * cos(a), y + r * sin(a)) for r, a in steps) + "Z"
