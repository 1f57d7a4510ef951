"""Documentary and news: contours, lenses, globes and masts."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.colour import mix
from catalog.artwork.nature import fog, hills, orb, range_of, stars
from catalog.artwork.people import face, figure
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Point, Stage, trace


def _loop(points: list[Point]) -> str:
    """A smooth closed line through the middles of the points' sides."""
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(points, [*points[1:], points[0]], strict=True)]
    data = f"M{middles[-1][0]:.0f} {middles[-1][1]:.0f}"
    for (px, py), (mx, my) in zip(points, middles, strict=True):
        data += f"Q{px:.0f} {py:.0f} {mx:.0f} {my:.0f}"
    return data + "Z"


@scene("Documentary")
def contours(s: Stage) -> None:
    """A map of a hill, one height marked."""
    p, n = s.p, 13
    s.back(p.tone(0.45), p.tone(0.65), p.ink)
    wobble = [s.u(0.75, 1.3) for _ in range(n)]
    dx, dy = s.u(-0.5, 0.5), s.u(-0.4, 0.4)
    for i in range(12, 0, -1):
        k = i * s.r * 0.19
        points = [
            (
                s.cx + dx * i * 6 + cos(2 * pi * j / n) * k * (1 + (wobble[j] - 1) * (0.5 + i / 12)),
                s.cy + dy * i * 6 + sin(2 * pi * j / n) * k * (1 + (wobble[(j * 5) % n] - 1) * 0.7),
            )
            for j in range(n)
        ]
        data = _loop(points)
        fill = p.light if i < 3 else p.accent if i == 3 else p.mid
        s.inked(data, fill, 0.95 if i <= 3 else 0.16, mix(p.light, p.mid, 0.35), 2 if i % 4 == 0 else 1)
    s.disc(s.cx, s.cy, 5, p.ink)
    s.line("M0 0l50-75h45", (s.cx, s.cy, s.r / 100), p.paper, 1.5)


@scene("Documentary")
def aperture(s: Stage) -> None:
    """The blades of a lens, opening on a view."""
    p, x, y, r, n = s.p, s.cx, s.cy, s.r, 7
    s.back(p.tone(0.6), p.tone(0.8), p.ink)
    s.disc(x, y, r * 1.36, p.ink)
    s.ring(x, y, r * 1.3, p.light, 1.5, 0.6)
    marks = "".join(
        f"M{x + cos(a) * r * 1.2:.1f} {y + sin(a) * r * 1.2:.1f}"
        f"L{x + cos(a) * r * 1.27:.1f} {y + sin(a) * r * 1.27:.1f}"
        for a in (pi * i / 30 for i in range(60))
    )
    s.stroke(marks, p.light, 1.2, 0.7)
    s.clip("M-112 0a112 112 0 1 1 0 .1Z", (x, y, r / 100))
    s.rect(x - r * 1.2, y - r * 1.2, r * 2.4, r * 2.4, s.fade(p.mid, p.light, p.accent))
    s.disc(x + r * 0.12, y - r * 0.06, r * 0.18, p.paper)
    hills(s, y + r * 0.3, r * 0.2, p.ink, 9)
    turn, hole = s.u(0, 1), r * s.u(0.42, 0.6)
    for i in range(n):
        a = turn + 2 * pi * i / n
        b = a + 2 * pi / n
        s.path(
            f"M{x + cos(a) * hole:.0f} {y + sin(a) * hole:.0f}L{x + cos(b) * hole:.0f} {y + sin(b) * hole:.0f}"
            f"L{x + cos(b + 0.62) * r * 1.5:.0f} {y + sin(b + 0.62) * r * 1.5:.0f}"
            f"L{x + cos(a + 0.62) * r * 1.5:.0f} {y + sin(a + 0.62) * r * 1.5:.0f}"
            "Z",
            p.tone(0.3 + 0.09 * i),
        )
    s.end()


@scene("Documentary")
def viewfinder(s: Stage) -> None:
    """A landscape in the frame of a camera."""
    p, x, y = s.p, s.cx, s.cy
    s.back(p.tone(0.25), p.mid, p.light)
    orb(s, x + s.r * 0.3, y - s.r * 0.1, s.r * 0.4, p.light)
    range_of(s, 4, y + s.r * 0.45, s.ground + 20, s.r * 0.5, soft=s.coin(), far=0.15)
    figure(s, x - s.r * 0.1, s.ground + 12, s.r * 0.42, p.ink)
    w, h, c = s.r * 1.25, s.r * 1.2, s.r * 0.3
    corners = "".join(
        f"M{x + sx * w:.0f} {y + sy * h - sy * c:.0f}V{y + sy * h:.0f}H{x + sx * w - sx * c:.0f}"
        for sx in (-1, 1)
        for sy in (-1, 1)
    )
    s.stroke(corners, p.paper, 4)
    s.stroke(trace("M", x - 14, y, "h", 28, "M", x, y - 14, "v", 28), p.paper, 1.5)
    s.disc(x + w - 18, y - h + 20, 6, p.accent)


@scene("Documentary", "News")
def globe(s: Stage) -> None:
    """The earth in lines."""
    p, x, y, r = s.p, s.cx, s.cy, s.r * 1.08
    s.back(p.tone(0.65), p.tone(0.8), p.ink)
    stars(s, 40, s.h, p.light, 0.5)
    s.glow(x, y, r * 1.7, p.mid, 1)
    s.disc(x, y, r, s.ball(p.mid, p.deep, 0.35, 0.3))
    s.turn(f"rotate({s.u(-26, 26):.0f} {x} {y})")
    lines = ""
    for k in (0.25, 0.62, 0.9):
        lines += trace("M", x, y - r, "A", r * k, r, 0, 0, 1, x, y + r, "A", r * k, r, 0, 0, 1, x, y - r)
    for k in (-0.7, -0.36, 0, 0.36, 0.7):
        half = r * (1 - k * k) ** 0.5
        lines += trace("M", x - half, y + k * r, "Q", x, y + k * r + r * 0.16, x + half, y + k * r)
    s.stroke(lines, p.light, 1.5, 0.65)
    for _ in range(4):
        a, b = s.u(0, 2 * pi), s.u(0, 2 * pi)
        ax, ay, bx, by = x + cos(a) * r * 0.6, y + sin(a) * r * 0.6, x + cos(b) * r * 0.7, y + sin(b) * r * 0.7
        s.stroke(trace("M", ax, ay, "Q", (ax + bx) / 2, (ay + by) / 2 - r * 0.6, bx, by), p.accent, 2.5)
        s.disc(ax, ay, 5, p.accent)
        s.disc(bx, by, 5, p.paper)
    s.end()


@scene("Documentary")
def strata(s: Stage) -> None:
    """Layers of ground, something small on the surface."""
    p, y, n = s.p, s.cy - s.r * 0.2, 8
    s.back(p.light, p.mid)
    s.rect(0, 0, s.w, s.h, s.vanish(p.mid, 0.5, 0.3))
    s.disc(s.cx + s.r * 0.6, s.cy - s.r * 0.95, s.r * 0.26, p.paper)
    for i in range(n):
        colour = p.accent if i == 3 else p.tone(0.1 + 0.125 * i)
        hills(s, y + i * s.r * 0.27, s.r * 0.16, colour, 5)
    figure(s, s.cx - s.r * 0.2, y + 3, s.r * 0.36, p.ink)
    s.line("M40 0V150", (s.cx, y, s.r / 100), p.paper, 1.6, 0.9, ' stroke-dasharray="3 5"')
    s.disc(s.cx + s.r * 0.4, y + s.r * 1.5, 7, p.paper)


@scene("Documentary")
def witnesses(s: Stage) -> None:
    """A wall of portraits, one of them lit."""
    p, cols, rows = s.p, 3 if not s.wide else 5, 4 if not s.wide else 2
    s.back(p.tone(0.6), p.tone(0.85))
    w, h = s.w / cols, s.r * 1.22
    lit = (1, 1) if not s.wide else (3, 0)
    for row in range(rows):
        for col in range(cols):
            x, y = col * w + w * 0.07, 18 + row * h
            on = (col, row) == lit
            s.clip(f"M{x:.0f} {y:.0f}h{w * 0.86:.0f}v{h * 0.9:.0f}h{-w * 0.86:.0f}Z")
            s.rect(x, y, w, h, s.fade(p.light, p.accent) if on else p.tone(0.2 + 0.2 * s.rng.random()))
            face(s, x + w * 0.43, y + h * 0.54, h * 0.8, p.ink if on else p.tone(0.75), mirrored=s.coin())
            s.end()


@scene("Documentary")
def deep_field(s: Stage) -> None:
    """Someone small under all the stars."""
    p, y = s.p, s.ground + 6
    s.back(p.ink, p.tone(0.35), p.mid)
    s.turn(f"rotate({s.u(-40, -20):.0f} {s.cx} {s.cy})")
    s.oval(s.cx, s.cy, s.r * 2.2, s.r * 0.42, s.halo(p.light, 0.7))
    s.end()
    stars(s, 120, y, p.light)
    s.stroke(
        "".join(
            trace("M", s.cx - r, y - 20, "A", r, r, 0, 0, 1, s.cx + r, y - 20)
            for r in (s.r * (0.6 + 0.3 * i) for i in range(5))
        ),
        p.light,
        1,
        0.35,
    )
    hills(s, y, s.r * 0.2, p.ink, 4)
    figure(s, s.cx, y + 4, s.r * 0.4, p.ink)
    fog(s, y - 8, s.r * 0.3, p.accent, 0.35)


@scene("News")
def mast(s: Stage) -> None:
    """A transmitter and its waves."""
    p, x, y, r = s.p, s.cx, s.ground + 10, s.r
    s.back(p.deep, p.mid, p.tone(0.5))
    top = s.cy - r * 0.6
    for i in range(6):
        s.ring(x, top, r * (0.28 + 0.3 * i), p.light, 4 - i * 0.4, 0.75 - 0.11 * i)
    s.glow(x, top, r * 0.7, p.accent, 1)
    s.stroke(
        f"M{x - r * 0.45:.0f} {y:.0f}L{x:.0f} {top:.0f}L{x + r * 0.45:.0f} {y:.0f}M{x - r * 0.34:.0f} {y - r * 0.5:.0f}"
        f"L{x + r * 0.4:.0f} {y - r * 0.1:.0f}M{x + r * 0.34:.0f} {y - r * 0.5:.0f}L{x - r * 0.4:.0f} {y - r * 0.1:.0f}"
        f"M{x - r * 0.18:.0f} {top + r * 0.85:.0f}"
        f"L{x + r * 0.3:.0f} {y - r * 0.6:.0f}M{x + r * 0.18:.0f} {top + r * 0.85:.0f}"
        f"L{x - r * 0.3:.0f} {y - r * 0.6:.0f}",
        p.ink,
        5,
    )
    s.disc(x, top, 8, p.accent)
    hills(s, y, r * 0.15, p.ink, 4)


@scene("News")
def front_page(s: Stage) -> None:
    """Columns of print and one picture."""
    p = s.p
    s.turn(f"rotate({s.u(-9, 9):.0f} {s.cx} {s.cy})")
    s.rect(-200, -200, s.w + 400, s.h + 400, p.light)
    s.rect(s.cx - s.r * 1.4, s.cy - s.r * 1.3, s.r * 2.8, s.r * 0.34, p.ink)
    s.rect(s.cx - s.r * 1.4, s.cy - s.r * 0.85, s.r * 1.5, s.r * 1.1, s.fade(p.mid, p.accent))
    figure(s, s.cx - s.r * 0.7, s.cy + s.r * 0.25, s.r * 0.8, p.ink)
    rows = "".join(
        f"M{s.cx + s.r * 0.22:.0f} {s.cy - s.r * 0.8 + i * s.r * 0.13:.0f}h{s.r * (1.18 if i % 5 else 0.7):.0f}"
        for i in range(9)
    )
    for c in range(3):
        rows += "".join(
            f"M{s.cx + s.r * (-1.4 + c * 0.97):.0f} {s.cy + s.r * 0.42 + i * s.r * 0.13:.0f}"
            f"h{s.r * (0.85 if i % 6 != 5 else 0.5):.0f}"
            for i in range(12)
        )
    s.stroke(rows, p.ink, s.r * 0.05, 0.7)
    s.end()
    s.rect(0, 0, s.w, s.h, s.vanish(p.deep, 0.25, 0.75))
