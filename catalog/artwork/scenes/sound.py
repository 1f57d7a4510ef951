"""Music and musical: records, strings, keys and waves; curtains, bulbs and fans."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.built import beam, curtain
from catalog.artwork.nature import rays, star, stars
from catalog.artwork.people import couple, figure
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Music")
def record(s: Stage) -> None:
    """A record, cropped, with its arm."""
    p, x, y, r = s.p, s.cx + s.u(-20, 20), s.cy, s.r * 1.42
    s.back(p.mid, p.tone(0.5))
    s.disc(x + 6, y + 10, r, p.ink, 0.5)
    s.disc(x, y, r, p.ink)
    for i in range(9):
        s.ring(x, y, r * (0.94 - i * 0.065), p.mid if i % 3 else p.light, 1, 0.4)
    for a in (0.5, 0.5 + pi):
        s.path(
            f"M{x:.0f} {y:.0f}L{x + cos(a) * r * 0.97:.0f} {y + sin(a) * r * 0.97:.0f}"
            f"L{x + cos(a + 0.34) * r * 0.97:.0f} {y + sin(a + 0.34) * r * 0.97:.0f}"
            "Z",
            p.light,
            0.14,
        )
    s.disc(x, y, r * 0.34, p.accent)
    s.put("M-34 0a34 34 0 0 1 68 0Z", (x, y, r / 100), p.light)
    s.disc(x, y, r * 0.045, p.ink)
    s.line("M98-95L90 10l-32 30", (x, y, r / 100), p.paper, 6)
    s.disc(x + r * 0.98, y - r * 0.95, r * 0.13, p.tone(0.3))


@scene("Music")
def levels(s: Stage) -> None:
    """Bars of sound and a small singer."""
    p, n = s.p, 15 if not s.wide else 23
    y, w = s.ground + 8, s.w / n
    s.back(p.ink, p.tone(0.5), p.mid)
    s.glow(s.cx, s.cy, s.r * 1.9, p.accent, 0.6)
    paint = s.fade(p.light, p.accent, p.mid)
    for i in range(n):
        far = abs((i + 0.5) * w - s.cx) / s.r
        h = s.r * (0.35 + 1.5 * s.rng.random() * max(0.25, 1 - far * 0.5))
        s.rect(i * w + w * 0.16, y - h, w * 0.68, h, paint)
    s.floor(y, p.tone(0.85), p.ink)
    figure(s, s.cx, y + 12, s.r * 0.95, p.ink, "dress" if s.coin() else "coat")


@scene("Music")
def strings(s: Stage) -> None:
    """Strings over a sound hole."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.accent, p.mid, p.tone(0.5))
    s.disc(x, y, r * 1.2, p.tone(0.3))
    for i in range(4):
        s.ring(x, y, r * (1.17 - i * 0.06), p.light if i % 2 else p.deep, 4, 0.8)
    s.disc(x, y, r * 0.92, s.ball(p.ink, p.deep))
    s.turn(f"rotate({s.u(-24, 24):.0f} {x} {y})")
    for i in range(6):
        sx = x + (i - 2.5) * r * 0.26
        bend = s.u(-1, 1) * r * 0.14 if i in (2, 3) else 0
        s.stroke(trace("M", sx, -s.h, "Q", sx + bend, y, sx, s.h * 2), p.paper, 1.5 + i * 0.55, 0.95)
    s.end()


@scene("Music")
def keys(s: Stage) -> None:
    """Piano keys that run into the dark."""
    p, n = s.p, 8 if not s.wide else 12
    s.back(p.ink, p.tone(0.5))
    s.glow(s.cx, s.cy - s.r * 0.5, s.r * 1.9, p.accent, 0.8)
    figure(s, s.cx + s.u(-0.4, 0.4) * s.r, s.cy + s.r * 0.15, s.r * 1.1, p.ink, "coat" if s.coin() else "dress")
    y, x = s.cy + s.r * 0.1, s.cx
    for i in range(-n, n):
        a, b = i * s.r * 0.2, (i + 0.92) * s.r * 0.2
        s.poly([(x + a, y), (x + b, y), (x + b * 2.6, s.h), (x + a * 2.6, s.h)], p.accent if i == 1 else p.light)
    for i in range(-n, n):
        if i % 7 not in (2, 6):
            a, b = (i + 0.68) * s.r * 0.2, (i + 1.24) * s.r * 0.2
            s.path(
                f"M{x + a:.0f} {y:.0f}L{x + b:.0f} {y:.0f}L{x + b * 1.75:.0f} {y + (s.h - y) * 0.5:.0f}"
                f"L{x + a * 1.75:.0f} {y + (s.h - y) * 0.5:.0f}"
                "Z",
                p.ink,
            )
    s.rect(0, y - 4, s.w, 6, p.accent)


@scene("Music")
def microphone(s: Stage) -> None:
    """A microphone in a cone of light."""
    p, x, y, r = s.p, s.cx, s.cy - s.r * 0.15, s.r
    s.back(p.tone(0.6), p.tone(0.35), p.ink)
    beam(s, x + r * 1.2, -60, x - r * 0.2, s.ground + 30, r * 0.9, p.light, 0.6)
    for i in range(5):
        s.ring(x, y, r * (0.8 + 0.28 * i), p.accent, 3, 0.6 - 0.11 * i)
    s.stroke(trace("M", x, y + r * 0.5, "V", s.h), p.ink, r * 0.09)
    s.put("M-42-5v-25a42 42 0 0 1 84 0v25Z", (x, y, r / 100), s.fade(p.paper, p.mid, across=True))
    s.put("M-42 5h84v20a42 42 0 0 1-84 0Z", (x, y, r / 100), s.fade(p.light, p.tone(0.5), across=True))
    s.rect(x - r * 0.46, y - r * 0.06, r * 0.92, r * 0.12, p.accent)
    s.stroke(
        "".join(trace("M", x - r * 0.36, y - r * (0.16 + 0.11 * i), "h", r * 0.72) for i in range(4)), p.ink, 3, 0.6
    )


@scene("Music")
def waves(s: Stage) -> None:
    """Swinging lines that cross in a knot of light."""
    p, n, lines = s.p, 18, 11
    s.back(p.ink, p.tone(0.5), p.ink)
    s.glow(s.cx, s.cy, s.r * 1.9, p.mid, 1)
    beats, start = s.u(1.2, 2.2), s.u(0, pi)
    for line in range(lines):
        reach, points = (line / (lines - 1) - 0.5) * 2.4, ""
        for i in range(n + 1):
            t = i / n
            y = s.cy + sin(start + t * beats * pi) * s.r * reach * (1 - 0.45 * t)
            points += f"{'L' if i else 'M'}{t * s.w:.0f} {y:.0f}"
        s.stroke(points, p.accent if line == 2 else p.light, 3.5 if line == 2 else 1.8, 0.4 + 0.05 * line)
    figure(s, s.cx + s.r * 0.3, s.ground + 8, s.r * 0.6, p.ink)


@scene("Musical")
def first_curtain(s: Stage) -> None:
    """Curtains open on a couple dancing."""
    p, y = s.p, s.ground + 14
    s.back(p.tone(0.5), p.mid, p.tone(0.4))
    rays(s, s.cx, y, 26, p.light, 0.14)
    for side in (-1, 1):
        beam(s, s.cx + side * s.r * 1.4, -30, s.cx, y, s.r * 0.5, p.light, 0.7)
    s.floor(y - s.r * 0.12, p.tone(0.6), p.ink)
    s.oval(s.cx, y, s.r * 0.85, s.r * 0.14, p.light, 0.85)
    couple(s, s.cx, y + 4, s.r * 1.05, p.ink)
    curtain(s, p.mid if s.coin() else p.accent, p.deep, 0.24 if not s.wide else 0.14)


@scene("Musical")
def marquee(s: Stage) -> None:
    """Arches of light bulbs."""
    p, x, y = s.p, s.cx, s.ground + 10
    s.back(p.tone(0.35), p.mid, p.deep)
    for ring in range(4):
        r = s.r * (1.5 - ring * 0.3)
        s.path(
            trace("M", x - r, s.h, "V", y - r * 0.75, "A", r, r, 0, 0, 1, x + r, y - r * 0.75, "V", s.h, "Z"),
            (p.deep, p.accent, p.mid, p.ink)[ring],
        )
        inner = r - s.r * 0.15
        count = 15 - ring * 2
        dots = "".join(
            f"M{x - cos(a) * inner:.0f} {y - r * 0.75 - sin(a) * inner:.0f}h0"
            for a in (pi * i / count for i in range(count + 1))
        )
        dots += "".join(
            f"M{x + side * inner:.0f} {y - r * 0.75 + (i + 1) * s.r * 0.26:.0f}h0" for side in (-1, 1) for i in range(6)
        )
        if ring < 3:
            s.stroke(dots, p.light, 9, 1, ' stroke-linecap="round"')
            s.stroke(dots, p.paper, 4, 1, ' stroke-linecap="round"')
    s.glow(x, y - s.r * 0.3, s.r * 0.7, p.accent, 0.9)
    figure(s, x, y + 12, s.r * 0.85, p.light, "dress" if s.coin() else "walk")
    s.floor(y + 8, p.ink)


@scene("Musical")
def fans(s: Stage) -> None:
    """Shells of light, row upon row."""
    p, r = s.p, s.w / (5.0 if not s.wide else 8.0)
    rings = enumerate((p.light, p.mid, p.accent, p.deep))
    shell = "".join(f'<circle r="{r * (0.98 - i * 0.24):.1f}" fill="{colour}"/>' for i, colour in rings)
    spots = [(x, row) for row in range(-1, 4) for x in ((1,) if row % 2 else (0, 2))]
    uses = "".join(f'<use href="#u" x="{x * r:.1f}" y="{row * r * 0.62:.1f}"/>' for x, row in spots)
    s.back(s.tile(r * 2, r * 1.24, f'<defs><g id="u">{shell}</g></defs>{uses}'))
    s.glow(s.cx, s.cy, s.r * 1.6, p.light, 0.5)
    figure(s, s.cx, s.ground, s.r * 1.5, p.ink, "dress")


@scene("Musical")
def grand_stairs(s: Stage) -> None:
    """Wide steps and a star at the top."""
    p, n = s.p, 9
    s.back(p.tone(0.4), p.mid)
    stars(s, 60, s.cy, p.light)
    x, top = s.cx, s.cy + s.r * 0.1
    rays(s, x, top - s.r * 0.5, 22, p.light, 0.18)
    s.glow(x, top - s.r * 0.4, s.r * 1.4, p.light, 0.9)
    for i in range(n):
        w, y = s.r * (0.6 + i * 0.17), top + i * s.r * 0.2
        s.rect(x - w, y, w * 2, s.r * 0.21, s.fade(p.accent, p.tone(0.5)))
        s.rect(x - w, y, w * 2, 3, p.light)
    figure(s, x, top + 2, s.r * 0.95, p.ink, "dress" if s.coin(0.7) else "hat")


@scene("Musical")
def dancing_star(s: Stage) -> None:
    """A dancer in a many-pointed star."""
    p, x, y = s.p, s.cx, s.cy
    s.back(p.mid, p.tone(0.6), p.ink)
    turn = s.u(0, 1)
    for i, colour in enumerate((p.tone(0.4), p.accent, p.light, p.deep)):
        s.path(star(x, y, 12, s.r * (1.5 - i * 0.2), s.r * (1.1 - i * 0.15), turn + i * 0.13), colour)
    s.disc(x, y, s.r * 0.68, s.fade(p.mid, p.deep))
    figure(s, x, y + s.r * 0.72, s.r * 1.35, p.light, "run" if s.coin() else "dress", mirrored=s.coin())
    dots = "".join(
        f"M{x + sin(a) * s.r * 1.45:.0f} {y + cos(a) * s.r * 1.45:.0f}h0" for a in (2 * pi * i / 24 for i in range(24))
    )
    s.stroke(dots, p.light, 7, 0.9, ' stroke-linecap="round"')
