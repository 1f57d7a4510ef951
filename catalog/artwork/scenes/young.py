"""Family and animation: kites, balloons, paper hills and creatures with eyes."""

from __future__ import annotations

from math import pi, sin

from catalog.artwork.built import cottage
from catalog.artwork.nature import birds, cloud, crescent, crown_tree, hills, orb, pines, rays, stars, water
from catalog.artwork.people import figure
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


def _eyes(s: Stage, x: float, y: float, gap: float, size: float) -> None:
    """Two round eyes that look the same way."""
    look, up = s.u(-0.35, 0.35) * size, s.u(-0.3, 0.2) * size
    for side in (-1, 1):
        s.disc(x + side * gap, y, size, "#ffffff")
        s.disc(x + side * gap + look, y + up, size * 0.5, s.p.ink)


@scene("Family")
def kite(s: Stage) -> None:
    """A child on a hill with a kite."""
    p, y, x = s.p, s.ground, s.cx
    s.back(p.mid, p.light)
    cloud(s, x - s.r * 0.7, s.cy - s.r * 0.1, s.r * 1.1, p.paper, 0.8)
    cloud(s, x + s.r * 1.0, s.cy + s.r * 0.3, s.r * 0.8, p.paper, 0.6)
    hills(s, y - 20, s.r * 0.35, p.tone(0.2), 3)
    hills(s, y, s.r * 0.3, p.tone(0.45), 3)
    s.path(trace("M", -5, s.h, "V", y + 60, "Q", x - s.r * 0.3, y - 30, s.w + 5, y + 50, "V", s.h, "Z"), p.tone(0.85))
    kx, ky, k = x + s.r * 0.45, s.cy - s.r * 0.75, s.r * 0.48
    s.stroke(trace("M", x - s.r * 0.36, y - s.r * 0.22, "Q", x + s.r * 0.4, s.cy + s.r * 0.5, kx, ky + k), p.paper, 2)
    s.turn(f"rotate({s.u(12, 30):.0f} {kx:.0f} {ky:.0f})")
    s.put("M0-1L.7 0L0 1Z", (kx, ky, k), p.accent)
    s.put("M0-1L-.7 0L0 1Z", (kx, ky, k), p.deep)
    s.line("M0 1q.4 .4 0 .8t0 .7", (kx, ky, k), p.accent, 4)
    s.end()
    figure(s, x - s.r * 0.45, y + 10, s.r * 0.46, p.ink, "child")


@scene("Family")
def balloon(s: Stage) -> None:
    """A striped balloon over the morning."""
    p, x, y, r = s.p, s.cx, s.cy - s.r * 0.25, s.r * 0.78
    s.back(p.mid, p.light, p.accent)
    orb(s, x - s.r * 0.8, s.ground - s.r * 0.5, s.r * 0.3, p.light)
    body = (
        f"M{x - r:.0f} {y:.0f}A{r:.0f} {r:.0f} 0 1 1 {x + r:.0f} {y:.0f}"
        f"Q{x + r * 0.9:.0f} {y + r * 0.7:.0f} {x + r * 0.22:.0f} {y + r * 1.35:.0f}"
        f"H{x - r * 0.22:.0f}Q{x - r * 0.9:.0f} {y + r * 0.7:.0f} {x - r:.0f} {y:.0f}Z"
    )
    s.path(body, p.accent)
    for k, colour in ((0.72, p.light), (0.42, p.deep), (0.15, p.light)):
        s.path(
            f"M{x:.0f} {y - r:.0f}Q{x - r * k * 1.9:.0f} {y - r * 0.1:.0f} {x - r * 0.2 * k:.0f} {y + r * 1.35:.0f}"
            f"H{x + r * 0.2 * k:.0f}Q{x + r * k * 1.9:.0f} {y - r * 0.1:.0f} {x:.0f} {y - r:.0f}Z",
            colour,
        )
    s.line("M-20 135l6 26M20 135l-6 26", (x, y, r / 100), p.ink, 2)
    s.put("M-17 160h34l-5 26h-24Z", (x, y, r / 100), p.ink)
    for i in range(3):
        hills(s, s.ground + i * 22, s.r * 0.3, p.tone(0.3 + 0.3 * i), 3 + i)
    pines(s, s.ground + 70, 12 if not s.wide else 20, s.r * 0.22, p.ink)
    birds(s, x + s.r * 0.8, y, 4, 9, p.ink)


@scene("Family")
def tree_house(s: Stage) -> None:
    """A house in a tree under a big moon."""
    p, x, y = s.p, s.cx, s.ground + 8
    s.back(p.deep, p.mid, p.accent)
    stars(s, 60, s.cy, p.light)
    orb(s, x + s.r * 0.35, s.cy - s.r * 0.35, s.r * 0.75, p.light)
    hills(s, y - 10, s.r * 0.3, p.tone(0.45), 3)
    crown_tree(s, x, y + 10, s.r * 2.05, p.tone(0.85))
    s.rect(x - s.r * 0.09, y - s.r * 1.1, s.r * 0.18, s.r * 1.2, p.ink)
    cottage(s, x - s.r * 0.3, y - s.r * 0.62, s.r * 0.6, p.accent, p.ink, p.light)
    s.rect(x - s.r * 0.44, y - s.r * 0.63, s.r * 0.88, s.r * 0.05, p.ink)
    ladder = trace("M", x + s.r * 0.24, y + 8, "V", y - s.r * 0.6, "M", x + s.r * 0.36, y + 8, "V", y - s.r * 0.6)
    s.stroke(
        ladder + "".join(trace("M", x + s.r * 0.24, y - s.r * 0.1 * i, "h", s.r * 0.12) for i in range(6)), p.ink, 2.5
    )
    s.floor(y + 4, p.ink)
    figure(s, x - s.r * 0.7, y + 8, s.r * 0.4, p.ink, "child")
    figure(s, x - s.r * 0.95, y + 8, s.r * 0.34, p.ink, "child")


@scene("Family")
def paper_boat(s: Stage) -> None:
    """A folded boat on patterned waves."""
    p, x, y, r = s.p, s.cx, s.ground - s.r * 0.35, s.r
    s.back(p.mid, p.light)
    rays(s, x, y, 20, p.paper, 0.16)
    orb(s, x + r * 0.3, s.cy - r * 0.25, r * 0.5, p.light, p.accent)
    s.turn(f"rotate({s.u(-10, 10):.0f} {x} {y:.0f})")
    s.put("M-90-34L90-34L50 18L-50 18Z", (x, y, r / 100), p.paper)
    s.put("M-36-30L0-95L36-30Z", (x, y, r / 100), p.accent)
    s.put("M-90-34L0-10L90-34L50 18L-50 18Z", (x, y, r / 100), p.deep, 0.22)
    s.end()
    for i in range(5):
        t, w = y + r * (0.05 + 0.24 * i), r * 0.6
        start = -w * (0.5 if i % 2 else 1)
        data = f"M{start:.0f} {t:.0f}" + f"q{w / 2:.0f} {r * 0.22:.0f} {w:.0f} 0" * (int(s.w / w) + 3)
        s.path(f"{data}V{s.h}H{start:.0f}Z", p.tone(0.15 + 0.2 * i))


@scene("Family")
def home(s: Stage) -> None:
    """A small house with lit windows in a winter or a summer."""
    p, x, y = s.p, s.cx, s.ground + 8
    s.back(p.deep, p.mid, p.accent)
    crescent(s, x - s.r * 0.7, s.cy - s.r * 0.6, s.r * 0.3, p.light)
    stars(s, 60, s.cy + 20, p.paper)
    pines(s, y - s.r * 0.1, 9 if not s.wide else 15, s.r * 1.0, p.tone(0.45))
    hills(s, y - 10, s.r * 0.2, p.tone(0.6), 3)
    cottage(s, x - s.r * 0.55, y, s.r * 1.1, p.tone(0.8), p.accent, p.light)
    s.rect(x + s.r * 0.2, y - s.r * 1.32, s.r * 0.14, s.r * 0.4, p.tone(0.8))
    s.glow(x, y - s.r * 0.4, s.r * 1.1, p.light, 0.4)
    s.floor(y - 2, p.tone(0.8), p.ink)
    s.path(
        f"M{x + s.r * 0.1:.0f} {y:.0f}h{s.r * 0.24:.0f}Q{x + s.r * 0.2:.0f} {y + 60:.0f} {x + s.r * 0.5:.0f} {s.h}"
        f"H{x - s.r * 0.5:.0f}Q{x + s.r * 0.1:.0f} {y + 60:.0f} {x + s.r * 0.1:.0f} {y:.0f}Z",
        p.light,
        0.3,
    )
    figure(s, x + s.r * 0.75, y + 12, s.r * 0.4, p.ink, "child")


@scene("Animation")
def paper_hills(s: Stage) -> None:
    """Hills cut from paper; one of them looks back."""
    p, x = s.p, s.cx
    s.back(p.light, p.light)
    s.disc(x + s.r * 0.3, s.cy - s.r * 0.5, s.r * 0.55, p.accent)
    colours = (p.mid, p.accent, p.tone(0.3), p.tone(0.6), p.ink)
    for i in range(5):
        y = s.cy + s.r * (0.1 + 0.34 * i)
        if i == 2:
            s.path(
                f"M{x - s.r * 0.55:.0f} {s.h}V{y:.0f}"
                f"A{s.r * 0.5:.0f} {s.r * 0.56:.0f} 0 0 1 {x + s.r * 0.45:.0f} {y:.0f}"
                f"V{s.h}Z",
                p.light,
            )
            _eyes(s, x - s.r * 0.05, y - s.r * 0.14, s.r * 0.2, s.r * 0.15)
        hills(s, y + 5, s.r * 0.24, p.ink, 3 + i % 2, 0.18)
        hills(s, y, s.r * 0.24, colours[i], 3 + i % 2)


@scene("Animation")
def creatures(s: Stage) -> None:
    """A crowd of odd friends."""
    p = s.p
    s.back(p.mid, p.accent if s.coin() else p.tone(0.3))
    rays(s, s.cx, s.ground, 16, p.light, 0.12)
    colours = (p.light, p.accent, p.deep, p.tone(0.3), p.light)
    for i in range(5):
        w, x = s.r * s.u(0.5, 0.85), s.cx + (i - 2) * s.r * 0.6
        top, colour, kind = s.ground - s.r * s.u(0.5, 1.6), colours[i], s.rng.randrange(3)
        if kind == 0:
            s.path(
                trace("M", x - w / 2, s.h, "V", top + w / 2, "a", w / 2, w / 2, 0, 0, 1, w, 0, "V", s.h, "Z"), colour
            )
        elif kind == 1:
            s.path(trace("M", x - w * 0.6, s.h, "Q", x - w * 0.4, top, x, top, "T", x + w * 0.6, s.h, "Z"), colour)
        else:
            s.path(
                f"M{x - w / 2:.0f} {s.h}V{top - w * 0.2:.0f}l{w * 0.24:.0f} {w * 0.24:.0f}"
                f"h{w * 0.52:.0f}l{w * 0.24:.0f} {-w * 0.24:.0f}"
                f"V{s.h}Z",
                colour,
            )
        if s.coin(0.3):
            s.disc(x, top + w * 0.46, w * 0.24, "#ffffff")
            s.disc(x + s.u(-3, 3), top + w * 0.46, w * 0.12, p.ink)
        else:
            _eyes(s, x, top + w * 0.46, w * 0.19, w * 0.14)
        s.stroke(trace("M", x - w * 0.16, top + w * 0.76, "q", w * 0.16, w * s.u(0.04, 0.22), w * 0.32, 0), p.ink, 3.5)


@scene("Animation")
def bouncing(s: Stage) -> None:
    """A ball drawn frame by frame."""
    p, n = s.p, 13
    s.back(p.mid, p.tone(0.4))
    s.rect(0, 0, s.w, s.h, s.vanish(p.light, 0.2, 0.0))
    y0, span = s.ground - s.r * 0.05, s.r * 2.3
    s.floor(y0 + s.r * 0.26, p.tone(0.7), p.ink)
    path = ""
    for i in range(n):
        t = i / (n - 1)
        x, h = s.cx - span / 2 + span * t, abs(sin(t * pi * 2.4)) * s.r * (0.9 + 0.9 * t)
        flat = 1.25 if h < s.r * 0.12 else 1.0
        k = s.r * (0.12 + 0.24 * t)
        last = i == n - 1
        s.oval(x, y0 - h + s.r * 0.1, k * flat, k / flat, p.light if last else p.accent, 1 if last else 0.15 + 0.6 * t)
        path += f"{'L' if i else 'M'}{x:.0f} {y0 - h + s.r * 0.1:.0f}"
        if last:
            _eyes(s, x, y0 - h + s.r * 0.06, k * 0.36, k * 0.26)
    s.stroke(path, p.paper, 1.5, 0.4, ' stroke-dasharray="2 6"')


@scene("Animation")
def rocket(s: Stage) -> None:
    """A round rocket among friendly planets."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.deep, p.mid, p.accent)
    stars(s, 70, s.h, p.light)
    s.disc(x - r * 1.05, y - r * 0.85, r * 0.3, s.fade(p.light, p.accent))
    s.disc(x + r * 1.15, y + r * 0.7, r * 0.42, s.fade(p.accent, p.mid))
    s.turn(f"translate({x} {y}) rotate({s.u(18, 40):.0f})")
    s.path(
        f"M{-r * 0.18:.0f} {r * 0.6:.0f}Q{-r * 0.3:.0f} {r * 1.1:.0f} 0 {r * 1.7:.0f}"
        f"Q{r * 0.3:.0f} {r * 1.1:.0f} {r * 0.18:.0f} {r * 0.6:.0f}"
        "Z",
        p.accent,
    )
    s.path(
        f"M{-r * 0.09:.0f} {r * 0.6:.0f}Q{-r * 0.12:.0f} {r * 0.95:.0f} 0 {r * 1.25:.0f}"
        f"Q{r * 0.12:.0f} {r * 0.95:.0f} {r * 0.09:.0f} {r * 0.6:.0f}"
        "Z",
        p.light,
    )
    s.path(
        f"M{-r * 0.3:.0f} {r * 0.2:.0f}L{-r * 0.62:.0f} {r * 0.72:.0f}"
        f"L{-r * 0.2:.0f} {r * 0.6:.0f}ZM{r * 0.3:.0f} {r * 0.2:.0f}"
        f"L{r * 0.62:.0f} {r * 0.72:.0f}L{r * 0.2:.0f} {r * 0.6:.0f}Z",
        p.mid,
    )
    s.path(
        f"M{-r * 0.26:.0f} {r * 0.62:.0f}Q{-r * 0.56:.0f} {-r * 0.4:.0f} 0 {-r * 1.05:.0f}"
        f"Q{r * 0.56:.0f} {-r * 0.4:.0f} {r * 0.26:.0f} {r * 0.62:.0f}"
        "Z",
        p.paper,
    )
    s.path(
        f"M{-r * 0.22:.0f} {-r * 0.65:.0f}Q0 {-r * 0.5:.0f} {r * 0.22:.0f} {-r * 0.65:.0f}"
        f"Q{r * 0.12:.0f} {-r * 0.9:.0f} 0 {-r * 1.05:.0f}"
        f"Q{-r * 0.12:.0f} {-r * 0.9:.0f} {-r * 0.22:.0f} {-r * 0.65:.0f}Z",
        p.accent,
    )
    s.disc(0, -r * 0.1, r * 0.24, p.ink)
    s.disc(0, -r * 0.1, r * 0.19, p.mid)
    s.end()
    cloud(s, x - r * 0.6, s.ground + 40, r * 1.4, p.paper, 0.85)
    cloud(s, x + r * 0.7, s.ground + 60, r * 1.6, p.paper, 0.7)


@scene("Animation", "Family")
def under_water(s: Stage) -> None:
    """Fish of every size."""
    p = s.p
    s.back(p.light, p.mid, p.deep)
    rays(s, s.cx, -s.r, 22, p.paper, 0.14)
    water(s, 6, s.cx, s.r, p.paper, 60)
    for i in range(6):
        k, flip = s.r * (0.14 + 0.075 * i), -1 if s.coin() else 1
        x, y = s.cx + s.u(-1.1, 1.1) * s.r, s.cy + (i - 2.5) * s.r * 0.42
        colour = (p.accent, p.light, p.deep)[i % 3]
        s.turn(f"translate({x:.0f} {y:.0f}) scale({flip} 1)")
        s.path(
            f"M{-k * 1.2:.0f} 0Q0 {-k * 1.2:.0f} {k:.0f} 0"
            f"Q0 {k * 1.2:.0f} {-k * 1.2:.0f} 0L{-k * 1.75:.0f} {-k * 0.55:.0f}"
            f"L{-k * 1.55:.0f} 0L{-k * 1.75:.0f} {k * 0.55:.0f}Z",
            colour,
        )
        s.disc(k * 0.45, -k * 0.14, k * 0.2, "#ffffff")
        s.disc(k * 0.5, -k * 0.14, k * 0.1, p.ink)
        s.end()
    for _ in range(9):
        s.ring(s.cx + s.u(-1.4, 1.4) * s.r, s.u(20, s.ground), s.u(3, 9), p.paper, 1.5, 0.6)
    hills(s, s.ground + 40, s.r * 0.3, p.tone(0.8), 4)
