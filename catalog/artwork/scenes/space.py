"""Science fiction: planets, rings, gates and grids."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import skyline
from catalog.artwork.nature import orb, ridge, stars
from catalog.artwork.people import figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


def planet(s: Stage, x: float, y: float, r: float, *, ringed: bool) -> None:
    """A banded planet lit from one side."""
    p = s.p
    s.glow(x, y, r * 1.7, p.mid, 0.8)
    tilt = s.u(-26, -12)
    oval = trace("M", x - r * 1.75, y, "a", r * 1.75, r * 0.42, 0, 0)
    s.turn(f"rotate({tilt:.0f} {x:.0f} {y:.0f})")
    if ringed:
        for width, o in ((r * 0.16, 0.8), (r * 0.05, 0.5)):
            s.stroke(oval + trace(1, r * 3.5, 0), p.light, width, o)
    s.disc(x, y, r, s.ball(p.light, p.mid, 0.3, 0.28))
    s.clip("M-100 0a100 100 0 1 1 0 .1Z", (x, y, r / 100))
    for i in range(6):
        s.rect(x - r, y - r + r * s.u(0.1, 1.9), r * 2, r * s.u(0.03, 0.16), (p.accent, p.deep, p.light)[i % 3], 0.3)
    s.disc(x + r * 0.55, y + r * 0.4, r * 1.25, p.ink, 0.35)
    s.end()
    if ringed:
        for width, o in ((r * 0.16, 1.0), (r * 0.05, 0.6)):
            s.stroke(oval + trace(0, r * 3.5, 0), p.light, width, o)
    s.end()


@scene("Sci-Fi")
def ringed_world(s: Stage) -> None:
    """A planet over a ridge where someone stands."""
    p, y = s.p, s.ground + 10
    s.back(p.ink, p.deep, p.mid)
    stars(s, 80, s.ground, p.light)
    planet(s, s.cx, s.cy - s.r * 0.05, s.r * s.u(0.62, 0.78), ringed=s.coin(0.75))
    s.disc(s.cx + s.r * 1.05, s.cy - s.r * 0.95, s.r * 0.1, p.accent)
    ridge(s, y, s.r * 0.32, p.tone(0.6), 7)
    s.path(
        f"M-5 {s.h}V{y + 40:.0f}L{s.cx - s.r * 0.3:.0f} {y + 4:.0f}"
        f"L{s.cx + s.r * 0.2:.0f} {y + 8:.0f}L{s.w + 5:.0f} {y + 50:.0f}"
        f"V{s.h}Z",
        p.ink,
    )
    figure(s, s.cx - s.r * 0.05, y + 10, s.r * 0.36, p.ink)


@scene("Sci-Fi", low=True)
def grid_sun(s: Stage) -> None:
    """A plane of light towards a striped sun."""
    p, y, x = s.p, s.ground - s.r * 0.35, s.cx
    s.back(p.ink, p.deep, p.mid)
    stars(s, 50, y - 30, p.light)
    s.glow(x, y - s.r * 0.4, s.r * 2, p.accent, 0.6)
    s.disc(x, y - s.r * 0.45, s.r * 0.95, s.fade(p.light, p.accent))
    for i in range(6):
        s.rect(x - s.r, y - s.r * 0.62 + i * s.r * 0.19, s.r * 2, s.r * (0.02 + i * 0.018), p.deep)
    ridge(s, y + 2, s.r * 0.3, p.tone(0.7), 10)
    s.floor(y, p.tone(0.8), p.ink)
    lines = "".join(f"M{x:.0f} {y:.0f}L{x + i * s.w * 0.22:.0f} {s.h}" for i in range(-9, 10))
    lines += "".join(f"M0 {y + (s.h - y) * (i / 9) ** 2:.0f}H{s.w}" for i in range(10))
    s.stroke(lines, p.accent, 1.4, 0.8)


@scene("Sci-Fi")
def orbits(s: Stage) -> None:
    """A system of thin rings round a star."""
    p, tilt = s.p, s.u(-35, -12)
    s.back(p.ink, p.tone(0.55), p.ink)
    stars(s, 70, s.h, p.light, 0.6)
    s.turn(f"rotate({tilt:.0f} {s.cx} {s.cy})")
    orb(s, s.cx, s.cy, s.r * 0.26, p.light, p.accent, 1)
    for i in range(6):
        rx = s.r * (0.5 + i * 0.27)
        s.stroke(
            f"M{s.cx - rx:.0f} {s.cy:.0f}a{rx:.0f} {rx * 0.42:.0f} 0 1 0 {rx * 2:.0f} 0"
            f"a{rx:.0f} {rx * 0.42:.0f} 0 1 0 {-rx * 2:.0f} 0",
            p.light,
            1.3,
            0.7 - 0.08 * i,
        )
        a = s.u(0, 2 * pi)
        s.disc(s.cx + cos(a) * rx, s.cy + sin(a) * rx * 0.42, s.r * s.u(0.035, 0.11), (p.accent, p.light, p.mid)[i % 3])
    s.end()


@scene("Sci-Fi")
def the_gate(s: Stage) -> None:
    """A ring of light standing on a plain."""
    p, y, x = s.p, s.ground + 6, s.cx
    s.back(p.ink, p.tone(0.4), p.mid)
    stars(s, 60, s.cy, p.light, 0.6)
    r = s.r * 0.95
    cy = y - r * 0.92
    s.glow(x, cy, r * 1.9, p.accent, 0.8)
    s.disc(x, cy, r, s.fade(p.light, p.accent, p.mid))
    for i in range(4):
        s.ring(x, cy, r * (0.9 - i * 0.17), p.paper, 1.2, 0.4)
    s.ring(x, cy, r, p.light, 6)
    s.ring(x, cy, r * 1.1, p.light, 1.2, 0.5)
    s.floor(y, p.tone(0.6), p.ink)
    s.oval(x, y, r * 1.2, r * 0.12, p.light, 0.4)
    shadow(s, x, y + 6, s.r * 0.55, s.r, s.u(-0.3, 0.3), p.ink)
    figure(s, x, y + 6, s.r * 0.55, p.ink)


@scene("Sci-Fi")
def tunnel(s: Stage) -> None:
    """Hexagons rushing towards a light."""
    p, n, sides = s.p, 10, 6 if s.coin() else 8
    s.back(p.ink)
    turn = s.u(0, 0.5)
    for i in range(n):
        k = (1 - i / n) ** 1.6
        r = s.r * (0.12 + 2.5 * k)
        points = [
            (s.cx + cos(2 * pi * j / sides + turn + i * 0.05) * r, s.cy + sin(2 * pi * j / sides + turn + i * 0.05) * r)
            for j in range(sides)
        ]
        s.poly(points, p.tone(0.1 + 0.9 * k if i % 2 else 0.45 + 0.5 * k))
        s.stroke(
            "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z",
            p.accent if i % 3 == 0 else p.light,
            1.6,
            0.75 - 0.06 * (n - i),
        )
    s.glow(s.cx, s.cy, s.r * 0.9, p.light, 1)
    figure(s, s.cx, s.cy + s.r * 0.2, s.r * 0.36, p.ink)


@scene("Sci-Fi")
def tall_city(s: Stage) -> None:
    """Towers in haze and a ship between them."""
    p, y = s.p, s.ground + 20
    s.back(p.deep, p.mid, p.accent)
    orb(s, s.cx + s.r * 0.4, s.cy - s.r * 0.45, s.r * 0.4, p.light)
    for i in range(3):
        skyline(s, y + i * 12, s.r * (2.3 - i * 0.55), p.tone(0.2 + 0.32 * i), 40 + i * 16, p.light if i else None)
    k, x, t = s.r / 100, s.cx - s.r * 0.25, s.cy - s.r * 0.35
    s.put("M-60 0q50-22 120-2q-20 14-62 16q-40 0-58-14Z", (x, t, k), p.ink)
    s.oval(x + 12 * k, t - 7 * k, 20 * k, 7 * k, p.light)
    s.line("M-62 0h-150", (x, t, k), p.light, 2.5, 0.6)


@scene("Sci-Fi")
def helmet(s: Stage) -> None:
    """A visor with the world mirrored in it."""
    p, x, y, r = s.p, s.cx, s.cy + s.r * 0.05, s.r * 1.02
    s.back(p.ink, p.deep, p.ink)
    stars(s, 80, s.h, p.light)
    s.glow(x, y, r * 1.8, p.mid, 0.8)
    s.path(
        f"M{x - r * 1.5:.0f} {s.h}Q{x - r * 1.3:.0f} {y + r * 0.9:.0f} {x - r * 0.6:.0f} {y + r * 0.75:.0f}"
        f"H{x + r * 0.6:.0f}Q{x + r * 1.3:.0f} {y + r * 0.9:.0f} {x + r * 1.5:.0f} {s.h}Z",
        s.fade(p.light, p.mid),
    )
    s.disc(x, y, r, s.ball(p.paper, p.mid, 0.35, 0.25))
    visor = (
        f"M{x - r * 0.78:.0f} {y:.0f}"
        f"Q{x - r * 0.74:.0f} {y - r * 0.56:.0f} {x:.0f} {y - r * 0.58:.0f}T{x + r * 0.78:.0f} {y:.0f}"
        f"Q{x + r * 0.74:.0f} {y + r * 0.58:.0f} {x:.0f} {y + r * 0.6:.0f}T{x - r * 0.78:.0f} {y:.0f}Z"
    )
    s.clip(visor)
    s.rect(x - r, y - r, r * 2, r * 2, s.fade(p.ink, p.mid, p.accent))
    s.disc(x + r * 0.3, y - r * 0.12, r * 0.26, p.light)
    ridge(s, y + r * 0.42, r * 0.3, p.ink, 16)
    s.end()
    s.stroke(visor, p.ink, 5)
    s.line("M-60-10Q-54-38-20-44", (x, y, r / 100), p.paper, 5, 0.8, ' stroke-linecap="round"')


@scene("Sci-Fi")
def monolith(s: Stage) -> None:
    """A slab of light over dunes."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.ink, p.tone(0.3), p.accent)
    stars(s, 60, s.cy, p.light)
    s.disc(x + s.u(-1, 1) * s.r * 0.6, s.cy - s.r * 0.2, s.r * 0.8, s.fade(p.mid, p.accent), 0.7)
    lean = s.u(-10, 10)
    s.glow(x, y - s.r * 0.9, s.r * 1.3, p.light, 0.7)
    s.path(
        f"M{x - s.r * 0.24 + lean:.0f} {y - s.r * 1.8:.0f}L{x + s.r * 0.24 + lean:.0f} {y - s.r * 1.75:.0f}"
        f"L{x + s.r * 0.28:.0f} {y + 20:.0f}L{x - s.r * 0.28:.0f} {y + 20:.0f}Z",
        s.fade(p.light, p.mid, p.ink),
    )
    s.path(
        f"M-5 {s.h}V{y + 30:.0f}"
        f"Q{x - s.r * 0.5:.0f} {y - 30:.0f} {x + s.r * 0.3:.0f} {y + 14:.0f}T{s.w + 5:.0f} {y:.0f}"
        f"V{s.h}Z",
        p.tone(0.75),
    )
    s.path(trace("M", -5, s.h, "V", y + 30, "Q", x + s.r * 0.2, y + 20, s.w + 5, y + 74, "V", s.h, "Z"), p.ink)
    for i in range(3):
        figure(s, x - s.r * (0.75 - 0.2 * i), y + 32 + i * 4, s.r * 0.26, p.ink)
