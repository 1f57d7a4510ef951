"""Action, war and sport: blasts, slashes, searchlights, lanes and lights."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import beam, road, skyline
from catalog.artwork.nature import birds, fog, hills, orb, rays, ridge, star, stars
from catalog.artwork.people import figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Action")
def blast(s: Stage) -> None:
    """Someone running from an explosion."""
    p, x, y = s.p, s.cx + s.u(-20, 20), s.cy + s.r * 0.25
    s.back(p.tone(0.7), p.mid, p.ink)
    rays(s, x, y, 16, p.accent, 0.4, s.u(0, 1))
    s.glow(x, y, s.r * 1.9, p.accent, 0.9)
    for r, colour in ((1.08, p.accent), (0.78, p.light), (0.42, p.paper)):
        s.path(star(x, y, 15, s.r * r, s.r * r * 0.62, s.u(0, 1)), colour)
    bits = "".join(
        star(x + cos(a) * d, y + sin(a) * d, 2, s.u(3, 9), 3, a)
        for a, d in ((s.u(0, 2 * pi), s.r * s.u(0.9, 1.9)) for _ in range(18))
    )
    s.path(bits, p.ink)
    s.path(
        trace("M", -5, s.h, "V", s.ground + 30, "L", s.cx, s.ground + 10, "L", s.w + 5, s.ground + 36, "V", s.h, "Z"),
        p.ink,
    )
    figure(s, x, s.ground + 26, s.r * 0.95, p.ink, "run", mirrored=s.coin())


@scene("Action")
def slash(s: Stage) -> None:
    """Diagonal cuts, someone standing in the middle one."""
    p, tilt = s.p, s.u(0.24, 0.42) * (1 if s.coin() else -1)
    s.back(p.ink)
    band = s.r * 0.66
    for i, colour in enumerate((p.mid, p.accent, p.light, p.accent, p.mid)):
        x = s.cx + (i - 2) * band
        lean, gap = tilt * s.h, s.r * 0.04
        s.poly(
            [
                (x - band / 2 + gap + lean / 2, 0),
                (x + band / 2 - gap + lean / 2, 0),
                (x + band / 2 - gap - lean / 2, s.h),
                (x - band / 2 + gap - lean / 2, s.h),
            ],
            s.fade(colour, p.tone(0.6)) if i != 2 else s.fade(p.light, p.accent, p.mid),
        )
    s.floor(s.ground + 12, p.ink)
    figure(s, s.cx, s.ground + 16, s.r * 1.55, p.ink, "walk" if s.coin() else "coat")


@scene("Action")
def speed(s: Stage) -> None:
    """Streaks of light along a road at night."""
    p, x, y = s.p, s.cx, s.cy + s.r * 0.3
    s.back(p.ink, p.tone(0.45), p.accent)
    s.glow(x, y, s.r * 1.6, p.light, 0.9)
    skyline(s, y + 4, s.r * 0.8, p.tone(0.75), 34, p.light)
    s.floor(y, p.tone(0.8), p.ink)
    road(s, x, y, p.ink, p.light, 0.5)
    for i in range(16):
        a = s.u(0.08, 0.92) * pi
        reach, colour = s.w + s.h, p.accent if i % 3 else p.light
        s.poly(
            [
                (x, y),
                (x + cos(a) * reach, y + sin(a) * reach),
                (x + cos(a + 0.022) * reach, y + sin(a + 0.022) * reach),
            ],
            colour,
            0.75,
        )
    k = s.r / 100
    s.path(
        trace(
            "M",
            x - 30 * k,
            y + 62 * k,
            "v",
            -22 * k,
            "l",
            9 * k,
            -18 * k,
            "h",
            42 * k,
            "l",
            9 * k,
            18 * k,
            "v",
            22 * k,
            "Z",
        ),
        p.ink,
    )
    for dx in (-25, 13):
        s.rect(x + dx * k, y + 44 * k, 12 * k, 6 * k, p.accent)
        s.glow(x + (dx + 6) * k, y + 47 * k, 26 * k, p.accent, 1)


@scene("Action")
def rotor(s: Stage) -> None:
    """A helicopter over a burning town."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.accent)
    orb(s, s.cx, s.cy + s.r * 0.15, s.r * 0.95, p.light, p.accent)
    x, t, k = s.cx + s.u(-20, 20), s.cy - s.r * 0.12, s.r / 100
    beam(s, x + 10 * k, t + 14 * k, x - 50 * k, y, 44 * k, p.paper, 0.6)
    s.path(
        trace(
            "M",
            x - 34 * k,
            t,
            "q",
            6 * k,
            -26 * k,
            36 * k,
            -24 * k,
            "q",
            22 * k,
            0,
            30 * k,
            16 * k,
            "l",
            62 * k,
            -4 * k,
            "l",
            8 * k,
            -20 * k,
            "h",
            9 * k,
            "l",
            -3 * k,
            28 * k,
            "l",
            -74 * k,
            10 * k,
            "q",
            -8 * k,
            16 * k,
            -36 * k,
            16 * k,
            "q",
            -34 * k,
            0,
            -32 * k,
            -22 * k,
            "Z",
        ),
        p.ink,
    )
    s.stroke(
        trace(
            "M",
            x - 86 * k,
            t - 34 * k,
            "H",
            x + 92 * k,
            "M",
            x + 3 * k,
            t - 34 * k,
            "v",
            14 * k,
            "M",
            x - 30 * k,
            t + 34 * k,
            "h",
            66 * k,
            "M",
            x - 12 * k,
            t + 20 * k,
            "v",
            14 * k,
            "m",
            30 * k,
            0,
            "v",
            -14 * k,
        ),
        p.ink,
        3.5 * k,
    )
    skyline(s, y, s.r * 0.95, p.tone(0.75), 42, p.light)
    skyline(s, y + 55, s.r * 0.6, p.ink, 54)


@scene("Action")
def walking_away(s: Stage) -> None:
    """A walk towards us out of the fire."""
    p, y = s.p, s.ground + 16
    s.back(p.ink, p.mid, p.accent)
    s.glow(s.cx, y - s.r * 0.3, s.r * 2.3, p.light, 0.9)
    flames = f"M-5 {y:.0f}"
    n = 12 if not s.wide else 18
    for i in range(n):
        x, w = i * s.w / n, s.w / n
        h = s.r * s.u(0.3, 0.9) * (1.5 - min(1.2, abs(x + w / 2 - s.cx) / s.r * 0.5))
        flames += f"Q{x + w * 0.1:.0f} {y - h * 0.4:.0f} {x + w * 0.6:.0f} {y - h:.0f}Q{x + w * 0.6:.0f} {y - h * 0.4:.0f} {x + w:.0f} {y - 6:.0f}"
    s.path(flames + f"L{s.w + 5} {y:.0f}Z", s.fade(p.light, p.accent))
    sparks = "".join(f"M{s.cx + s.u(-1.6, 1.6) * s.r:.0f} {y - s.u(0.3, 2.2) * s.r:.0f}l2-4" for _ in range(36))
    s.stroke(sparks, p.light, 2, 0.9)
    s.floor(y - 2, p.tone(0.85), p.ink)
    shadow(s, s.cx, y + 4, s.r * 1.15, s.r * 1.4, s.u(-0.2, 0.2), p.ink, "walk")
    figure(s, s.cx, y + 4, s.r * 1.15, p.ink, "walk", mirrored=s.coin())


@scene("Action")
def arrows(s: Stage) -> None:
    """Chevrons that rush upwards."""
    p, n = s.p, 7
    s.back(p.deep, p.mid)
    w, d = s.r * 1.9, s.r * 0.36
    for i in range(n):
        y = s.cy + s.r * 1.5 - i * d * 1.25
        half = w * (1 - i * 0.09)
        colour = (p.accent, p.light, p.tone(0.4))[i % 3]
        s.poly(
            [
                (s.cx - half, y + half * 0.5),
                (s.cx, y - half * 0.12),
                (s.cx + half, y + half * 0.5),
                (s.cx + half, y + half * 0.5 + d),
                (s.cx, y - half * 0.12 + d),
                (s.cx - half, y + half * 0.5 + d),
            ],
            colour,
            0.35 + 0.65 * (i / n),
        )
    s.glow(s.cx, s.cy - s.r * 0.9, s.r * 1.3, p.light, 0.8)
    figure(s, s.cx, s.cy + s.r * 0.15, s.r * 1.15, p.ink, "run")


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


def _plane(s: Stage, x: float, y: float, w: float, colour: str) -> None:
    """A propeller aircraft from the front or below."""
    k = w / 100
    s.body.append(
        f'<path d="M-50-6 50-6Q54 0 48 4L7 8 5 32 18 40V46H-18V40L-5 32-7 8-48 4Q-54 0-50-6ZM-6-8Q-5-30 0-32 5-30 6-8Z" fill="{colour}"'
        f' transform="translate({x:.0f} {y:.0f})scale({k:.2f})"/>'
    )


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
        s.path(trace("M", x - r, y, "A", r, r * 0.95, 0, 0, 1, x + r, y, "Q", x, y - r * 0.35, x - r, y, "Z"), colour)
        s.stroke(trace("M", x - r, y, "L", x, y + r * 1.3, "L", x + r, y), colour, 1.2)
        figure(s, x, y + r * 1.9, r * 0.75, colour)
    for i in range(3):
        hills(s, s.ground + i * 26, s.r * 0.3, p.tone(0.45 + 0.25 * i), 4)


@scene("War")
def last_stand(s: Stage) -> None:
    """A flag on a broken hill, smoke behind."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.deep, p.mid, p.accent)
    s.glow(x, s.cy + s.r * 0.4, s.r * 1.9, p.light, 0.9)
    for i in range(4):
        s.disc(x + s.u(-1.2, 1.2) * s.r, s.cy + s.u(-0.9, 0.5) * s.r, s.r * s.u(0.35, 0.7), p.tone(0.5), 0.28)
    ridge(s, y, s.r * 0.35, p.tone(0.6), 8)
    s.path(
        trace(
            "M",
            x - s.r * 1.6,
            s.h,
            "L",
            x - s.r * 0.5,
            y - s.r * 0.1,
            "L",
            x - s.r * 0.2,
            y - s.r * 0.16,
            "L",
            x,
            y - s.r * 0.34,
            "L",
            x + s.r * 0.3,
            y - s.r * 0.12,
            "L",
            x + s.r * 1.7,
            s.h,
            "Z",
        ),
        p.ink,
    )
    s.stroke(trace("M", x, y - s.r * 0.3, "l", s.r * 0.14, -s.r * 1.35), p.ink, 5)
    s.path(
        trace(
            "M",
            x + s.r * 0.14,
            y - s.r * 1.64,
            "q",
            s.r * 0.3,
            -s.r * 0.16,
            s.r * 0.5,
            s.r * 0.04,
            "t",
            s.r * 0.45,
            0,
            "l",
            -s.r * 0.1,
            s.r * 0.5,
            "q",
            -s.r * 0.22,
            s.r * 0.1,
            -s.r * 0.4,
            -s.r * 0.04,
            "t",
            -s.r * 0.5,
            0,
            "Z",
        ),
        p.accent,
    )
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
        s.poly(
            [
                (s.cx + (a - s.w / 2) * 0.55, y),
                (s.cx + (b - s.w / 2) * 0.55, y),
                (s.cx + (b - s.w / 2) * 2, s.h),
                (s.cx + (a - s.w / 2) * 2, s.h),
            ],
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
            trace(
                "M", -10, t + s.r * 0.35, "L", s.cx - s.r * 1.1, t, "H", s.cx + s.r * 1.1, "L", s.w + 10, t + s.r * 0.35
            ),
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
    s.poly(
        [
            (s.w + 5, -5),
            (x + s.r * 0.55, -5),
            (x + s.r * 0.3, s.cy - s.r * 0.5),
            (x + s.r * 0.42, s.cy),
            (x, s.ground - s.r * 0.4),
            (x + s.r * 0.1, s.ground),
            (x - s.r * 0.5, s.h),
            (s.w + 5, s.h),
        ],
        s.fade(p.tone(0.7), p.ink),
    )
    s.stroke(
        trace("M", x + s.r * 0.5, -5, "L", x + s.r * 0.24, s.cy - s.r * 0.2, "L", x + s.r * 0.18, s.cy + s.r * 0.3),
        p.accent,
        2,
    )
    figure(s, x + s.r * 0.2, s.cy + s.r * 0.55, s.r * 0.62, p.ink, "run")
    fog(s, s.ground + 20, s.r * 0.5, p.light, 0.35)
