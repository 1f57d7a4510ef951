"""Fantasy and adventure: castles, portals, blades and crystals; peaks, ships, deserts and jungles."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import castle
from catalog.artwork.nature import (
    birds,
    cloud,
    crescent,
    fog,
    hills,
    orb,
    pines,
    range_of,
    rays,
    ridge,
    star,
    stars,
    water,
)
from catalog.artwork.people import boat, figure
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Fantasy")
def castle_crag(s: Stage) -> None:
    """A castle on a crag before a giant moon."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.deep, p.mid, p.accent)
    stars(s, 50, s.cy, p.light)
    orb(s, x + s.u(-20, 20), s.cy - s.r * 0.1, s.r * 0.95, p.light, p.accent)
    ridge(s, y, s.r * 0.5, p.tone(0.4), 8)
    top = y - s.r * 0.42
    s.path(
        trace(
            "M",
            x - s.r * 1.1,
            s.h,
            "L",
            x - s.r * 0.62,
            y,
            "L",
            x - s.r * 0.52,
            top + 22,
            "L",
            x - s.r * 0.4,
            top,
            "H",
            x + s.r * 0.4,
            "L",
            x + s.r * 0.55,
            top + 34,
            "L",
            x + s.r * 0.7,
            y + 10,
            "L",
            x + s.r * 1.2,
            s.h,
            "Z",
        ),
        p.ink,
    )
    castle(s, x, top + 2, s.r * 1.05, p.ink, p.light)
    fog(s, y, s.r * 0.4, p.mid, 0.5)
    pines(s, y + 60, 11 if not s.wide else 18, s.r * 0.4, p.ink)
    birds(s, x + s.r * 0.3, s.cy - s.r * 0.6, 5, 9, p.ink)


@scene("Fantasy")
def portal(s: Stage) -> None:
    """An arch full of other stars."""
    p, x, y = s.p, s.cx, s.ground + 8
    w, h = s.r * 0.62, s.r * 1.9
    s.back(p.tone(0.45), p.tone(0.75), p.ink)
    s.glow(x, y - h * 0.55, s.r * 1.9, p.accent, 0.7)
    arch = trace("M", x - w, y, "V", y - h + w, "A", w, w, 0, 0, 1, x + w, y - h + w, "V", y, "Z")
    s.stroke(arch, p.ink, s.r * 0.26)
    s.clip(arch)
    s.rect(x - w, y - h, w * 2, h, s.fade(p.deep, p.mid, p.light))
    dots = "".join(f"M{x + s.u(-w, w):.0f} {y - s.u(h * 0.2, h):.0f}h0" for _ in range(30))
    s.stroke(dots, p.light, 2.6, 1, ' stroke-linecap="round"')
    crescent(s, x + w * 0.1, y - h * 0.72, w * 0.34, p.light)
    hills(s, y - h * 0.1, h * 0.14, p.tone(0.4), 9)
    s.end()
    s.stroke(arch, p.light, 2.5, 0.8)
    s.floor(y, p.tone(0.85), p.ink)
    s.poly([(x - w, y), (x + w, y), (x + w * 2, s.h), (x - w * 2, s.h)], s.vanish(p.light, 0.5, 0))
    figure(s, x - w * 0.2, y + 12, s.r * 0.62, p.ink, ("child", "dress", "coat")[s.rng.randrange(3)])


@scene("Fantasy")
def blade(s: Stage) -> None:
    """A sword in the earth in a ray of light."""
    p, x, y, r = s.p, s.cx, s.ground, s.r
    s.back(p.deep, p.mid, p.tone(0.4))
    rays(s, x, s.cy - r * 0.9, 18, p.light, 0.12, s.u(0, 1))
    s.glow(x, s.cy - r * 0.2, r * 1.7, p.light, 0.8)
    range_of(s, 2, y - 6, y + 20, r * 0.4, far=0.4)
    s.path(
        trace(
            "M",
            x - r,
            s.h,
            "L",
            x - r * 0.5,
            y + 4,
            "L",
            x - r * 0.12,
            y - r * 0.1,
            "L",
            x + r * 0.3,
            y - r * 0.04,
            "L",
            x + r * 1.1,
            s.h,
            "Z",
        ),
        p.ink,
    )
    top = y - r * 1.75
    s.path(
        trace("M", x - r * 0.085, top + r * 0.46, "H", x + r * 0.085, "V", y, "H", x - r * 0.085, "Z"),
        s.fade(p.paper, p.mid, across=True),
    )
    s.path(
        trace(
            "M",
            x - r * 0.45,
            top + r * 0.4,
            "Q",
            x,
            top + r * 0.3,
            x + r * 0.45,
            top + r * 0.4,
            "l",
            0,
            r * 0.07,
            "Q",
            x,
            top + r * 0.44,
            x - r * 0.45,
            top + r * 0.47,
            "Z",
        ),
        p.accent,
    )
    s.rect(x - r * 0.045, top + r * 0.06, r * 0.09, r * 0.3, p.ink)
    s.disc(x, top, r * 0.09, p.accent)


@scene("Fantasy")
def crystals(s: Stage) -> None:
    """Crystals that glow from within a cave."""
    p, x, y = s.p, s.cx, s.ground + 20
    s.back(p.ink, p.tone(0.5), p.ink)
    s.glow(x, s.cy + s.r * 0.2, s.r * 2, p.accent, 0.7)
    for i, lean in enumerate((-46, 44, -28, 30, -10, 12, 0)):
        h, w = s.r * (0.8 + 0.24 * i) * s.u(0.85, 1.05), s.r * s.u(0.15, 0.21)
        s.turn(f"translate({x:.0f} {y:.0f}) rotate({lean + s.u(-4, 4):.0f})")
        s.poly([(-w, 0), (-w, -h * 0.8), (0, -h), (0, 0)], s.fade(p.light, p.accent))
        s.poly([(w, 0), (w, -h * 0.8), (0, -h), (0, 0)], s.fade(p.accent, p.mid))
        s.end()
    roof: list[tuple[float, float]] = [(0, 0)]
    for i in range(11):
        roof += [(i * s.w / 10, s.r * 0.1), ((i + 0.5) * s.w / 10, s.r * s.u(0.15, 0.55))]
    s.poly([*roof, (s.w, 0)], p.ink)
    hills(s, y, 14, p.ink, 6)
    figure(s, x - s.r * 0.85, y + 6, s.r * 0.42, p.ink, "coat")


@scene("Fantasy", "Animation")
def floating_isles(s: Stage) -> None:
    """Islands in the air."""
    p = s.p
    s.back(p.mid, p.light, p.accent)
    orb(s, s.cx + s.r * 0.4, s.cy - s.r * 0.4, s.r * 0.5, p.light)
    for dx, dy, k in ((-0.75, -0.75, 0.45), (0.8, 0.15, 0.6), (-0.15, 0.3, 1.0)):
        x, y, w = s.cx + dx * s.r + s.u(-12, 12), s.cy + dy * s.r, s.r * k
        shade = p.tone(0.95 - (1 - k) * 0.7)
        s.path(
            trace(
                "M",
                x - w * 0.8,
                y,
                "L",
                x - w * 0.42,
                y + w * 0.42,
                "L",
                x - w * 0.2,
                y + w * 0.5,
                "L",
                x,
                y + w * 0.95,
                "L",
                x + w * 0.24,
                y + w * 0.5,
                "L",
                x + w * 0.55,
                y + w * 0.36,
                "L",
                x + w * 0.8,
                y,
                "Z",
            ),
            s.fade(p.tone(0.6), shade),
        )
        s.oval(x, y, w * 0.82, w * 0.13, p.accent if k > 0.5 else p.tone(0.3))
        if k == 1.0:
            castle(s, x, y + 4, w * 0.85, p.ink, p.light)
        else:
            pines_at = [x - w * 0.3, x + w * 0.1, x + w * 0.4]
            for px in pines_at:
                s.poly([(px - w * 0.13, y), (px, y - w * 0.5), (px + w * 0.13, y)], shade)
    cloud(s, s.cx - s.r * 0.9, s.cy + s.r * 1.15, s.r * 1.2, p.paper, 0.6)
    cloud(s, s.cx + s.r * 0.7, s.cy + s.r * 1.35, s.r * 1.5, p.paper, 0.5)


@scene("Fantasy")
def spirit_tree(s: Stage) -> None:
    """A vast tree full of lights."""
    p, x, y, r = s.p, s.cx, s.ground, s.r
    s.back(p.deep, p.mid, p.tone(0.6))
    s.glow(x, s.cy - r * 0.1, r * 1.9, p.light, 0.7)
    for i in range(11):
        a = 2 * pi * i / 11
        s.disc(
            x + cos(a) * r * 0.72, s.cy - r * 0.25 + sin(a) * r * 0.5, r * s.u(0.36, 0.5), p.tone(0.35 + 0.35 * (i % 2))
        )
    s.disc(x, s.cy - r * 0.3, r * 0.7, p.tone(0.55))
    s.path(
        trace(
            "M",
            x - r * 0.6,
            y + 30,
            "Q",
            x - r * 0.16,
            y - r * 0.1,
            x - r * 0.16,
            s.cy,
            "Q",
            x - r * 0.3,
            s.cy - r * 0.3,
            x - r * 0.6,
            s.cy - r * 0.45,
            "Q",
            x - r * 0.1,
            s.cy - r * 0.35,
            x,
            s.cy - r * 0.75,
            "Q",
            x + r * 0.1,
            s.cy - r * 0.3,
            x + r * 0.6,
            s.cy - r * 0.5,
            "Q",
            x + r * 0.24,
            s.cy - r * 0.2,
            x + r * 0.16,
            s.cy,
            "Q",
            x + r * 0.16,
            y - r * 0.1,
            x + r * 0.6,
            y + 30,
            "Z",
        ),
        p.ink,
    )
    dots = "".join(f"M{x + s.u(-1.1, 1.1) * r:.0f} {s.cy - r * 0.25 + s.u(-0.8, 0.7) * r:.0f}h0" for _ in range(34))
    s.stroke(dots, p.light, 5, 0.9, ' stroke-linecap="round"')
    s.stroke(dots[:130].rsplit("M", 1)[0], p.accent, 9, 0.6, ' stroke-linecap="round"')
    hills(s, y + 16, 20, p.ink, 4)
    figure(s, x + r * 0.85, y + 14, r * 0.4, p.ink, "child" if s.coin() else "dress")


@scene("Adventure")
def summit(s: Stage) -> None:
    """A peak, a flag, and the way up."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.mid, p.light, p.accent)
    orb(s, x - s.r * 0.65, s.cy - s.r * 0.3, s.r * 0.4, p.light)
    ridge(s, y - s.r * 0.2, s.r * 0.9, p.tone(0.25), 8)
    top = s.cy - s.r * 0.75
    s.poly(
        [
            (x - s.r * 1.5, s.h),
            (x - s.r * 0.6, s.cy + s.r * 0.4),
            (x, top),
            (x + s.r * 0.5, s.cy + s.r * 0.2),
            (x + s.r * 1.6, s.h),
        ],
        s.fade(p.tone(0.5), p.ink),
    )
    s.poly(
        [
            (x, top),
            (x + s.r * 0.5, s.cy + s.r * 0.2),
            (x + s.r * 1.6, s.h),
            (x + s.r * 0.15, s.h),
            (x + s.r * 0.22, s.cy + s.r * 0.4),
            (x - s.r * 0.08, s.cy),
        ],
        p.ink,
        0.55,
    )
    s.poly(
        [
            (x, top),
            (x - s.r * 0.24, s.cy - s.r * 0.28),
            (x - s.r * 0.12, s.cy - s.r * 0.34),
            (x - s.r * 0.02, s.cy - s.r * 0.2),
            (x + s.r * 0.1, s.cy - s.r * 0.36),
            (x + s.r * 0.2, s.cy - s.r * 0.31),
        ],
        p.paper,
    )
    s.stroke(trace("M", x, top + 3, "v", -s.r * 0.34), p.ink, 3)
    s.poly([(x, top - s.r * 0.32), (x + s.r * 0.28, top - s.r * 0.24), (x, top - s.r * 0.14)], p.accent)
    s.stroke(
        trace("M", x - s.r * 0.1, s.h, "Q", x - s.r * 0.7, y, x - s.r * 0.2, y - s.r * 0.4, "T", x - s.r * 0.06, s.cy),
        p.light,
        2.5,
        0.9,
        ' stroke-dasharray="7 6"',
    )
    pines(s, y + 46, 10 if not s.wide else 16, s.r * 0.36, p.ink)


@scene("Adventure")
def high_seas(s: Stage) -> None:
    """A ship among great waves under a sun."""
    p, x, y = s.p, s.cx, s.ground - s.r * 0.25
    s.back(p.mid, p.light, p.accent)
    rays(s, x, s.cy - s.r * 0.1, 20, p.paper, 0.14, s.u(0, 1))
    orb(s, x, s.cy - s.r * 0.1, s.r * 0.85, p.light, p.accent)
    k = s.r / 100
    s.turn(f"rotate({s.u(-9, 9):.0f} {x} {y:.0f})")
    s.path(
        trace(
            "M",
            x - 62 * k,
            y - 26 * k,
            "l",
            14 * k,
            38 * k,
            "h",
            84 * k,
            "q",
            22 * k,
            -12 * k,
            30 * k,
            -38 * k,
            "l",
            -34 * k,
            12 * k,
            "h",
            -66 * k,
            "Z",
        ),
        p.ink,
    )
    s.stroke(trace("M", x - 22 * k, y - 10 * k, "v", -105 * k, "M", x + 26 * k, y - 10 * k, "v", -90 * k), p.ink, 3.5)
    for sx, top, wide in ((-22, 108, 34), (26, 92, 28)):
        for row in range(2):
            t = y - (top - 8 - row * 42) * k
            s.path(
                trace(
                    "M",
                    x + (sx - wide) * k,
                    t,
                    "h",
                    wide * 2 * k,
                    "q",
                    -10 * k,
                    18 * k,
                    0,
                    37 * k,
                    "h",
                    -wide * 2 * k,
                    "q",
                    10 * k,
                    -18 * k,
                    0,
                    -37 * k,
                    "Z",
                ),
                p.paper if row else p.light,
            )
    s.end()
    for i in range(4):
        t, w = y + 2 + i * s.r * 0.27, s.w / 4
        data = f"M{-w * s.rng.random():.0f} {t:.0f}" + f"q{w / 4:.0f} {-s.r * 0.2:.0f} {w / 2:.0f} 0t{w / 2:.0f} 0" * 6
        s.path(f"{data}V{s.h}H-200Z", p.tone(0.25 + 0.24 * i))


@scene("Adventure")
def caravan(s: Stage) -> None:
    """Walkers along the crest of a dune."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.mid, p.accent if s.coin() else p.light, p.light)
    orb(s, x + s.r * 0.3, s.cy - s.r * 0.1, s.r * 0.7, p.light, p.accent)
    hills(s, y - s.r * 0.3, s.r * 0.4, p.tone(0.2), 3)
    s.path(
        trace(
            "M",
            -5,
            s.h,
            "V",
            y + 10,
            "Q",
            x - s.r * 0.6,
            y - s.r * 0.5,
            x + s.r * 0.2,
            y - s.r * 0.16,
            "T",
            s.w + 5,
            y - s.r * 0.3,
            "V",
            s.h,
            "Z",
        ),
        p.tone(0.45),
    )
    s.path(
        trace(
            "M",
            -5,
            s.h,
            "V",
            y + 60,
            "Q",
            x - s.r * 0.2,
            y - s.r * 0.5,
            x + s.r * 0.5,
            y,
            "T",
            s.w + 5,
            y + 20,
            "V",
            s.h,
            "Z",
        ),
        s.fade(p.tone(0.65), p.ink),
    )
    s.path(
        trace(
            "M",
            x - s.r * 0.02,
            y - s.r * 0.1,
            "Q",
            x - s.r * 0.1,
            y + s.r * 0.5,
            x + s.r * 0.9,
            s.h,
            "L",
            s.w + 5,
            s.h,
            "V",
            y + 20,
            "Q",
            x + s.r,
            y + 40,
            x + s.r * 0.5,
            y,
            "Z",
        ),
        p.ink,
        0.6,
    )
    for i in range(5):
        t = i / 4
        figure(
            s,
            x - s.r * (0.75 - 0.92 * t),
            y - s.r * (0.06 + 0.14 * sin(t * pi)) + 6 - (4 if 0 < i < 4 else 0),
            s.r * 0.22,
            p.ink,
            "walk" if i % 2 else "coat",
        )


@scene("Adventure")
def compass(s: Stage) -> None:
    """A compass rose on an old chart."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.tone(0.3), p.tone(0.6), p.ink)
    for i in range(16):
        a = 2 * pi * i / 16
        s.stroke(trace("M", x, y, "l", cos(a) * s.h, sin(a) * s.h), p.light, 0.8, 0.25)
    s.glow(x, y, r * 1.7, p.mid, 0.9)
    s.ring(x, y, r * 1.08, p.light, 3)
    s.ring(x, y, r * 0.94, p.light, 1, 0.7)
    ticks = "".join(
        f"M{x + cos(a) * r * 0.94:.1f} {y + sin(a) * r * 0.94:.1f}L{x + cos(a) * r * 1.08:.1f} {y + sin(a) * r * 1.08:.1f}"
        for a in (pi * i / 24 for i in range(48))
    )
    s.stroke(ticks, p.light, 1.5, 0.8)
    s.turn(f"rotate({s.u(-20, 20):.0f} {x} {y})")
    s.path(star(x, y, 4, r * 0.62, r * 0.13, pi / 4), p.mid)
    s.path(star(x, y, 4, r * 0.9, r * 0.15), p.light)
    for i in range(4):
        a = pi / 2 * i - pi / 2
        s.poly(
            [
                (x, y),
                (x + cos(a) * r * 0.9, y + sin(a) * r * 0.9),
                (x + cos(a + pi / 4) * r * 0.15, y + sin(a + pi / 4) * r * 0.15),
            ],
            p.accent,
        )
    s.end()
    s.disc(x, y, r * 0.07, p.ink)


@scene("Adventure")
def jungle(s: Stage) -> None:
    """Leaves that frame a far ruin."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.mid, p.light, p.mid)
    orb(s, x, s.cy - s.r * 0.3, s.r * 0.55, p.light)
    range_of(s, 2, y - s.r * 0.2, y, s.r * 0.5, soft=True, far=0.2)
    for i in range(4):
        w = s.r * (0.75 - 0.17 * i)
        s.rect(x - w, y - s.r * (0.2 + 0.2 * i), w * 2, s.r * 0.21, p.tone(0.5 + 0.04 * i))
    s.rect(x - s.r * 0.1, y - s.r * 0.98, s.r * 0.2, s.r * 0.2, p.accent)
    hills(s, y + 10, s.r * 0.15, p.tone(0.8), 5)
    figure(s, x - s.r * 0.2, y + 14, s.r * 0.36, p.ink)
    for i in range(14):
        side, t = (-1 if i % 2 else 1), (i // 2) / 6
        lx, ly = (s.cx + side * s.r * 1.75), s.h * (0.0 + 0.95 * t)
        turn = (0 if side < 0 else 180) + s.u(-34, 34)
        size = s.r * s.u(0.9, 1.35)
        s.turn(f"translate({lx:.0f} {ly:.0f}) rotate({turn:.0f})")
        s.path(
            trace("M", 0, 0, "Q", size * 0.4, -size * 0.24, size, 0, "Q", size * 0.4, size * 0.24, 0, 0, "Z"),
            p.ink if i % 3 else p.tone(0.75),
        )
        s.stroke(trace("M", 0, 0, "H", size * 0.85), p.mid, 1.5, 0.6)
        s.end()


@scene("Adventure")
def upriver(s: Stage) -> None:
    """A small boat between cliffs."""
    p, x, y = s.p, s.cx, s.ground - s.r * 0.35
    s.back(p.mid, p.light)
    orb(s, x, y - s.r * 0.75, s.r * 0.42, p.light)
    ridge(s, y, s.r * 0.5, p.tone(0.2), 6)
    s.floor(y, p.light, p.mid)
    water(s, y, x, s.r * 0.5, p.paper)
    for i in range(3):
        for side in (-1, 1):
            g, t = s.r * (0.28 + 0.34 * i), y + s.r * 0.24 * i
            e = s.cx + side * s.w
            s.poly(
                [
                    (e, s.h),
                    (e, s.cy - s.r * (0.35 + 0.45 * i)),
                    (x + side * (g + s.r * 0.35), s.cy - s.r * (0.2 + 0.4 * i)),
                    (x + side * (g + s.r * 0.16), s.cy + s.r * 0.2),
                    (x + side * g, t),
                    (x + side * (g + s.r * 0.2), t + s.r * 0.24),
                    (x + side * (g + s.r * 0.7), s.h),
                ],
                p.tone(0.4 + 0.3 * i),
            )
    boat(s, x - s.r * 0.05, y + s.r * 0.55, s.r * 0.46, p.ink, p.accent)
    birds(s, x, s.cy - s.r * 0.2, 5, 9, p.ink)
