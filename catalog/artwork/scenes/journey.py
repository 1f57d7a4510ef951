"""Adventure: peaks, ships, deserts and jungles."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.nature import (
    birds,
    hills,
    orb,
    pines,
    range_of,
    rays,
    ridge,
    star,
    water,
)
from catalog.artwork.people import boat, figure
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Adventure")
def summit(s: Stage) -> None:
    """A peak, a flag, and the way up."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.mid, p.light, p.accent)
    orb(s, x - s.r * 0.65, s.cy - s.r * 0.3, s.r * 0.4, p.light)
    ridge(s, y - s.r * 0.2, s.r * 0.9, p.tone(0.25), 8)
    top = s.cy - s.r * 0.75
    s.path(
        f"M{x - s.r * 1.5:.0f} {s.h}L{x - s.r * 0.6:.0f} {s.cy + s.r * 0.4:.0f}"
        f"L{x:.0f} {top:.0f}L{x + s.r * 0.5:.0f} {s.cy + s.r * 0.2:.0f}"
        f"L{x + s.r * 1.6:.0f} {s.h}Z",
        s.fade(p.tone(0.5), p.ink),
    )
    s.path(
        f"M{x:.0f} {top:.0f}L{x + s.r * 0.5:.0f} {s.cy + s.r * 0.2:.0f}"
        f"L{x + s.r * 1.6:.0f} {s.h}L{x + s.r * 0.15:.0f} {s.h}"
        f"L{x + s.r * 0.22:.0f} {s.cy + s.r * 0.4:.0f}L{x - s.r * 0.08:.0f} {s.cy:.0f}Z",
        p.ink,
        0.55,
    )
    s.path(
        f"M{x:.0f} {top:.0f}L{x - s.r * 0.24:.0f} {s.cy - s.r * 0.28:.0f}L{x - s.r * 0.12:.0f} {s.cy - s.r * 0.34:.0f}"
        f"L{x - s.r * 0.02:.0f} {s.cy - s.r * 0.2:.0f}"
        f"L{x + s.r * 0.1:.0f} {s.cy - s.r * 0.36:.0f}L{x + s.r * 0.2:.0f} {s.cy - s.r * 0.31:.0f}"
        "Z",
        p.paper,
    )
    s.line("M0 2.6v-34", (x, top, s.r / 100), p.ink, 3)
    s.put("M0-32L28-24L0-14Z", (x, top, s.r / 100), p.accent)
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
    s.put("M-62-26l14 38h84q22-12 30-38l-34 12h-66Z", (x, y, k), p.ink)
    s.line("M-22-10v-105M26-10v-90", (x, y, k), p.ink, 3.5)
    for sx, top, wide in ((-22, 108, 34), (26, 92, 28)):
        for row in range(2):
            t = y - (top - 8 - row * 42) * k
            s.path(
                f"M{x + (sx - wide) * k:.0f} {t:.0f}h{wide * 2 * k:.0f}"
                f"q{-10 * k:.0f} {18 * k:.0f} 0 {37 * k:.0f}h{-wide * 2 * k:.0f}"
                f"q{10 * k:.0f} {-18 * k:.0f} 0 {-37 * k:.0f}Z",
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
        f"M-5 {s.h}V{y + 10:.0f}Q{x - s.r * 0.6:.0f} {y - s.r * 0.5:.0f} {x + s.r * 0.2:.0f} {y - s.r * 0.16:.0f}"
        f"T{s.w + 5:.0f} {y - s.r * 0.3:.0f}V{s.h}Z",
        p.tone(0.45),
    )
    s.path(
        f"M-5 {s.h}V{y + 60:.0f}Q{x - s.r * 0.2:.0f} {y - s.r * 0.5:.0f} {x + s.r * 0.5:.0f} {y:.0f}"
        f"T{s.w + 5:.0f} {y + 20:.0f}"
        f"V{s.h}Z",
        s.fade(p.tone(0.65), p.ink),
    )
    s.path(
        f"M{x - s.r * 0.02:.0f} {y - s.r * 0.1:.0f}Q{x - s.r * 0.1:.0f} {y + s.r * 0.5:.0f} {x + s.r * 0.9:.0f} {s.h}"
        f"L{s.w + 5:.0f} {s.h}V{y + 20:.0f}Q{x + s.r:.0f} {y + 40:.0f} {x + s.r * 0.5:.0f} {y:.0f}Z",
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
        f"M{x + cos(a) * r * 0.94:.1f} {y + sin(a) * r * 0.94:.1f}"
        f"L{x + cos(a) * r * 1.08:.1f} {y + sin(a) * r * 1.08:.1f}"
        for a in (pi * i / 24 for i in range(48))
    )
    s.stroke(ticks, p.light, 1.5, 0.8)
    s.turn(f"rotate({s.u(-20, 20):.0f} {x} {y})")
    s.path(star(x, y, 4, r * 0.62, r * 0.13, pi / 4), p.mid)
    s.path(star(x, y, 4, r * 0.9, r * 0.15), p.light)
    for i in range(4):
        a = pi / 2 * i - pi / 2
        s.path(
            f"M{x:.0f} {y:.0f}L{x + cos(a) * r * 0.9:.0f} {y + sin(a) * r * 0.9:.0f}"
            f"L{x + cos(a + pi / 4) * r * 0.15:.0f} {y + sin(a + pi / 4) * r * 0.15:.0f}"
            "Z",
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
            s.path(
                f"M{e:.0f} {s.h}L{e:.0f} {s.cy - s.r * (0.35 + 0.45 * i):.0f}"
                f"L{x + side * (g + s.r * 0.35):.0f} {s.cy - s.r * (0.2 + 0.4 * i):.0f}"
                f"L{x + side * (g + s.r * 0.16):.0f} {s.cy + s.r * 0.2:.0f}"
                f"L{x + side * g:.0f} {t:.0f}L{x + side * (g + s.r * 0.2):.0f} {t + s.r * 0.24:.0f}"
                f"L{x + side * (g + s.r * 0.7):.0f} {s.h}Z",
                p.tone(0.4 + 0.3 * i),
            )
    boat(s, x - s.r * 0.05, y + s.r * 0.55, s.r * 0.46, p.ink, p.accent)
    birds(s, x, s.cy - s.r * 0.2, 5, 9, p.ink)
