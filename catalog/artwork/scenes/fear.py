"""Horror and thriller: houses, claws, eyes and teeth; corridors, crosshairs and long shadows."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import doorway, gable_house
from catalog.artwork.nature import bare_tree, birds, cloud, fog, hills, orb, pines, stars, trunks
from catalog.artwork.people import eye, figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, outline, trace


@scene("Horror")
def crooked_house(s: Stage) -> None:
    """An old house on a hill before the moon."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.tone(0.5))
    orb(s, s.cx + s.u(-25, 25), s.cy - s.r * 0.1, s.r * 0.82, p.light, p.accent)
    cloud(s, s.cx - s.r * 0.7, s.cy + s.r * 0.1, s.r * 1.2, p.deep, 0.55)
    hills(s, y + 5, s.r * 0.2, p.tone(0.7), 5)
    s.path(
        f"M-5 {s.h}V{y + 50:.0f}Q{s.cx - s.r * 0.6:.0f} {y + 20:.0f} {s.cx - s.r * 0.35:.0f} {y - 20:.0f}"
        f"H{s.cx + s.r * 0.4:.0f}"
        f"Q{s.cx + s.r * 0.7:.0f} {y + 30:.0f} {s.w + 5:.0f} {y + 40:.0f}V{s.h}Z",
        p.ink,
    )
    gable_house(s, s.cx, y - 16, s.r * 1.45, p.ink, p.light, s.u(-9, 9))
    bare_tree(s, s.cx - s.r * 0.95, y + 34, s.r * 1.1, p.ink, 0.4, 4)
    birds(s, s.cx + s.r * 0.3, s.cy - s.r * 0.6, 5, 10, p.ink)


@scene("Horror")
def clutching_trees(s: Stage) -> None:
    """Trees that reach for a small figure in the light."""
    p, y = s.p, s.ground + 10
    s.back(p.deep, p.mid, p.deep)
    s.glow(s.cx, s.cy + s.r * 0.4, s.r * 1.9, p.light, 0.75)
    fog(s, y - 10, s.r * 0.8, p.light, 0.3)
    for side in (-1, 1):
        bare_tree(s, s.cx + side * s.r * 0.95, y + 14, s.r * 1.9, p.tone(0.75), -side * 0.5, 4)
        bare_tree(s, s.cx + side * s.r * 1.45, y + 40, s.r * 2.9, p.ink, -side * 0.7)
    hills(s, y + 14, 14, p.ink, 5)
    figure(s, s.cx, y + 6, s.r * 0.42, p.ink, "child" if s.coin() else "dress")


@scene("Horror")
def great_eye(s: Stage) -> None:
    """One eye in the dark, close."""
    p, x, y = s.p, s.cx, s.cy
    s.back(p.ink, p.tone(0.6), p.ink)
    s.glow(x, y, s.r * 1.8, p.mid, 0.9)
    for i in range(4):
        k = s.r * (1.25 + i * 0.22)
        s.stroke(
            f"M{x - k:.0f} {y + i * 6:.0f}"
            f"Q{x:.0f} {y - k * 0.95:.0f} {x + k:.0f} {y + i * 6:.0f}M{x - k:.0f} {y + i * 6:.0f}"
            f"Q{x:.0f} {y + k * 0.9:.0f} {x + k:.0f} {y + i * 6:.0f}",
            p.mid,
            2,
            0.5 - i * 0.1,
        )
    eye(s, x, y, s.r * 2.3, s.fade(p.light, p.mid), p.accent, p.ink, p.light)
    drips = "".join(
        f"M{x + dx * s.r:.0f} {y + s.r * 0.3:.0f}v{s.u(0.3, 1.1) * s.r:.0f}" for dx in (-0.3, -0.1, 0.12, 0.34)
    )
    s.stroke(drips, p.accent, 5, 0.9, ' stroke-linecap="round"')


@scene("Horror")
def the_maw(s: Stage) -> None:
    """Teeth above and below, someone between them."""
    p, n = s.p, 7 if not s.wide else 11
    s.back(p.accent if s.coin() else p.mid, p.mid, p.deep)
    s.glow(s.cx, s.cy + 20, s.r * 1.8, p.light, 0.9)
    step = s.w / n
    upper: list[tuple[float, float]] = [(0, 0)]
    lower: list[tuple[float, float]] = [(0, s.h)]
    for i in range(n):
        far = abs((i + 0.5) * step - s.cx) / s.r
        upper += [
            (i * step, s.cy - s.r * 0.95),
            ((i + 0.5) * step, s.cy - s.r * (0.75 - 0.45 * min(far, 1.6)) + s.u(0, 30)),
        ]
        lower += [
            (i * step, s.ground + 40),
            ((i + 0.5) * step, s.ground + 30 - s.r * 0.35 * min(far, 1.8) - s.u(0, 30)),
        ]
    s.poly([*upper, (s.w, s.cy - s.r * 0.95), (s.w, 0)], p.ink)
    figure(s, s.cx, s.ground + 20, s.r * 0.62, p.ink, "dress" if s.coin() else "coat")
    s.poly([*lower, (s.w, s.ground + 40), (s.w, s.h)], p.ink)


@scene("Horror")
def from_below(s: Stage) -> None:
    """Fingers that reach up before a moon."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.deep, p.mid, p.deep)
    orb(s, x, s.cy, s.r * 0.92, p.light, p.accent)
    fingers = ((-0.62, 0.62, -16), (-0.3, 1.2, -6), (0.0, 1.38, 1), (0.3, 1.22, 8), (0.66, 0.78, 22))
    for dx, tall, lean in fingers:
        w, h = s.r * 0.19, s.r * tall * 1.05
        s.turn(f"translate({x + dx * s.r:.0f} {y + 24:.0f}) rotate({lean + s.u(-4, 4):.0f})")
        s.path(
            f"M{-w / 2:.0f} 20L{-w * 0.52:.0f} {-h * 0.45:.0f}"
            f"Q{-w * 0.62:.0f} {-h * 0.5:.0f} {-w * 0.44:.0f} {-h * 0.56:.0f}"
            f"L{-w * 0.3:.0f} {-h * 0.84:.0f}"
            f"Q0 {-h * 1.12:.0f} {w * 0.3:.0f} {-h * 0.84:.0f}L{w * 0.44:.0f} {-h * 0.56:.0f}"
            f"Q{w * 0.62:.0f} {-h * 0.5:.0f} {w * 0.52:.0f} {-h * 0.45:.0f}L{w / 2:.0f} 20Z",
            p.ink,
        )
        s.end()
    hills(s, y + 40, 26, p.ink, 6)
    fog(s, y + 20, s.r * 0.4, p.mid, 0.5)


@scene("Horror")
def graveyard(s: Stage) -> None:
    """Crosses and stones in the mist."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.tone(0.3))
    orb(s, s.cx + s.r * 0.35, s.cy - s.r * 0.35, s.r * 0.5, p.light)
    pines(s, y - s.r * 0.3, 9, s.r * 0.9, p.tone(0.5))
    for row in range(3):
        k, base = 0.3 + row * 0.26, y - s.r * 0.12 + row * s.r * 0.28
        fog(s, base, s.r * 0.4, p.mid, 0.55)
        for i in range(5 - row):
            x, h = (i + s.u(0.2, 0.8)) * s.w / (5 - row), s.r * k * s.u(0.75, 1.1)
            s.turn(f"translate({x:.0f} {base + 8:.0f}) rotate({s.u(-9, 9):.0f})")
            if s.coin():
                s.path(
                    f"M{-h * 0.09:.0f} 9V{-h * 0.6:.0f}H{-h * 0.32:.0f}"
                    f"V{-h * 0.78:.0f}H{-h * 0.09:.0f}V{-h:.0f}H{h * 0.09:.0f}"
                    f"V{-h * 0.78:.0f}H{h * 0.32:.0f}V{-h * 0.6:.0f}H{h * 0.09:.0f}V9Z",
                    p.tone(0.6 + row * 0.2),
                )
            else:
                s.path(
                    f"M{-h * 0.3:.0f} 9V{-h * 0.5:.0f}A{h * 0.3:.0f} {h * 0.3:.0f} 0 0 1 {h * 0.3:.0f} {-h * 0.5:.0f}V9"
                    "Z",
                    p.tone(0.6 + row * 0.2),
                )
            s.end()
    s.floor(y + s.r * 0.5, p.ink)


@scene("Horror")
def the_well(s: Stage) -> None:
    """Looking up out of a well at someone looking down."""
    p = s.p
    s.back(p.ink)
    for i in range(7):
        k = 1 - i / 7
        s.disc(s.cx + i * 3, s.cy - i * 4, s.r * (0.7 + k * 1.5), p.tone(0.2 + 0.8 * k))
    s.disc(s.cx + 18, s.cy - 26, s.r * 0.62, s.fade(p.light, p.accent))
    s.clip("M-46.3-22.6a62 62 0 1 1 0 .1Z", (s.cx, s.cy, s.r / 100))
    figure(s, s.cx + 18 + s.u(-20, 20), s.cy + s.r * 1.05, s.r * 1.5, p.ink, "dress")
    s.end()


@scene("Horror", "Thriller")
def red_corridor(s: Stage) -> None:
    """Someone waiting at the end of a corridor."""
    p, x, y = s.p, s.cx, s.cy + s.r * 0.1
    s.back(p.ink)
    for i in range(7):
        k = (1 - i / 7) ** 1.7
        w, h = 24 + s.w * 0.75 * k, 44 + s.h * 0.85 * k
        s.rect(
            x - w,
            y - h,
            w * 2,
            h * 1.9,
            p.tone(0.78 - 0.11 * i) if i % 2 else p.tone(0.95 - 0.1 * i),
        )
    s.glow(x, y, s.r * 1.1, p.accent, 0.8)
    s.rect(x - 24, y - 46, 48, 88, s.fade(p.light, p.accent))
    figure(s, x, y + 44, 66, p.ink, "hat" if s.coin(0.3) else "coat")
    shadow(s, x, y + 44, 66, s.r * 1.2, 0, p.ink)


@scene("Thriller")
def crosshair(s: Stage) -> None:
    """Someone in the sights."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.ink)
    s.disc(x, y, r * 1.12, s.ball(p.light, p.mid, 0.5, 0.4))
    s.clip("M-112 0a112 112 0 1 1 0 .1Z", (x, y, r / 100))
    hills(s, y + r * 0.6, r * 0.12, p.tone(0.55), 5)
    figure(s, x + s.u(-0.12, 0.12) * r, y + r * 0.85, r * 1.15, p.ink, "walk" if s.coin() else "coat")
    s.end()
    ticks = "".join(
        f"M{x + cos(a) * r:.1f} {y + sin(a) * r:.1f}l{cos(a) * r * 0.1:.1f} {sin(a) * r * 0.1:.1f}"
        for a in (pi * i / 18 for i in range(36))
    )
    s.stroke(ticks, p.ink, 1.5)
    s.line("M-160 0H-16M16 0H160M0-160V-16M0 16V160", (x, y, r / 100), p.accent, 2.5)
    s.ring(x, y, r * 1.12, p.accent, 4)
    s.disc(x, y, 4, p.accent)


@scene("Thriller")
def long_shadow(s: Stage) -> None:
    """Seen from above: a small figure, a huge shadow."""
    p = s.p
    s.back(p.mid, p.tone(0.5), p.ink)
    s.glow(s.cx + s.r * 0.5, s.cy - s.r * 0.7, s.r * 2.2, p.light, 0.9)
    for i in range(5):
        s.stroke(
            trace("M", -20, s.h * (0.1 + i * 0.22), "L", s.w + 20, s.h * (0.1 + i * 0.22) - s.w * 0.3), p.ink, 1.5, 0.3
        )
    x, y = s.cx + s.r * 0.25, s.cy - s.r * 0.05
    kind = ("coat", "hat", "walk")[s.rng.randrange(3)]
    shadow(s, x, y, s.r * 1.1, s.r * 2.9, 0.28, p.ink, kind)
    figure(s, x, y + 2, s.r * 0.7, p.accent, kind)


@scene("Thriller")
def shards(s: Stage) -> None:
    """A broken pane, someone behind it."""
    p, x, y = s.p, s.cx + s.u(-20, 20), s.cy + s.u(-20, 10)
    s.back(p.tone(0.2), p.tone(0.6), p.ink)
    s.glow(x, y, s.r * 1.5, p.light, 0.8)
    figure(s, x, s.ground + 60, s.r * 2, p.ink)
    angles = [2 * pi * (i + s.u(0.1, 0.9)) / 13 for i in range(13)]
    for i, a in enumerate(angles):
        b = angles[(i + 1) % 13]
        near, far = s.r * s.u(0.2, 0.9), s.w + s.h
        s.path(
            f"M{x + cos(a) * near:.0f} {y + sin(a) * near:.0f}"
            f"L{x + cos(a) * far:.0f} {y + sin(a) * far:.0f}L{x + cos(b) * far:.0f} {y + sin(b) * far:.0f}"
            "Z",
            (p.light, p.ink, p.accent, p.mid)[i % 4],
            0.22 + 0.3 * (i % 3 == 0),
        )
    cracks = "".join(f"M{x:.0f} {y:.0f}L{x + cos(a) * s.r * 5:.0f} {y + sin(a) * s.r * 5:.0f}" for a in angles)
    s.stroke(cracks, p.light, 1.4, 0.7)


@scene("Thriller")
def the_slit(s: Stage) -> None:
    """An eye at a gap in the dark."""
    p, y, h = s.p, s.cy, s.r * 0.36
    tilt = s.u(-9, 9)
    s.back(p.tone(0.85), p.ink)
    s.glow(s.cx, y, s.r * 2, p.mid, 0.7)
    s.turn(f"rotate({tilt:.0f} {s.cx} {s.cy})")
    s.clip(f"M{-s.w} {y - h:.0f}H{s.w * 2}V{y + h:.0f}H{-s.w}Z")
    s.rect(-s.w, y - h, s.w * 3, h * 2, s.fade(p.mid, p.light, p.mid))
    eye(s, s.cx, y, s.r * 1.7, p.light, p.accent, p.ink, p.light)
    s.stroke(
        trace("M", s.cx - s.r * 0.95, y - h * 0.7, "Q", s.cx, y - h * 1.9, s.cx + s.r * 0.95, y - h * 0.5), p.ink, 12
    )
    s.end()
    s.end()


@scene("Thriller")
def turning_stairs(s: Stage) -> None:
    """A stairwell seen from above, turning."""
    p, n = s.p, 13
    s.back(p.ink)
    twist = s.u(5, 8) * (1 if s.coin() else -1)
    for i in range(n):
        k = (1 - i / n) ** 1.25
        side = s.r * 0.16 + s.r * 1.9 * k
        s.turn(f"rotate({i * twist:.0f} {s.cx} {s.cy})")
        s.rect(
            s.cx - side,
            s.cy - side,
            side * 2,
            side * 2,
            p.tone(0.8 - 0.8 * (i / n)) if i % 2 else p.tone(1 - 0.6 * (i / n)),
        )
        s.end()
    s.glow(s.cx, s.cy, s.r * 0.8, p.light, 0.9)
    s.disc(s.cx, s.cy, s.r * 0.11, p.accent)


@scene("Thriller")
def forest_lights(s: Stage) -> None:
    """Headlights between trunks at night, someone running."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.deep)
    for dx in (-0.22, 0.22):
        s.glow(s.cx + dx * s.r, y - s.r * 0.35, s.r * 1.5, p.light, 0.85)
    trunks(s, 9 if not s.wide else 14, p.tone(0.6), 15, y)
    for dx in (-0.22, 0.22):
        s.disc(s.cx + dx * s.r, y - s.r * 0.35, s.r * 0.085, p.light)
    s.floor(y - 4, p.tone(0.8), p.ink)
    trunks(s, 5 if not s.wide else 8, p.ink, 26, y + 30)
    figure(s, s.cx - s.r * 0.55, y + 22, s.r * 0.7, p.ink, "run", mirrored=True)
    s.floor(y + 20, p.ink)


@scene("Horror", "Mystery")
def lit_threshold(s: Stage) -> None:
    """A house door open at night under stars, something in it."""
    p = s.p
    s.back(p.deep, p.mid, p.deep)
    stars(s, 50, s.cy, p.light)
    x, y, w = s.cx, s.ground, s.r * 1.9
    s.path(
        f"M{x - w * 0.62:.0f} {y - s.r * 1.1:.0f}L{x:.0f} {y - s.r * 2:.0f}L{x + w * 0.62:.0f} {y - s.r * 1.1:.0f}"
        f"L{x + w * 0.5:.0f} {y - s.r * 1.1:.0f}L{x + w * 0.5:.0f} {y:.0f}"
        f"L{x - w * 0.5:.0f} {y:.0f}L{x - w * 0.5:.0f} {y - s.r * 1.1:.0f}"
        "Z",
        p.ink,
    )
    s.floor(y, p.tone(0.85), p.ink)
    doorway(s, x, y, s.r * 0.44, s.r * 0.9, p.light, p.accent)
    figure(s, x, y, s.r * 0.68, p.ink, "hat" if s.coin() else "coat")
    s.path(
        outline([(x - 14, y - s.r * 1.4), (x + 14, y - s.r * 1.4), (x + 14, y - s.r * 1.12), (x - 14, y - s.r * 1.12)])
        + "Z",
        p.accent,
        0.9,
    )
