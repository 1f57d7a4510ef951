"""Romance: two of everything."""

from __future__ import annotations

from math import pi, sin

from catalog.artwork.built import lamp, skyline
from catalog.artwork.nature import bare_tree, birds, cloud, crescent, hills, orb, rain, range_of, stars, water
from catalog.artwork.people import boat, couple, face, figure, umbrella
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Romance")
def overlap(s: Stage) -> None:
    """Two discs of light, and two people where they meet."""
    p, r, y = s.p, s.r * 0.88, s.cy
    s.back(p.deep, p.tone(0.35), p.ink)
    d = r * s.u(0.5, 0.64)
    s.glow(s.cx, y, s.r * 2, p.mid, 0.9)
    s.disc(s.cx - d, y, r, s.fade(p.accent, p.mid), 0.95)
    s.disc(s.cx + d, y, r, s.fade(p.light, p.accent), 0.75)
    a = (r * r - d * d) ** 0.5
    lens = trace("M", s.cx, y - a, "A", r, r, 0, 0, 1, s.cx, y + a, "A", r, r, 0, 0, 1, s.cx, y - a, "Z")
    s.clip(lens)
    s.rect(s.cx - r, y - r, r * 2, r * 2, s.fade(p.light, p.accent, p.mid))
    s.rect(s.cx - r, y + a * 0.62, r * 2, r, p.ink)
    couple(s, s.cx, y + a * 0.64, r * 0.72, p.ink)
    s.end()


@scene("Romance")
def face_to_face(s: Stage) -> None:
    """Two profiles with the light between them."""
    p, y, h = s.p, s.cy + s.r * 0.3, s.r * 2.35
    s.back(p.tone(0.1), p.mid, p.tone(0.7))
    orb(s, s.cx, s.cy - s.r * 0.05, s.r * 0.62, p.light, p.accent, 0.9)
    gap = s.r * s.u(0.86, 0.94)
    face(s, s.cx - gap, y, h, p.ink)
    face(s, s.cx + gap, y - s.r * 0.05, h * 0.96, p.tone(0.82), mirrored=True)


@scene("Romance")
def under_one_umbrella(s: Stage) -> None:
    """A couple in the rain under a street lamp."""
    p, y = s.p, s.ground + 8
    s.back(p.deep, p.mid, p.tone(0.4))
    skyline(s, y - 10, s.r * 1.1, p.tone(0.6), 44, p.light)
    s.floor(y - 2, p.tone(0.6), p.ink)
    lamp(s, s.cx - s.r * 0.85, y, s.r * 1.8, p.ink, p.light)
    s.glow(s.cx, y - s.r * 0.6, s.r, p.accent, 0.6)
    couple(s, s.cx + s.r * 0.1, y + 10, s.r * 0.88, p.ink)
    umbrella(s, s.cx + s.r * 0.1, y - s.r * 0.74, s.r * 0.5, p.accent, p.ink)
    rain(s, 60, p.light, 0.35)


@scene("Romance")
def on_the_wire(s: Stage) -> None:
    """Two birds on a wire before the moon."""
    p, y = s.p, s.cy + s.r * 0.5
    s.back(p.deep, p.mid, p.accent)
    orb(s, s.cx, s.cy, s.r * 0.95, p.light, p.accent)
    for i in range(3):
        s.stroke(
            f"M-10 {y + i * s.r * 0.3 - 26:.0f}"
            f"Q{s.cx:.0f} {y + i * s.r * 0.3 + 26:.0f} {s.w + 10:.0f} {y + i * s.r * 0.3 - 30:.0f}",
            p.ink,
            2.5,
        )
    for side in (-1, 1):
        k = s.r / 100 * side
        bird = "M0 0Q-26-4-30-30Q-30-52-12-54L2-50-10-45Q-2-30 14-16L40 6 8 2Z"
        s.again("bird", bird, f"translate({s.cx + side * s.r * 0.34:.0f} {y:.0f})scale({k:.2f} {abs(k):.2f})", p.ink)
    hills(s, s.ground + 60, s.r * 0.3, p.ink, 4)


@scene("Romance")
def ribbons(s: Stage) -> None:
    """Two ribbons that cross and cross again."""
    p, n = s.p, 26
    s.back(p.deep, p.tone(0.3), p.ink)
    s.glow(s.cx, s.cy, s.r * 2.1, p.mid, 0.9)
    turns, wide = s.u(1.0, 1.5), s.r * 0.62
    for phase, colours in ((0.0, (p.light, p.accent)), (pi, (p.accent, p.mid))):
        left, right = [], []
        for i in range(n + 1):
            t = i / n
            x = s.cx + sin(t * turns * 2 * pi + phase) * wide
            half = s.r * (0.07 + 0.16 * abs(sin(t * turns * 2 * pi + phase + 0.7)))
            left.append((x - half, t * s.h))
            right.append((x + half, t * s.h))
        s.poly([*left, *reversed(right)], s.fade(*colours), 0.9)


@scene("Romance", low=True)
def hilltop(s: Stage) -> None:
    """A couple above the lights of a town at sunset."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.accent, p.light)
    orb(s, s.cx, y - s.r * 0.35, s.r * 0.7, p.light, p.accent)
    cloud(s, s.cx - s.r * 0.8, y - s.r * 0.8, s.r * 0.9, p.light, 0.35)
    skyline(s, y - 4, s.r * 0.45, p.tone(0.6), 30, p.light)
    x = s.cx + s.u(-20, 20)
    s.path(trace("M", -5, s.h, "V", y + 60, "Q", x, y - 30, s.w + 5, y + 70, "V", s.h, "Z"), p.ink)
    couple(s, x, y + 18, s.r * 0.62, p.ink)
    bare_tree(s, x + s.r * 0.75, y + 30, s.r * 1.25, p.ink, -0.4)


@scene("Romance")
def two_sails(s: Stage) -> None:
    """Two boats on the same light."""
    p, y = s.p, s.ground - s.r * 0.3
    s.back(p.deep, p.mid, p.light)
    orb(s, s.cx, y - s.r * 0.3, s.r * 0.85, p.light, p.accent)
    range_of(s, 1, y, y, s.r * 0.2, soft=True, far=0.3)
    s.floor(y, p.tone(0.3), p.ink)
    water(s, y, s.cx, s.r * 0.8, p.light)
    boat(s, s.cx - s.r * 0.32, y + s.r * 0.34, s.r * 0.72, p.ink, p.ink)
    boat(s, s.cx + s.r * 0.48, y + s.r * 0.12, s.r * 0.46, p.ink, p.tone(0.8))
    birds(s, s.cx, s.cy - s.r * 0.8, 5, 10, p.ink)


@scene("Romance")
def moon_bench(s: Stage) -> None:
    """A bench, two people, a new moon."""
    p, y = s.p, s.ground
    s.back(p.ink, p.tone(0.25), p.accent)
    stars(s, 70, y - s.r * 0.6, p.light)
    crescent(s, s.cx - s.r * 0.1, s.cy - s.r * 0.5, s.r * 0.42, p.light)
    hills(s, y - 6, s.r * 0.3, p.tone(0.55), 4)
    s.floor(y + 8, p.ink)
    hills(s, y + 14, 14, p.ink, 3)
    x, k = s.cx, s.r / 100
    s.line("M-62-16h124m0-14h-124M-50 8.7V-32M50 8.7V-32", (x, y, k), p.ink, 4)
    figure(s, x - 15 * k, y + 20 * k, 78 * k, p.ink)
    figure(s, x + 14 * k, y + 20 * k, 72 * k, p.ink, "dress")
