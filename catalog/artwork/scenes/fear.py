"""Horror: houses, claws, eyes and teeth."""

from __future__ import annotations

from catalog.artwork.built import doorway, gable_house
from catalog.artwork.nature import bare_tree, birds, cloud, fog, hills, orb, pines, stars
from catalog.artwork.people import eye, figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, outline


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


@scene("Horror")
def claw_marks(s: Stage) -> None:
    """Four cuts through the dark, and what is behind it."""
    p, lean = s.p, s.u(0.2, 0.45)
    s.back(p.tone(0.8), p.ink)
    s.glow(s.cx, s.cy, s.r * 2, p.mid, 0.6)
    paint, twist = s.fade(p.accent, p.light, p.accent), s.u(-8, 8)
    s.turn(f"rotate({twist:.0f} {s.cx} {s.cy:.0f})")
    for i in range(4):
        x, top, low = (i - 1.5) * 48, -s.u(105, 150), s.u(85, 140)
        bend = lean * 60
        s.put(
            f"M{x + bend:.0f} {top:.0f}Q{x + 17:.0f}-10 {x - bend:.0f} {low:.0f}"
            f"Q{x - 15:.0f}-6 {x + bend:.0f} {top:.0f}Z",
            (s.cx, s.cy, s.r / 100),
            paint,
        )
    s.end()


@scene("Horror")
def raven(s: Stage) -> None:
    """A black bird on a dead branch before the moon."""
    p, at = s.p, (s.cx, s.cy, s.r / 100)
    s.back(p.deep, p.mid, p.deep)
    orb(s, s.cx + s.u(-12, 12), s.cy, s.r * 0.95, p.light, p.accent)
    bare_tree(s, s.cx - s.r * 1.35, s.ground + 60, s.r * 2.6, p.tone(0.8), 0.4)
    s.line("M-170 62Q-60 44 0 52T130 34M40 49Q70 74 110 78M-40 48Q-30 20-6 4", at, p.ink, s.r * 0.075)
    s.put("M-8 50Q-44 20-34-22Q-28-56 8-60Q34-60 40-40L66-32 41-25Q42 6 16 34L30 92 14 96-2 52Z", at, p.ink)
    s.put("M14-44a5 5 0 1 1 10 0a5 5 0 1 1-10 0Z", at, p.accent)
    s.floor(s.ground + 30, p.ink)


@scene("Horror")
def black_lake(s: Stage) -> None:
    """A cabin over a lake, something in the water."""
    p, y, x, k = s.p, s.ground - s.r * 0.5, s.cx, s.r / 100
    s.back(p.deep, p.mid, p.accent if s.coin() else p.tone(0.3))
    pines(s, y - s.r * 0.1, 11 if not s.wide else 17, s.r * 1.1, p.tone(0.55))
    orb(s, x + s.r * 0.5, s.cy - s.r * 0.6, s.r * 0.3, p.light)
    fog(s, y, s.r * 0.4, p.light, 0.3)
    s.put("M-60 4V-26L-22-58 16-26V4Z", (x - s.r * 0.3, y, k), p.ink)
    s.put("M-34-20h14v14h-14Z", (x - s.r * 0.3, y, k), p.accent)
    s.floor(y + 3, p.tone(0.6), p.ink)
    s.rect(x - s.r * 0.63, y + 8, s.r * 0.14, s.r * 0.4, s.vanish(p.accent, 0.8, 0))
    for i in range(4):
        s.oval(x + s.r * 0.2, y + s.r * 0.62, s.r * (0.32 + 0.24 * i), s.r * (0.07 + 0.05 * i), p.light, 0.12)
    s.put("M-22 4Q-22-34 0-36T22 4Z", (x + s.r * 0.2, y + s.r * 0.6, k), p.ink)
    s.put(
        "M-11-14a3 3 0 1 1 6 0a3 3 0 1 1-6 0ZM5-14a3 3 0 1 1 6 0a3 3 0 1 1-6 0Z",
        (x + s.r * 0.2, y + s.r * 0.6, k),
        p.accent,
    )


@scene("Horror")
def hollow_face(s: Stage) -> None:
    """A pale face with nothing behind the eyes."""
    p, at = s.p, (s.cx, s.cy + s.r * 0.05, s.r / 100)
    s.back(p.ink, p.tone(0.7), p.ink)
    s.glow(s.cx, s.cy, s.r * 1.9, p.mid, 0.9)
    tilt = s.u(-9, 9)
    s.turn(f"rotate({tilt:.0f} {s.cx} {s.cy:.0f})")
    s.put(
        "M0-125C70-125 88-70 82-14C78 40 52 126 0 130C-52 126-78 40-82-14C-88-70-70-125 0-125Z",
        at,
        s.fade(p.light, p.mid),
    )
    s.put("M0-125C70-125 88-70 82-14C78 40 52 126 0 130C26 60 30-40 0-125Z", at, p.ink, 0.3)
    s.put("M-58-34Q-34-62-12-28Q-24 2-46-4Q-60-12-58-34ZM58-34Q34-62 12-28Q24 2 46-4Q60-12 58-34Z", at, p.ink)
    s.put(f"M-20 70Q0 {s.u(40, 58):.0f} 20 70Q24 {s.u(96, 118):.0f} 0 112Q-24 104-20 70Z", at, p.ink)
    s.put("M-6 20L0 34 6 20Z", at, p.ink, 0.7)
    if s.coin():
        s.line("M-34-2V60M30-2V44", at, p.accent, s.r * 0.05, 0.9, ' stroke-linecap="round"')
    s.end()


@scene("Horror")
def candles(s: Stage) -> None:
    """A row of candles; one has just gone out."""
    p, y, n, out = s.p, s.ground + 20, 5, s.rng.randrange(1, 4)
    s.back(p.ink, p.tone(0.6), p.ink)
    for i in range(n):
        x, h = s.cx + (i - 2) * s.r * 0.46, s.r * s.u(0.55, 1.25)
        s.path(f"M{x - s.r * 0.13:.0f} {y}V{y - h:.0f}h{s.r * 0.26:.0f}V{y}Z", s.fade(p.light, p.mid, p.ink))
        s.line("M0 0V-12", (x, y - h, s.r / 100), p.ink, 3)
        if i == out:
            s.line("M0-14q-16-24 2-44t-4-52t8-40", (x, y - h, s.r / 100), p.light, 2.5, 0.5)
        else:
            s.glow(x, y - h - s.r * 0.2, s.r * 0.75, p.accent, 0.7)
            s.put("M0-8Q-14-22-2-46Q14-26 0-8Z", (x, y - h, s.r / 100), p.light)
    s.floor(y - 2, p.tone(0.85), p.ink)
