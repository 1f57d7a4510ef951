"""Crime and film noir: line-ups, prints, streets at night, blinds, lamps and hats."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import blinds, lamp, skyline, window
from catalog.artwork.nature import orb, rain, stars
from catalog.artwork.people import face, figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Crime")
def line_up(s: Stage) -> None:
    """Men before a height chart."""
    p, y, n = s.p, s.ground + 14, 3 if s.coin() else 4
    s.back(p.light, p.light, p.mid)
    s.rect(0, 0, s.w, s.h, s.vanish(p.mid, 0.75, 0.35))
    for i in range(9):
        s.rect(0, y - s.r * 0.26 * (i + 2), s.w, 3 if i % 2 else 1.4, p.ink, 0.55)
    for i in range(n):
        x, h = s.cx + (i - (n - 1) / 2) * s.r * 0.66, s.r * s.u(1.5, 2.05)
        shadow_x = x + s.r * 0.12
        figure(s, shadow_x, y - 4, h, p.mid, "coat")
        figure(s, x, y, h, p.accent if i == n // 2 else p.ink, ("coat", "hat", "coat", "dress")[s.rng.randrange(4)])
    s.floor(y - 2, p.tone(0.8), p.ink)


@scene("Crime")
def fingerprint(s: Stage) -> None:
    """A print as large as the sheet."""
    p, x, y = s.p, s.cx, s.cy + s.r * 0.2
    s.back(p.tone(0.6), p.tone(0.85), p.ink)
    s.glow(x, y, s.r * 2, p.mid, 0.9)
    s.turn(f"rotate({s.u(-22, 22):.0f} {x} {y:.0f})")
    for i in range(10):
        a, b = s.r * (0.1 + i * 0.115), s.r * (0.16 + i * 0.145)
        cut = s.r * s.u(0.1, 0.8) * (i / 10)
        d = trace("M", x - a, y + b * 0.9 - cut, "V", y, "A", a, b, 0, 0, 1, x + a, y, "V", y + b * s.u(0.5, 0.9))
        s.stroke(
            d,
            p.accent if i == 4 else p.light,
            s.r * 0.052,
            0.95 - i * 0.05,
            f' stroke-linecap="round" stroke-dasharray="{s.u(90, 200):.0f} {s.u(7, 12):.0f}"',
        )
    s.end()


@scene("Crime", "Action")
def headlights(s: Stage) -> None:
    """A car coming down a wet street between dark houses."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.deep, p.mid, p.accent)
    skyline(s, y - 10, s.r * 1.3, p.tone(0.45), 44)
    skyline(s, y, s.r * 0.9, p.tone(0.75), 58, p.light)
    s.floor(y, p.tone(0.85), p.ink)
    k = s.r / 130
    for dx in (-42, 42):
        s.glow(x + dx * k, y + 8 * k, 95 * k, p.light, 1)
    s.put("M-66 34v-26q1.7-14 20-18l14-24q32-8 64 0l14 24q18 4 20 18v26Z", (x, y, k), p.ink)
    s.put("M-38-12l10-17q28-5 56 0l10 17Z", (x, y, k), p.mid, 0.8)
    for dx in (-46, 46):
        s.oval(x + dx * k, y + 7 * k, 12 * k, 8 * k, p.light)
        s.rect(x + dx * k - 8 * k, y + 38 * k, 16 * k, 70 * k, s.vanish(p.light, 0.7, 0))


@scene("Crime")
def bullet_holes(s: Stage) -> None:
    """Holes in a pane, the town behind it."""
    p = s.p
    s.back(p.deep, p.mid, p.light if s.coin() else p.accent)
    skyline(s, s.ground, s.r * 1.5, p.tone(0.65), 46, p.light)
    skyline(s, s.ground + 50, s.r * 0.7, p.ink, 60)
    spots = ((-0.55, -0.6, 0.7), (0.5, -0.15, 1.0), (-0.15, 0.5, 0.55))
    for dx, dy, k in spots:
        x, y = s.cx + dx * s.r + s.u(-15, 15), s.cy + dy * s.r
        cracks = "".join(
            f"M{x:.0f} {y:.0f}L{x + cos(a) * c:.0f} {y + sin(a) * c:.0f}"
            for a, c in ((2 * pi * i / 14 + s.u(-0.2, 0.2), s.r * k * s.u(0.35, 0.95)) for i in range(14))
        )
        s.stroke(cracks, p.light, 1.5, 0.9)
        s.ring(x, y, s.r * k * 0.3, p.light, 1.2, 0.6)
        s.disc(x, y, s.r * k * 0.15, p.light, 0.7)
        s.disc(x, y, s.r * k * 0.105, p.ink)


@scene("Crime", "Film-Noir")
def alley(s: Stage) -> None:
    """Two walls, one lamp, one man in a hat."""
    p, y = s.p, s.ground
    s.back(p.deep, p.mid, p.tone(0.4))
    if s.coin():
        orb(s, s.cx + s.r * 0.1, s.cy - s.r * 0.75, s.r * 0.24, p.light)
    s.floor(y, p.tone(0.7), p.ink)
    g, far = s.r * 0.75, s.r * 0.5
    s.poly([(0, 0), (s.cx - g, 0), (s.cx - far, y), (s.cx - g * 2, s.h), (0, s.h)], s.fade(p.tone(0.85), p.ink))
    s.poly([(s.w, 0), (s.cx + g, 0), (s.cx + far, y), (s.cx + g * 2, s.h), (s.w, s.h)], s.fade(p.tone(0.8), p.ink))
    lit = "".join(
        f"M{s.cx + side * s.r * (0.95 + 0.24 * (i % 2)):.0f} {40 + i * s.r * 0.42:.0f}h14v22h-14Z"
        for i in range(4)
        for side in (-1, 1)
        if s.coin(0.6)
    )
    if lit:
        s.path(lit, p.light, 0.85)
    lamp(s, s.cx - s.r * 0.34, y + 6, s.r * 1.15, p.ink, p.light)
    shadow(s, s.cx + s.r * 0.06, y + 10, s.r * 0.62, s.r * 1.3, -0.2, p.ink, "hat")
    figure(s, s.cx + s.r * 0.06, y + 10, s.r * 0.62, p.ink, "hat")
    rain(s, 30, p.light, 0.22)


@scene("Crime")
def shackles(s: Stage) -> None:
    """Two linked rings of steel."""
    p, r, y = s.p, s.r * 0.6, s.cy
    s.back(p.tone(0.35), p.tone(0.7), p.ink)
    s.glow(s.cx, y, s.r * 1.9, p.accent, 0.7)
    steel = s.fade(p.light, p.tone(0.2))
    for side in (-1, 1):
        x, dy = s.cx + side * s.r * 0.62, side * s.r * 0.3
        s.ring(x + 5, y + dy + 7, r, p.ink, s.r * 0.2, 0.5)
        s.ring(x, y + dy, r, steel, s.r * 0.17)
        s.ring(x, y + dy, r * 0.9, p.ink, 1.5, 0.6)
        s.rect(x - s.r * 0.17, y + dy + side * r - s.r * 0.14, s.r * 0.34, s.r * 0.28, p.tone(0.5))
        s.disc(x, y + dy + side * r, s.r * 0.05, p.ink)
    for i in range(4):
        s.turn(f"rotate({26 + 60 * (i % 2)} {s.cx + (i - 1.5) * s.r * 0.1:.0f} {y + (i - 1.5) * s.r * 0.05:.0f})")
        s.oval(s.cx + (i - 1.5) * s.r * 0.1, y + (i - 1.5) * s.r * 0.05, s.r * 0.1, s.r * 0.055, "none")
        s.body[-1] = s.body[-1].replace("/>", f' stroke="{p.light}" stroke-width="5"/>')
        s.end()


@scene("Crime")
def the_map(s: Stage) -> None:
    """A street plan with a red thread from pin to pin."""
    p = s.p
    s.back(p.tone(0.55), p.tone(0.75))
    tilt = s.u(-18, 18)
    s.turn(f"rotate({tilt:.0f} {s.cx} {s.cy})")
    streets = "".join(f"M{-s.w} {s.u(-80, s.h + 80):.0f}H{s.w * 2}" for _ in range(9)) + "".join(
        f"M{s.u(-80, s.w + 80):.0f} {-s.h}V{s.h * 2}" for _ in range(10)
    )
    s.stroke(streets, p.mid, 7)
    s.stroke(streets[: streets.index("V")], p.light, 1, 0.35)
    s.stroke(
        f"M{-s.w:.0f} {s.cy + s.r:.0f}"
        f"C{s.cx - s.r:.0f} {s.cy + s.r * 1.4:.0f} {s.cx:.0f} {s.cy - s.r * 0.6:.0f} {s.w * 2} {s.cy - s.r * 0.4:.0f}",
        p.tone(0.2),
        24,
        0.9,
    )
    s.end()
    pins = [
        (s.cx + dx * s.r + s.u(-18, 18), s.cy + dy * s.r + s.u(-18, 18))
        for dx, dy in ((-0.9, -0.9), (0.3, -0.6), (-0.4, 0.1), (0.8, 0.5), (-0.1, 0.95))
    ]
    s.stroke("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in pins), p.accent, 2.5)
    for x, y in pins:
        s.disc(x + 3, y + 5, 9, p.ink, 0.5)
        s.disc(x, y, 8, p.accent)
        s.disc(x - 2, y - 3, 2.6, p.light)


@scene("Film-Noir")
def through_blinds(s: Stage) -> None:
    """A face striped by the light of a blind."""
    p = s.p
    s.back(p.tone(0.6), p.ink)
    s.glow(s.cx, s.cy, s.r * 2.2, p.light, 0.55)
    mirrored = s.coin()
    blinds(s, 0, s.cy - s.r * 1.7, s.w, s.r * 3.4, p.light, 17, 0.5)
    face(s, s.cx + s.r * 0.1, s.cy + s.r * 0.3, s.r * 2.5, p.ink, mirrored=mirrored)
    blinds(s, s.cx - s.r * 1.2, s.cy - s.r * 0.3, s.r * 2.4, s.r * 0.6, p.accent, 3, 0.28)


@scene("Film-Noir")
def one_lit_window(s: Stage) -> None:
    """A dark house front, one window lit, someone in it."""
    p, cols, w = s.p, 4 if not s.wide else 6, s.r * 0.5
    s.back(p.tone(0.72), p.tone(0.88), p.ink)
    for row in range(5):
        for col in range(cols):
            x, y = s.w * (col + 0.5) / cols - w / 2, s.r * (0.25 + row * 0.95)
            if y < s.h:
                s.rect(x, y, w, w * 1.35, p.ink)
                s.rect(x - 5, y + w * 1.35, w + 10, 5, p.tone(0.55))
    x, y = s.w * (cols // 2 + 0.5) / cols - w / 2, s.r * 1.2
    s.glow(x + w / 2, y + w * 0.7, s.r * 1.5, p.accent, 0.75)
    window(s, x, y, w, w * 1.35, s.fade(p.light, p.accent), p.ink)
    s.clip(f"M{x:.0f} {y:.0f}h{w:.0f}v{w * 1.35:.0f}h{-w:.0f}Z")
    figure(s, x + w * 0.5, y + w * 2.2, w * 2, p.ink, "hat")
    s.end()
    rain(s, 50, p.light, 0.3)


@scene("Film-Noir")
def under_the_lamp(s: Stage) -> None:
    """A street lamp in the rain and a long wait."""
    p, y = s.p, s.ground + 6
    s.back(p.ink, p.tone(0.5), p.tone(0.7))
    skyline(s, y - 20, s.r * 1.4, p.tone(0.75), 50, p.light, 0.9)
    s.floor(y - 2, p.tone(0.7), p.ink)
    lamp(s, s.cx - s.r * 0.5, y, s.r * 1.95, p.ink, p.light)
    kind = "hat" if s.coin(0.7) else "dress"
    shadow(s, s.cx + s.r * 0.05, y + 8, s.r * 0.82, s.r * 1.2, 0.7, p.ink, kind)
    figure(s, s.cx + s.r * 0.05, y + 8, s.r * 0.82, p.ink, kind)
    rain(s, 60, p.light, 0.28)


@scene("Film-Noir", "Mystery")
def stair_shadow(s: Stage) -> None:
    """The shadow of a man in a hat, climbing a wall of steps."""
    p, n = s.p, 8
    s.back(p.light, p.mid, p.tone(0.6))
    s.rect(0, 0, s.w, s.h, s.vanish(p.mid, 0.7, 0.3))
    figure(s, s.cx + s.r * 0.15, s.ground + 60, s.r * 2.6, p.ink, "hat")
    step_w, step_h = s.w / n, s.h * 0.07
    base = s.ground + s.h * 0.02
    data = f"M0 {s.h}V{base + 90:.0f}"
    data += f"v-{step_h:.0f}h{step_w + 1:.0f}" * n
    s.path(f"{data}V{s.h}Z", s.fade(p.tone(0.8), p.ink))
    for i in range(10):
        s.stroke(trace("M", -10, 60 + i * 46, "l", s.w + 20, -s.w * 0.28), p.ink, 9, 0.22)


@scene("Film-Noir", "Crime")
def harbour_night(s: Stage) -> None:
    """A bridge and a town over black water."""
    p, y = s.p, s.ground - s.r * 0.1
    s.back(p.ink, p.tone(0.5), p.mid)
    stars(s, 40, s.cy, p.light, 0.5)
    orb(s, s.cx + s.r * 0.55, s.cy - s.r * 0.5, s.r * 0.3, p.light)
    skyline(s, y, s.r * 0.8, p.tone(0.7), 38, p.light)
    for x in (s.cx - s.r * 0.9, s.cx + s.r * 0.9):
        s.rect(x - 7, y - s.r * 1.25, 14, s.r * 1.3, p.ink)
    a, b, t = s.cx - s.r * 0.9, s.cx + s.r * 0.9, y - s.r * 1.2
    s.stroke(
        f"M{a - s.r * 1.6:.0f} {y - 14:.0f}Q{a - s.r * 0.4:.0f} {y - s.r * 0.3:.0f} {a:.0f} {t:.0f}"
        f"Q{s.cx:.0f} {y + s.r * 0.4:.0f} {b:.0f} {t:.0f}"
        f"Q{b + s.r * 0.4:.0f} {y - s.r * 0.3:.0f} {b + s.r * 1.6:.0f} {y - 14:.0f}",
        p.ink,
        4,
    )
    s.rect(0, y - 14, s.w, 9, p.ink)
    s.floor(y, p.tone(0.85), p.ink)
    streaks = "".join(f"M{s.u(0, s.w):.0f} {y + 6:.0f}v{s.u(20, 110):.0f}" for _ in range(16))
    s.stroke(streaks, p.light, 3, 0.28)
