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
    hole = (
        f"M{x - r * 0.42:.0f} {y + r * 0.85:.0f}A{r:.0f} {r:.0f} 0 1 1 {x + r * 0.42:.0f} {y + r * 0.85:.0f}"
        f"L{x + r * 0.85:.0f} {y + r * 2.65:.0f}H{x - r * 0.85:.0f}Z"
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
            f"M{s.cx + cos(a) * r:.0f} {s.cy + sin(a) * r:.0f}"
            f"A{r:.0f} {r:.0f} 0 {large:.0f} 1 {s.cx + cos(b) * r:.0f} {s.cy + sin(b) * r:.0f}",
            p.light,
            s.r * 0.05,
            0.95 - 0.06 * i,
        )
        for _ in range(2 if i < n else 0):
            t = s.u(0, 2 * pi)
            s.stroke(
                f"M{s.cx + cos(t) * r:.0f} {s.cy + sin(t) * r:.0f}"
                f"L{s.cx + cos(t) * (r + gap):.0f} {s.cy + sin(t) * (r + gap):.0f}",
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
    s.path(
        f"M{x:.0f} {top:.0f}L{x - s.w:.0f} {top - s.r * 0.5:.0f}L{x - s.w:.0f} {top + s.r * 0.7:.0f}Z",
        s.vanish(p.light, 0.05, 0.75, across=True),
    )
    s.path(
        f"M{x:.0f} {top:.0f}L{x + s.w:.0f} {top - s.r * 0.35:.0f}L{x + s.w:.0f} {top + s.r * 0.5:.0f}Z",
        s.vanish(p.light, 0.75, 0.05, across=True),
    )
    s.glow(x, top, s.r * 0.7, p.light, 1)
    s.path(
        f"M{x - s.r * 0.24:.0f} {y + 10:.0f}L{x - s.r * 0.12:.0f} {top + 14:.0f}L{x + s.r * 0.12:.0f} {top + 14:.0f}"
        f"L{x + s.r * 0.24:.0f} {y + 10:.0f}Z",
        s.fade(p.paper, p.mid, across=True),
    )
    for i in range(3):
        t = top + s.r * (0.35 + i * 0.5)
        w = s.r * (0.14 + 0.034 * i * 1.2)
        s.rect(x - w, t, w * 2, s.r * 0.22, p.accent)
    s.put("M-16 12.2v-4.3h6v-16h20v16h6v4.3ZM-13-12L0-30L13-12Z", (x, top, s.r / 100), p.ink)
    s.rect(x - s.r * 0.07, top - s.r * 0.11, s.r * 0.14, s.r * 0.16, p.light)
    s.floor(y + 6, p.tone(0.5), p.ink)
    water(s, y + 10, x, s.r * 0.4, p.light, 90)
    s.put("M-80 22.6Q-40-12.2 0 0T90 22.6Z", (x, y, s.r / 100), p.ink)
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
    s.line("M6-42L20-40v7", (x, y, s.r / 100), p.ink, 2.5)
    s.disc(x + s.r * 0.2, y - s.r * 0.28, s.r * 0.06, p.light)
    trunks(s, 3, p.ink, 34, s.h)


@scene("Mystery")
def doors(s: Stage) -> None:
    """Arch behind arch behind arch."""
    p, n = s.p, 6
    y = s.ground + 20
    s.back(p.tone(0.9), p.ink)
    for i in range(n):
        k = 1 - i / n
        w, h = s.r * (0.24 + 0.85 * k), s.r * (0.75 + 1.75 * k)
        base = y - 2 - (1 - k) * s.r * 0.12 + k * s.h * 0.1
        s.path(
            f"M{s.cx - w:.0f} {s.h if i == 0 else base:.0f}V{base - h + w:.0f}"
            f"A{w:.0f} {w:.0f} 0 0 1 {s.cx + w:.0f} {base - h + w:.0f}"
            f"V{s.h if i == 0 else base:.0f}Z",
            p.tone(0.78 * k) if i < n - 1 else s.fade(p.light, p.accent),
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
    s.line("M-70-20Q-60-62-20-72", (x, y, r / 100), p.paper, 5, 0.8, ' stroke-linecap="round"')


@scene("Mystery")
def last_window(s: Stage) -> None:
    """A manor on an island, one light on, a boat coming."""
    p, y = s.p, s.ground - s.r * 0.3
    s.back(p.deep, p.mid, p.tone(0.4))
    (crescent if s.coin() else orb)(s, s.cx - s.r * 0.5, s.cy - s.r * 0.6, s.r * 0.3, p.light)
    x, k = s.cx + s.r * 0.2, s.r / 100
    s.put("M-100 3.5Q-60-34 0-32T105 3.5Z", (x, y, k), p.tone(0.85))
    s.put("M-46-26v-40l12-16l12 16h14v-34l10-18l10 18v34h16l10-14l12 14v42Z", (x, y, k), p.ink)
    s.rect(x - 2 * k, y - 92 * k, 8 * k, 12 * k, p.accent)
    s.glow(x + 2 * k, y - 86 * k, 40 * k, p.accent, 0.9)
    s.floor(y + 3, p.tone(0.45), p.ink)
    water(s, y + 6, x, s.r * 0.5, p.accent, 120)
    bx, by = s.cx - s.r * 0.5, y + s.r * 0.62
    s.put("M-34 0Q0 12 34 0l-8 12h-50Z", (bx, by, k), p.ink)
    figure(s, bx, by + 8 * k, 40 * k, p.ink, "hat")
    beam(s, bx + 8 * k, by - 18 * k, bx + 90 * k, by - 60 * k, 14 * k, p.light, 0.5)
    fog(s, y + 8, s.r * 0.35, p.light, 0.25)
