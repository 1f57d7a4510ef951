"""Short films, and titles of no known genre: one object, much room."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import beam
from catalog.artwork.nature import hills, orb, rays, stars, water
from catalog.artwork.people import figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Short")
def match(s: Stage) -> None:
    """A burning match."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.tone(0.75), p.tone(0.5), p.ink)
    s.glow(x, y - r * 0.35, r * 1.9, p.accent, 0.8)
    s.turn(f"rotate({s.u(-12, 12):.0f} {x} {y})")
    s.rect(x - r * 0.045, y, r * 0.09, r * 1.9, s.fade(p.light, p.tone(0.4)))
    s.path(
        trace(
            "M",
            x,
            y + r * 0.12,
            "Q",
            x - r * 0.44,
            y - r * 0.2,
            x - r * 0.1,
            y - r * 0.72,
            "Q",
            x,
            y - r * 0.9,
            x + r * 0.02,
            y - r * 1.1,
            "Q",
            x + r * 0.12,
            y - r * 0.75,
            x + r * 0.2,
            y - r * 0.6,
            "Q",
            x + r * 0.42,
            y - r * 0.15,
            x,
            y + r * 0.12,
            "Z",
        ),
        s.fade(p.light, p.accent),
    )
    s.path(
        trace(
            "M",
            x,
            y + r * 0.06,
            "Q",
            x - r * 0.22,
            y - r * 0.14,
            x,
            y - r * 0.5,
            "Q",
            x + r * 0.22,
            y - r * 0.14,
            x,
            y + r * 0.06,
            "Z",
        ),
        p.paper,
    )
    s.oval(x, y + r * 0.02, r * 0.075, r * 0.12, p.ink)
    s.end()


@scene("Short")
def paper_plane(s: Stage) -> None:
    """A folded plane and its loop."""
    p, x, y, r = s.p, s.cx, s.cy - s.r * 0.2, s.r
    s.back(p.mid, p.tone(0.35), p.tone(0.7))
    s.disc(x + r * 0.2, y + r * 0.1, r * 1.0, p.tone(0.2))
    s.stroke(
        trace(
            "M",
            x - r * 1.7,
            y + r * 1.2,
            "C",
            x + r * 0.6,
            y + r * 1.6,
            x + r * 0.6,
            y + r * 0.1,
            x - r * 0.2,
            y + r * 0.3,
            "S",
            x - r * 0.2,
            y + r * 1.0,
            x + r * 0.3,
            y + r * 0.1,
        ),
        p.light,
        2.5,
        0.8,
        ' stroke-dasharray="4 9" stroke-linecap="round"',
    )
    s.poly(
        [
            (x - r * 0.3, y - r * 0.14),
            (x + r * 0.95, y - r * 0.75),
            (x + r * 0.4, y + r * 0.36),
            (x + r * 0.22, y + r * 0.04),
        ],
        p.paper,
    )
    s.poly(
        [
            (x + r * 0.22, y + r * 0.04),
            (x + r * 0.95, y - r * 0.75),
            (x + r * 0.1, y - r * 0.02),
            (x + r * 0.14, y + r * 0.34),
        ],
        p.accent,
    )


@scene("Short")
def countdown(s: Stage) -> None:
    """The clock sweep at the head of a reel."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.tone(0.2), p.tone(0.5), p.tone(0.8))
    a = s.u(0.3, 1.8) * pi
    reach = s.h
    s.path(
        trace(
            "M",
            x,
            y,
            "V",
            y - reach,
            "A",
            reach,
            reach,
            0,
            1 if a > pi else 0,
            1,
            x + sin(a) * reach,
            y - cos(a) * reach,
            "Z",
        ),
        p.ink,
        0.4,
    )
    s.stroke(trace("M", x, y - s.h, "V", y + s.h, "M", x - s.w, y, "H", x + s.w), p.light, 2, 0.6)
    s.disc(x, y, r * 0.66, p.accent)
    for k in (1.0, 0.84):
        s.ring(x, y, r * k, p.light, 5)
    s.stroke(trace("M", x, y, "L", x + sin(a) * r * 1.2, y - cos(a) * r * 1.2), p.paper, 4)
    s.disc(x, y, 8, p.paper)


@scene("Short")
def one_line(s: Stage) -> None:
    """A line, and someone walking on it."""
    p, x, y = s.p, s.cx, s.cy + s.r * 0.6
    s.back(p.mid, p.tone(0.4))
    s.disc(x + s.u(-0.5, 0.5) * s.r, s.cy - s.r * 0.15, s.r * s.u(0.55, 0.9), p.accent if s.coin() else p.light)
    s.stroke(trace("M", -10, y + 40, "Q", x, y - 40, s.w + 10, y + 24), p.ink, 3)
    figure(s, x, y - 2, s.r * 0.6, p.ink, "walk")
    s.stroke(trace("M", x - s.r * 0.5, y - s.r * 0.24, "q", s.r * 0.5, -s.r * 0.12, s.r, 0), p.ink, 2.5)
    s.rect(0, s.ground, s.w, s.h - s.ground, s.vanish(p.ink, 0, 0.5))


@scene("Short")
def chair(s: Stage) -> None:
    """A chair in a square of light."""
    p, x, y, k = s.p, s.cx, s.ground, s.r / 100
    s.back(p.tone(0.35), p.tone(0.6))
    s.floor(y - 26 * k, p.tone(0.7), p.ink)
    s.poly(
        [(x - 60 * k, y - 200 * k), (x + 50 * k, y - 220 * k), (x + 50 * k, y - 70 * k), (x - 60 * k, y - 56 * k)],
        s.fade(p.light, p.accent),
        0.9,
    )
    s.poly(
        [(x - 30 * k, y - 12 * k), (x + 80 * k, y - 14 * k), (x + 150 * k, y + 44 * k), (x - 10 * k, y + 50 * k)],
        p.light,
        0.5,
    )
    s.stroke(
        trace(
            "M",
            x - 24 * k,
            y + 22 * k,
            "V",
            y - 96 * k,
            "M",
            x + 26 * k,
            y + 8 * k,
            "V",
            y - 36 * k,
            "h",
            -50 * k,
            "M",
            x + 8 * k,
            y + 26 * k,
            "V",
            y - 26 * k,
            "l",
            18 * k,
            -10 * k,
            "M",
            x - 24 * k,
            y - 26 * k,
            "h",
            32 * k,
            "M",
            x - 24 * k,
            y - 70 * k,
            "l",
            0.1,
            0,
            "M",
            x - 40 * k,
            y + 6 * k,
            "V",
            y - 100 * k,
            "l",
            16 * k,
            4 * k,
            "M",
            x - 40 * k,
            y - 78 * k,
            "l",
            16 * k,
            4 * k,
            "M",
            x - 40 * k,
            y - 56 * k,
            "l",
            16 * k,
            4 * k,
        ),
        p.ink,
        5 * k,
    )


@scene("")
def projector(s: Stage) -> None:
    """The beam of a projector over dark seats."""
    p, y = s.p, s.ground
    s.back(p.ink, p.tone(0.6), p.ink)
    x0, y0 = s.cx + s.r * 1.2, s.cy - s.r * 1.0
    beam(s, x0, y0, s.cx - s.r * 0.9, y - 10, s.r * 0.75, p.light, 0.9)
    s.glow(x0, y0, s.r * 0.6, p.light, 1)
    dust = "".join(f"M{s.cx + s.u(-1, 1) * s.r:.0f} {s.cy + s.u(-0.6, 1) * s.r:.0f}h0" for _ in range(30))
    s.stroke(dust, p.paper, 2.5, 0.7, ' stroke-linecap="round"')
    for row in range(3):
        w, t = s.r * (0.34 + 0.1 * row), y + row * s.r * 0.26
        data = "".join(
            f"M{x * w * 1.1 - w * (row % 2) * 0.5:.0f} {s.h}V{t + 12:.0f}q0-{w * 0.3:.0f} {w * 0.3:.0f}-{w * 0.3:.0f}h{w * 0.36:.0f}q{w * 0.3:.0f} 0 {w * 0.3:.0f} {w * 0.3:.0f}V{s.h}Z"
            for x in range(int(s.w / w) + 2)
        )
        s.path(data, p.tone(0.6 + 0.2 * row))


@scene("")
def horizon(s: Stage) -> None:
    """Bands of evening and a sun."""
    p, n = s.p, 9
    s.back(p.deep, p.mid)
    orb(s, s.cx, s.cy, s.r * s.u(0.7, 0.95), p.light, p.accent)
    for i in range(n):
        y = s.cy + s.r * (0.1 + i * 0.21)
        s.rect(0, y, s.w, s.r * (0.05 + 0.022 * i), p.tone(0.3 + 0.07 * i))
    s.floor(s.ground + 30, p.tone(0.85), p.ink)
    water(s, s.ground + 30, s.cx, s.r * 0.5, p.light, 90)


@scene("")
def arcs(s: Stage) -> None:
    """Interlocking half rounds."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.tone(0.4), p.tone(0.8))
    s.turn(f"rotate({s.rng.randrange(0, 180, 15)} {x} {y})")
    for i, colour in enumerate((p.mid, p.accent, p.light)):
        k = r * (1.25 - 0.3 * i)
        s.path(trace("M", x - k, y - 3, "A", k, k, 0, 0, 1, x + k, y - 3, "Z"), colour)
        k2 = k * 0.92
        s.path(
            trace("M", x - k2 + r * 0.3, y + 3, "A", k2, k2, 0, 0, 0, x + k2 + r * 0.3, y + 3, "Z"),
            (p.light, p.mid, p.accent)[i],
        )
    s.end()


@scene("")
def wanderer(s: Stage) -> None:
    """Someone on a plain under a wide sky."""
    p, y = s.p, s.ground
    s.back(p.ink, p.mid, p.accent)
    stars(s, 60, s.cy, p.light)
    rays(s, s.cx, y, 18, p.light, 0.08)
    s.glow(s.cx, y - s.r * 0.2, s.r * 1.7, p.light, 0.9)
    hills(s, y, s.r * 0.25, p.tone(0.6), 3)
    hills(s, y + 26, s.r * 0.1, p.ink, 3)
    shadow(s, s.cx, y + 14, s.r * 0.7, s.r * 1.1, s.u(-0.3, 0.3), p.ink)
    figure(s, s.cx, y + 14, s.r * 0.7, p.ink, "coat")
