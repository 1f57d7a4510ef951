"""Fantasy: castles, portals, blades and crystals."""

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
    stars,
)
from catalog.artwork.people import figure
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
        f"M{x - s.r * 1.1:.0f} {s.h}L{x - s.r * 0.62:.0f} {y:.0f}"
        f"L{x - s.r * 0.52:.0f} {top + 22:.0f}L{x - s.r * 0.4:.0f} {top:.0f}"
        f"H{x + s.r * 0.4:.0f}L{x + s.r * 0.55:.0f} {top + 34:.0f}"
        f"L{x + s.r * 0.7:.0f} {y + 10:.0f}L{x + s.r * 1.2:.0f} {s.h}"
        "Z",
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
        f"M{x - r:.0f} {s.h}L{x - r * 0.5:.0f} {y + 4:.0f}"
        f"L{x - r * 0.12:.0f} {y - r * 0.1:.0f}L{x + r * 0.3:.0f} {y - r * 0.04:.0f}"
        f"L{x + r * 1.1:.0f} {s.h}Z",
        p.ink,
    )
    top = y - r * 1.75
    s.path(
        trace("M", x - r * 0.085, top + r * 0.46, "H", x + r * 0.085, "V", y, "H", x - r * 0.085, "Z"),
        s.fade(p.paper, p.mid, across=True),
    )
    s.put("M-45 40Q0 30 45 40l0 7Q0 44-45 47Z", (x, top, r / 100), p.accent)
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
        s.put("M-80 0L-42 42L-20 50L0 95L24 50L55 36L80 0Z", (x, y, w / 100), s.fade(p.tone(0.6), shade))
        s.oval(x, y, w * 0.82, w * 0.13, p.accent if k > 0.5 else p.tone(0.3))
        if k == 1.0:
            castle(s, x, y + 4, w * 0.85, p.ink, p.light)
        else:
            pines_at = [x - w * 0.3, x + w * 0.1, x + w * 0.4]
            for px in pines_at:
                s.put("M-13 0L0-50L13 0Z", (px, y, w / 100), shade)
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
        f"M{x - r * 0.6:.0f} {y + 30:.0f}Q{x - r * 0.16:.0f} {y - r * 0.1:.0f} {x - r * 0.16:.0f} {s.cy:.0f}"
        f"Q{x - r * 0.3:.0f} {s.cy - r * 0.3:.0f} {x - r * 0.6:.0f} {s.cy - r * 0.45:.0f}"
        f"Q{x - r * 0.1:.0f} {s.cy - r * 0.35:.0f} {x:.0f} {s.cy - r * 0.75:.0f}"
        f"Q{x + r * 0.1:.0f} {s.cy - r * 0.3:.0f} {x + r * 0.6:.0f} {s.cy - r * 0.5:.0f}"
        f"Q{x + r * 0.24:.0f} {s.cy - r * 0.2:.0f} {x + r * 0.16:.0f} {s.cy:.0f}"
        f"Q{x + r * 0.16:.0f} {y - r * 0.1:.0f} {x + r * 0.6:.0f} {y + 30:.0f}Z",
        p.ink,
    )
    dots = "".join(f"M{x + s.u(-1.1, 1.1) * r:.0f} {s.cy - r * 0.25 + s.u(-0.8, 0.7) * r:.0f}h0" for _ in range(34))
    s.stroke(dots, p.light, 5, 0.9, ' stroke-linecap="round"')
    s.stroke(dots[:130].rsplit("M", 1)[0], p.accent, 9, 0.6, ' stroke-linecap="round"')
    hills(s, y + 16, 20, p.ink, 4)
    figure(s, x + r * 0.85, y + 14, r * 0.4, p.ink, "child" if s.coin() else "dress")
