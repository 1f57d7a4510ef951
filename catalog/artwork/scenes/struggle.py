"""War and sport: searchlights, banners and wire; lanes, ropes and floodlights."""

from __future__ import annotations

from math import cos, sin

from catalog.artwork.built import beam, skyline
from catalog.artwork.nature import birds, fog, hills, orb, ridge, stars
from catalog.artwork.people import figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


def _plane(s: Stage, x: float, y: float, w: float, colour: str) -> None:
    """A propeller aircraft from the front or below."""
    shape = "M-50-6 50-6Q54 0 48 4L7 8 5 32 18 40V46H-18V40L-5 32-7 8-48 4Q-54 0-50-6ZM-6-8Q-5-30 0-32 5-30 6-8Z"
    s.again("plane", shape, f"translate({x:.0f} {y:.0f})scale({w / 100:.2f})", colour)


@scene("War")
def searchlights(s: Stage) -> None:
    """Beams over a dark town, aircraft between them."""
    p, y = s.p, s.ground
    s.back(p.ink, p.tone(0.55), p.accent)
    for i in range(4):
        x = s.cx + (i - 1.5) * s.r * 0.75
        beam(s, x, y, x + s.u(-0.9, 0.9) * s.r, -40, s.r * 0.2, p.light, 0.8)
    for i in range(4):
        _plane(s, s.cx + (i - 1.5) * s.r * 0.5 + s.u(-12, 12), s.cy - s.r * (0.55 + 0.22 * (i % 2)), s.r * 0.3, p.ink)
    skyline(s, y, s.r * 0.42, p.tone(0.85), 30)
    skyline(s, y + 30, s.r * 0.36, p.ink, 46)


@scene("War")
def column(s: Stage) -> None:
    """Soldiers in a row on a ridge."""
    p, y = s.p, s.ground + 4
    s.back(p.tone(0.35), p.mid, p.accent)
    orb(s, s.cx + s.r * 0.4, y - s.r * 0.55, s.r * 0.7, p.light, p.accent)
    ridge(s, y - 14, s.r * 0.3, p.tone(0.4), 7)
    n, gap = 7 if not s.wide else 10, s.r * 0.42
    for i in range(n):
        x = s.cx + (i - n / 2 + 0.5) * gap
        top, h = y - 10 - (i % 3) * 3, s.r * s.u(0.58, 0.68)
        figure(s, x, top + 16, h, p.ink, "walk")
        s.path(trace("M", x - h * 0.11, top + 16 - h * 0.92, "a", h * 0.11, h * 0.11, 0, 0, 1, h * 0.22, 0, "Z"), p.ink)
        s.stroke(trace("M", x - h * 0.16, top + 16 - h * 0.4, "l", h * 0.3, -h * 0.62), p.ink, 3)
    s.path(trace("M", -5, s.h, "V", y + 12, "Q", s.cx, y - 14, s.w + 5, y + 12, "V", s.h, "Z"), p.ink)


@scene("War")
def wire(s: Stage) -> None:
    """Barbed wire before a burnt sky."""
    p = s.p
    s.back(p.deep, p.mid, p.accent, p.tone(0.6))
    orb(s, s.cx, s.cy + s.r * 0.25, s.r * 0.75, p.light, p.accent)
    hills(s, s.ground + 10, s.r * 0.2, p.tone(0.75), 5)
    for x in (s.cx - s.r * 1.05, s.cx + s.r * 0.95):
        s.stroke(trace("M", x, s.ground + 60, "l", s.u(-14, 14), -s.r * 2), p.ink, 11)
    for i in range(4):
        y = s.cy - s.r * 0.75 + i * s.r * 0.5
        s.stroke(trace("M", -10, y + s.u(-20, 20), "Q", s.cx, y + s.r * 0.22, s.w + 10, y + s.u(-20, 20)), p.ink, 3)
        barbs = "".join(
            f"M{x - 6} {y + 2 + (1 - abs(x - s.cx) / s.w) * s.r * 0.1:.0f}l12 8m0-10l-12 11" for x in range(20, s.w, 46)
        )
        s.stroke(barbs, p.ink, 2.5)
    s.floor(s.ground + 40, p.ink)


@scene("War")
def parachutes(s: Stage) -> None:
    """Canopies drifting down over hills."""
    p = s.p
    s.back(p.tone(0.4), p.mid, p.light)
    for i in range(9):
        x, y, r = (
            s.cx + s.u(-1.5, 1.5) * s.r,
            40 + (i + s.u(0, 1)) * s.ground * 0.085,
            s.r * s.u(0.1, 0.17) * (1 + i * 0.08),
        )
        colour = p.tone(0.35 + 0.07 * i)
        s.put("M-100 0A100 95 0 0 1 100 0Q0-35-100 0Z", (x, y, r / 100), colour)
        s.line("M-100 0L0 130L100 0", (x, y, r / 100), colour, 1.2)
        figure(s, x, y + r * 1.9, r * 0.75, colour)
    for i in range(3):
        hills(s, s.ground + i * 26, s.r * 0.3, p.tone(0.45 + 0.25 * i), 4)


@scene("War")
def last_stand(s: Stage) -> None:
    """A flag on a broken hill, smoke behind."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.deep, p.mid, p.accent)
    s.glow(x, s.cy + s.r * 0.4, s.r * 1.9, p.light, 0.9)
    for _ in range(4):
        s.disc(x + s.u(-1.2, 1.2) * s.r, s.cy + s.u(-0.9, 0.5) * s.r, s.r * s.u(0.35, 0.7), p.tone(0.5), 0.28)
    ridge(s, y, s.r * 0.35, p.tone(0.6), 8)
    s.path(
        f"M{x - s.r * 1.6:.0f} {s.h}L{x - s.r * 0.5:.0f} {y - s.r * 0.1:.0f}L{x - s.r * 0.2:.0f} {y - s.r * 0.16:.0f}"
        f"L{x:.0f} {y - s.r * 0.34:.0f}L{x + s.r * 0.3:.0f} {y - s.r * 0.12:.0f}L{x + s.r * 1.7:.0f} {s.h}"
        "Z",
        p.ink,
    )
    s.line("M0-30l14-135", (x, y, s.r / 100), p.ink, 5)
    s.put("M14-164q30-16 50 4t45 0l-10 50q-22 10-40-4t-50 0Z", (x, y, s.r / 100), p.accent)
    figure(s, x - s.r * 0.22, y - s.r * 0.12, s.r * 0.52, p.ink)
    birds(s, x, s.cy - s.r, 6, 10, p.ink)


@scene("Sport")
def lanes(s: Stage) -> None:
    """The bend of a running track, one runner."""
    p, n = s.p, 6
    s.back(p.deep, p.tone(0.4))
    x, y = s.cx - s.r * 1.6, s.ground + s.r * 0.5
    for i in range(n, -1, -1):
        r = s.r * (1.15 + i * 0.36)
        s.disc(x, y, r, p.mid if i % 2 else p.tone(0.15))
        s.ring(x, y, r, p.light, 2.5, 0.85)
    s.disc(x, y, s.r * 0.79, p.tone(0.75))
    a = -0.62
    fx, fy = x + cos(a) * s.r * 2.42, y + sin(a) * s.r * 2.42
    shadow(s, fx, fy, s.r * 0.7, s.r * 0.9, 0.6, p.ink, "run")
    figure(s, fx, fy, s.r * 0.85, p.accent, "run")


@scene("Sport")
def floodlights(s: Stage) -> None:
    """Stadium lights over a pitch."""
    p, y = s.p, s.ground
    s.back(p.ink, p.tone(0.5), p.mid)
    for side in (-1, 1):
        x, top = s.cx + side * s.r * 1.05, s.cy - s.r * 0.75
        beam(s, x, top, s.cx - side * s.r * 0.2, y + 40, s.r * 0.7, p.light, 0.7)
        s.stroke(trace("M", x, top, "V", y), p.ink, 6)
        s.rect(x - s.r * 0.3, top - s.r * 0.22, s.r * 0.6, s.r * 0.34, p.ink)
        dots = "".join(
            f"M{x - s.r * 0.22 + c * s.r * 0.15:.0f} {top - s.r * 0.14 + r * s.r * 0.16:.0f}h0"
            for c in range(4)
            for r in range(2)
        )
        s.stroke(dots, p.light, s.r * 0.1, 1, ' stroke-linecap="round"')
    s.floor(y, p.mid, p.ink)
    for i in range(6):
        a, b = s.w * i / 6, s.w * (i + 0.5) / 6
        s.path(
            f"M{s.cx + (a - s.w / 2) * 0.55:.0f} {y:.0f}"
            f"L{s.cx + (b - s.w / 2) * 0.55:.0f} {y:.0f}L{s.cx + (b - s.w / 2) * 2:.0f} {s.h}"
            f"L{s.cx + (a - s.w / 2) * 2:.0f} {s.h}Z",
            p.light,
            0.1,
        )
    shadow(s, s.cx, y + 24, s.r * 0.8, s.r, 0, p.ink)
    figure(s, s.cx, y + 24, s.r * 0.8, p.ink)
    s.disc(s.cx + s.r * 0.3, y + 16, s.r * 0.09, p.accent)


@scene("Sport")
def ropes(s: Stage) -> None:
    """The corner of a ring, and who stands in it."""
    p, y = s.p, s.ground
    s.back(p.ink, p.tone(0.6), p.tone(0.3))
    beam(s, s.cx, -60, s.cx, y + 30, s.r * 1.3, p.light, 0.8)
    s.floor(y, p.mid, p.tone(0.8))
    figure(s, s.cx, y + 12, s.r * 1.35, p.ink)
    for i in range(3):
        t = y - s.r * (0.3 + 0.32 * i)
        s.stroke(
            f"M-10 {t + s.r * 0.35:.0f}L{s.cx - s.r * 1.1:.0f} {t:.0f}"
            f"H{s.cx + s.r * 1.1:.0f}L{s.w + 10:.0f} {t + s.r * 0.35:.0f}",
            (p.accent, p.light, p.accent)[i],
            6,
        )
    for side in (-1, 1):
        s.rect(s.cx + side * s.r * 1.1 - 9, y - s.r * 1.12, 18, s.r * 1.2, p.accent)


@scene("Sport")
def flight(s: Stage) -> None:
    """A ball on its arc."""
    p, n = s.p, 7
    s.back(p.tone(0.3), p.mid, p.tone(0.6))
    lines = trace("M", -10, s.ground, "H", s.w + 10, "M", s.cx, s.ground, "V", s.h)
    s.floor(s.ground, p.tone(0.55), p.ink)
    s.stroke(lines, p.light, 4, 0.8)
    s.ring(s.cx, s.ground + s.r * 0.9, s.r * 0.8, p.light, 4, 0.6)
    x0, x1 = s.cx - s.r * 1.4, s.cx + s.r * 0.55
    for i in range(n):
        t = (i + 1) / n
        x, y = x0 + (x1 - x0) * t, s.ground - 20 - s.r * 2.1 * (1 - (1 - t) ** 2)
        s.disc(x, y, s.r * 0.3 * (0.35 + 0.65 * t), p.accent, 0.1 + 0.14 * i)
    s.disc(x1, s.ground - 20 - s.r * 2.1, s.r * 0.36, s.ball(p.light, p.accent, 0.35, 0.3))
    s.stroke(
        trace("M", x1 - s.r * 0.35, s.ground - s.r * 2.24, "q", s.r * 0.34, s.r * 0.3, s.r * 0.7, 0), p.ink, 2.5, 0.7
    )


@scene("Sport", "Adventure")
def climber(s: Stage) -> None:
    """Someone on a sheer wall."""
    p = s.p
    s.back(p.mid, p.light, p.accent)
    orb(s, s.cx - s.r * 0.5, s.cy - s.r * 0.1, s.r * 0.5, p.light)
    ridge(s, s.ground + 20, s.r * 0.7, p.tone(0.3), 7)
    stars(s, 14, s.cy, p.paper, 0.5)
    x = s.cx + s.r * 0.1
    s.path(
        f"M{s.w + 5:.0f}-5L{x + s.r * 0.55:.0f}-5"
        f"L{x + s.r * 0.3:.0f} {s.cy - s.r * 0.5:.0f}L{x + s.r * 0.42:.0f} {s.cy:.0f}"
        f"L{x:.0f} {s.ground - s.r * 0.4:.0f}L{x + s.r * 0.1:.0f} {s.ground:.0f}L{x - s.r * 0.5:.0f} {s.h}"
        f"L{s.w + 5:.0f} {s.h}Z",
        s.fade(p.tone(0.7), p.ink),
    )
    s.stroke(
        trace("M", x + s.r * 0.5, -5, "L", x + s.r * 0.24, s.cy - s.r * 0.2, "L", x + s.r * 0.18, s.cy + s.r * 0.3),
        p.accent,
        2,
    )
    figure(s, x + s.r * 0.2, s.cy + s.r * 0.55, s.r * 0.62, p.ink, "run")
    fog(s, s.ground + 20, s.r * 0.5, p.light, 0.35)
