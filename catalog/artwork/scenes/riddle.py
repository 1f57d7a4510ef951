"""Mystery: keyholes, mazes, lights in fog, doors behind doors."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import beam
from catalog.artwork.nature import crescent, fog, hills, orb, stars, trunks, water
from catalog.artwork.people import figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Mystery")
def keyhole(s: Stage) -> None:
    """What is seen through a keyhole."""
    p, x, y, r = s.p, s.cx, s.cy - s.r * 0.3, s.r * 0.68
    s.back(p.tone(0.65), p.tone(0.85), p.ink)
    s.glow(x, y + r * 0.5, s.r * 2, p.mid, 1)
    s.ring(x, y, r * 1.5, p.accent, 2, 0.5)
    hole = trace(
        "M",
        x - r * 0.42,
        y + r * 0.85,
        "A",
        r,
        r,
        0,
        1,
        1,
        x + r * 0.42,
        y + r * 0.85,
        "L",
        x + r * 0.85,
        y + r * 2.65,
        "H",
        x - r * 0.85,
        "Z",
    )
    s.clip(hole)
    s.rect(x - r * 2, y - r * 2, r * 4, r * 5, s.fade(p.mid, p.light, p.accent))
    s.disc(x + r * 0.2, y - r * 0.1, r * 0.34, p.light)
    hills(s, y + r * 1.9, r * 0.5, p.tone(0.6), 7)
    figure(s, x, y + r * 2.62, r * 1.9, p.ink, ("hat", "dress", "coat")[s.rng.randrange(3)])
    s.end()
    s.stroke(hole, p.accent, 4)


@scene("Mystery")
def maze(s: Stage) -> None:
    """A round maze with a light at its heart."""
    p, n = s.p, 8
    s.back(p.tone(0.55), p.tone(0.8), p.ink)
    s.glow(s.cx, s.cy, s.r * 1.3, p.accent, 0.6)
    for i in range(1, n + 1):
        r, gap, start = s.r * 0.16 * i + s.r * 0.04, s.r * 0.16, s.u(0, 2 * pi)
        hole = gap / r
        a, b = start + hole, start + 2 * pi
        large = 1 if b - a > pi else 0
        s.stroke(
            trace(
                "M", s.cx + cos(a) * r, s.cy + sin(a) * r, "A", r, r, 0, large, 1, s.cx + cos(b) * r, s.cy + sin(b) * r
            ),
            p.light,
            s.r * 0.05,
            0.95 - 0.06 * i,
        )
        for _ in range(2 if i < n else 0):
            t = s.u(0, 2 * pi)
            s.stroke(
                trace(
                    "M", s.cx + cos(t) * r, s.cy + sin(t) * r, "L", s.cx + cos(t) * (r + gap), s.cy + sin(t) * (r + gap)
                ),
                p.light,
                s.r * 0.05,
                0.9 - 0.06 * i,
            )
    s.glow(s.cx, s.cy, s.r * 0.35, p.accent, 1)
    s.disc(s.cx, s.cy, s.r * 0.07, p.accent)


@scene("Mystery", low=True)
def lighthouse(s: Stage) -> None:
    """A lighthouse sweeping a foggy sea."""
    p, y, x = s.p, s.ground, s.cx + s.r * 0.25
    s.back(p.deep, p.tone(0.2), p.mid)
    stars(s, 40, s.cy, p.light, 0.6)
    top = y - s.r * 1.75
    s.poly(
        [(x, top), (x - s.w, top - s.r * 0.5), (x - s.w, top + s.r * 0.7)], s.vanish(p.light, 0.05, 0.75, across=True)
    )
    s.poly(
        [(x, top), (x + s.w, top - s.r * 0.35), (x + s.w, top + s.r * 0.5)], s.vanish(p.light, 0.75, 0.05, across=True)
    )
    s.glow(x, top, s.r * 0.7, p.light, 1)
    s.poly(
        [(x - s.r * 0.24, y + 10), (x - s.r * 0.12, top + 14), (x + s.r * 0.12, top + 14), (x + s.r * 0.24, y + 10)],
        s.fade(p.paper, p.mid, across=True),
    )
    for i in range(3):
        t = top + s.r * (0.35 + i * 0.5)
        w = s.r * (0.14 + 0.034 * i * 1.2)
        s.rect(x - w, t, w * 2, s.r * 0.22, p.accent)
    s.path(
        trace(
            "M",
            x - s.r * 0.16,
            top + 14,
            "v",
            -5,
            "h",
            s.r * 0.06,
            "v",
            -s.r * 0.16,
            "h",
            s.r * 0.2,
            "v",
            s.r * 0.16,
            "h",
            s.r * 0.06,
            "v",
            5,
            "Z",
            "M",
            x - s.r * 0.13,
            top - s.r * 0.12,
            "L",
            x,
            top - s.r * 0.3,
            "L",
            x + s.r * 0.13,
            top - s.r * 0.12,
            "Z",
        ),
        p.ink,
    )
    s.rect(x - s.r * 0.07, top - s.r * 0.11, s.r * 0.14, s.r * 0.16, p.light)
    s.floor(y + 6, p.tone(0.5), p.ink)
    water(s, y + 10, x, s.r * 0.4, p.light, 90)
    s.path(trace("M", x - s.r * 0.8, y + 26, "Q", x - s.r * 0.4, y - 14, x, y, "T", x + s.r * 0.9, y + 26, "Z"), p.ink)
    fog(s, y + 10, s.r * 0.5, p.light, 0.25)


@scene("Mystery")
def lantern(s: Stage) -> None:
    """Someone with a lantern in a wood full of mist."""
    p, y = s.p, s.ground + 10
    s.back(p.tone(0.25), p.mid, p.tone(0.5))
    trunks(s, 10 if not s.wide else 15, p.tone(0.2), 12, y)
    fog(s, y - s.r * 0.2, s.r * 1.3, p.light, 0.35)
    trunks(s, 6 if not s.wide else 10, p.tone(0.6), 20, y)
    s.floor(y - 6, p.tone(0.75), p.ink)
    x = s.cx + s.u(-15, 15)
    s.glow(x + s.r * 0.2, y - s.r * 0.3, s.r * 1.25, p.accent, 0.95)
    figure(s, x, y + 8, s.r * 0.72, p.ink, "hat" if s.coin() else "dress")
    s.stroke(trace("M", x + s.r * 0.06, y - s.r * 0.42, "L", x + s.r * 0.2, y - s.r * 0.4, "v", s.r * 0.07), p.ink, 2.5)
    s.disc(x + s.r * 0.2, y - s.r * 0.28, s.r * 0.06, p.light)
    trunks(s, 3, p.ink, 34, s.h)


@scene("Mystery")
def doors(s: Stage) -> None:
    """Arch behind arch behind arch."""
    p, n = s.p, 6
    y = s.ground + 20
    s.back(p.ink)
    for i in range(n):
        k = 1 - i / n
        w, h = s.r * (0.24 + 0.85 * k), s.r * (0.75 + 1.75 * k)
        base = y - 2 - (1 - k) * s.r * 0.12 + k * s.h * 0.1
        s.path(
            trace(
                "M",
                s.cx - w,
                s.h if i == 0 else base,
                "V",
                base - h + w,
                "A",
                w,
                w,
                0,
                0,
                1,
                s.cx + w,
                base - h + w,
                "V",
                s.h if i == 0 else base,
                "Z",
            ),
            p.tone(0.05 + 0.85 * k) if i < n - 1 else s.fade(p.light, p.accent),
        )
    s.glow(s.cx, y - s.r * 0.6, s.r * 1.1, p.light, 0.6)
    shadow(s, s.cx, y, s.r * 0.5, s.r * 0.95, s.u(-0.15, 0.15), p.ink, "hat")
    figure(s, s.cx, y, s.r * 0.5, p.ink, "hat" if s.coin() else "dress")


@scene("Mystery")
def magnifier(s: Stage) -> None:
    """A lens that finds footprints."""
    p, r = s.p, s.r * 0.78
    s.back(p.tone(0.4), p.tone(0.7), p.ink)
    x, y = s.cx + s.u(-12, 12), s.cy - s.r * 0.1
    for i in range(9):
        fx, fy = x - s.r * 1.5 + i * s.r * 0.38, y + s.r * 1.15 - i * s.r * 0.3
        for dx, dy, rx, ry in ((0, 0, 0.07, 0.12), (0.05, -0.19, 0.06, 0.055)):
            s.turn(f"rotate(48 {fx:.0f} {fy:.0f})")
            s.oval(fx + (i % 2) * s.r * 0.2 + dx * s.r * 0.1, fy - dy * s.r, s.r * rx, s.r * ry, p.light, 0.35)
            s.end()
    s.stroke(
        trace("M", x + r * 0.75, y + r * 0.75, "l", s.r * 0.75, s.r * 0.75),
        p.ink,
        s.r * 0.2,
        1,
        ' stroke-linecap="round"',
    )
    s.disc(x, y, r, s.ball(p.light, p.mid, 0.35, 0.3))
    s.turn(f"rotate(48 {x:.0f} {y:.0f})")
    s.oval(x, y + r * 0.18, r * 0.26, r * 0.36, p.ink, 0.9)
    s.oval(x, y - r * 0.42, r * 0.2, r * 0.17, p.ink, 0.9)
    s.end()
    s.ring(x, y, r, p.accent, s.r * 0.1)
    s.stroke(
        trace("M", x - r * 0.7, y - r * 0.2, "Q", x - r * 0.6, y - r * 0.62, x - r * 0.2, y - r * 0.72),
        p.paper,
        5,
        0.8,
        ' stroke-linecap="round"',
    )


@scene("Mystery")
def last_window(s: Stage) -> None:
    """A manor on an island, one light on, a boat coming."""
    p, y = s.p, s.ground - s.r * 0.3
    s.back(p.deep, p.mid, p.tone(0.4))
    (crescent if s.coin() else orb)(s, s.cx - s.r * 0.5, s.cy - s.r * 0.6, s.r * 0.3, p.light)
    x, k = s.cx + s.r * 0.2, s.r / 100
    s.path(
        trace("M", x - 100 * k, y + 4, "Q", x - 60 * k, y - 34 * k, x, y - 32 * k, "T", x + 105 * k, y + 4, "Z"),
        p.tone(0.85),
    )
    s.path(
        trace(
            "M",
            x - 46 * k,
            y - 26 * k,
            "v",
            -40 * k,
            "l",
            12 * k,
            -16 * k,
            "l",
            12 * k,
            16 * k,
            "h",
            14 * k,
            "v",
            -34 * k,
            "l",
            10 * k,
            -18 * k,
            "l",
            10 * k,
            18 * k,
            "v",
            34 * k,
            "h",
            16 * k,
            "l",
            10 * k,
            -14 * k,
            "l",
            12 * k,
            14 * k,
            "v",
            42 * k,
            "Z",
        ),
        p.ink,
    )
    s.rect(x - 2 * k, y - 92 * k, 8 * k, 12 * k, p.accent)
    s.glow(x + 2 * k, y - 86 * k, 40 * k, p.accent, 0.9)
    s.floor(y + 3, p.tone(0.45), p.ink)
    water(s, y + 6, x, s.r * 0.5, p.accent, 120)
    bx, by = s.cx - s.r * 0.5, y + s.r * 0.62
    s.path(
        trace("M", bx - 34 * k, by, "Q", bx, by + 12 * k, bx + 34 * k, by, "l", -8 * k, 12 * k, "h", -50 * k, "Z"),
        p.ink,
    )
    figure(s, bx, by + 8 * k, 40 * k, p.ink, "hat")
    beam(s, bx + 8 * k, by - 18 * k, bx + 90 * k, by - 60 * k, 14 * k, p.light, 0.5)
    fog(s, y + 8, s.r * 0.35, p.light, 0.25)
