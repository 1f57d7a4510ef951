"""Comedy: bright colours, things out of line, faces made of little."""

from __future__ import annotations

from catalog.artwork.built import beam, curtain
from catalog.artwork.nature import cloud, hills, rays
from catalog.artwork.people import figure, umbrella
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Comedy")
def tiles(s: Stage) -> None:
    """A board of quarter rounds."""
    p, size = s.p, 100 if not s.wide else 90
    colours = (p.light, p.accent, p.mid, p.tone(0.45), p.deep)
    s.back(p.deep)
    for row in range(-(-s.h // size)):
        for col in range(-(-s.w // size)):
            x, y = col * size, row * size
            ground, top = s.rng.sample(colours, 2)
            s.rect(x, y, size + 0.5, size + 0.5, ground)
            kind, c, e = s.rng.randrange(5), size / 2, size
            if kind == 0:
                s.disc(x + c, y + c, c * 0.62, top)
            elif kind == 1:
                s.path(f"M{x} {y}h{e}a{e} {e} 0 0 1-{e} {e}Z", top)
            elif kind == 2:
                s.path(f"M{x} {y + e}a{c:.0f} {c:.0f} 0 0 1 {e} 0Z", top)
            elif kind == 3:
                s.path(f"M{x + e} {y}v{e}a{e} {e} 0 0 1-{e}-{e}Z", top)
            else:
                s.path(f"M{x} {y}l{e} {e}h-{e}Z", top)


@scene("Comedy")
def rainbow(s: Stage) -> None:
    """Fat arcs that rise out of nowhere, someone tiny on top."""
    p, n = s.p, 5
    x, y = s.cx + s.u(-30, 30), s.ground + 30
    s.back(p.mid, p.tone(0.35))
    colours = (p.accent, p.light, p.tone(0.5), p.mid, p.light)
    for i in range(n):
        r = s.r * (1.55 - i * 0.26)
        s.path(trace("M", x - r, s.h, "V", y, "A", r, r, 0, 0, 1, x + r, y, "V", s.h, "Z"), colours[i])
    s.path(
        trace("M", x - s.r * 0.25, s.h, "V", y, "A", s.r * 0.25, s.r * 0.25, 0, 0, 1, x + s.r * 0.25, y, "V", s.h, "Z"),
        p.deep,
    )
    figure(s, x, y - s.r * 1.55 + 3, s.r * 0.5, p.ink, ("coat", "dress", "walk", "child")[s.rng.randrange(4)])


@scene("Comedy")
def odd_one_out(s: Stage) -> None:
    """Rows of umbrellas, one of them wrong."""
    p, cols, rows = s.p, 3 if not s.wide else 5, 4 if not s.wide else 3
    s.back(p.mid, p.tone(0.4))
    w = s.w / cols
    odd = (cols - 2 if s.wide else 1, 1)
    for row in range(rows):
        for col in range(cols + row % 2):
            x, y = (col + 0.5 - 0.5 * (row % 2)) * w, s.h * 0.17 + row * w * 0.78
            if (col, row) == odd:
                s.turn(f"rotate(172 {x:.0f} {y:.0f})")
                umbrella(s, x, y + w * 0.1, w * 0.36, p.light, p.ink)
                s.end()
            else:
                umbrella(s, x, y, w * 0.36, p.accent, p.ink)


_HEADS = (
    "M-100 0a100 100 0 1 1 200 0a100 100 0 1 1-200 0Z",
    "M-86-100H86V70Q86 104 50 104H-50Q-86 104-86 70Z",
    "M0-118Q92-118 92 0Q92 112 0 112T-92 0Q-92-118 0-118Z",
    "M-104-60Q0-130 104-60Q96 110 0 112T-104-60Z",
)
_MOUTHS = (
    "M-60 22H60A60 60 0 0 1-60 22Z",
    "M-44 44Q10 62 54 28Q46 78 6 74Q-30 72-44 44Z",
    "M-22 52a22 26 0 1 1 44 0a22 26 0 1 1-44 0Z",
    "M-64 34Q-32 22 0 40T64 34Q34 62 0 54T-64 34Z",
    "M-40 60Q0 16 40 60Q0 44-40 60Z",
)
_HATS = (
    "M-70-84H70V-98H44V-150H-44V-98H-70Z",
    "M-96-80Q0-112 96-80L60-92Q56-150 0-150T-60-92Z",
    "M-4-108L-40-170 0-150 8-186 26-150 62-166 34-104Z",
    "M-92-50Q-100-130 0-132T92-50Q60-96 0-92T-92-50Z",
)


@scene("Comedy")
def odd_face(s: Stage) -> None:
    """A face made of a few bright shapes."""
    p, at = s.p, (s.cx, s.cy + s.r * 0.2, s.r * 0.0102)
    s.back(p.mid, p.tone(0.5))
    if s.coin():
        rays(s, s.cx, s.cy, 14, p.light, 0.14, s.u(0, 1))
    else:
        s.disc(s.cx, s.cy, s.r * 1.5, p.tone(0.25), 0.6)
    skin, other = (p.light, p.accent) if s.coin(0.6) else (p.accent, p.light)
    look = s.u(-11, 11)
    s.turn(f"rotate({s.u(-9, 9):.0f} {s.cx} {s.cy:.0f})")
    s.put(s.rng.choice(_HEADS), at, skin)
    for side, size in ((-36, s.u(17, 25)), (36, s.u(17, 25))):
        s.put(
            f"M{side - size:.0f}-30a{size:.0f} {size:.0f} 0 1 1 {2 * size:.0f} 0"
            f"a{size:.0f} {size:.0f} 0 1 1-{2 * size:.0f} 0Z",
            at,
            p.paper,
        )
        s.put(f"M{side + look - 9:.0f}-28a9 9 0 1 1 18 0a9 9 0 1 1-18 0Z", at, p.ink)
    if s.coin(0.4):
        s.line(
            "M-66-30a29 29 0 1 1 58 0a29 29 0 1 1-58 0ZM8-30a29 29 0 1 1 58 0a29 29 0 1 1-58 0ZM-8-32H8",
            at,
            p.ink,
            s.r * 0.05,
        )
    else:
        s.line(f"M-60-64q24-{s.u(2, 24):.0f} 46 0M14-64q24-{s.u(2, 24):.0f} 46 0", at, p.ink, s.r * 0.07)
    s.put(s.rng.choice(_MOUTHS), at, p.deep)
    if s.coin(0.35):
        s.put("M0 14Q-14 30-52 22Q-30 2 0 12Q30 2 52 22Q14 30 0 14Z", at, p.ink)
    s.put(s.rng.choice(_HATS), at, other if s.coin() else p.ink)
    s.end()


@scene("Comedy")
def wobbling_tower(s: Stage) -> None:
    """A leaning pile of luggage with someone on top."""
    p, y, x = s.p, s.ground + 14, s.cx
    s.back(p.light, p.light, p.accent)
    s.rect(0, 0, s.w, s.h, s.vanish(p.mid, 0.9, 0.55))
    rays(s, x, y, 18, p.light, 0.12)
    s.floor(y - 2, p.tone(0.55), p.ink)
    colours = (p.accent, p.light, p.deep, p.tone(0.4))
    for i in range(6):
        w, h = s.r * s.u(0.6, 1.15), s.r * s.u(0.24, 0.36)
        s.turn(f"rotate({s.u(-7, 7):.0f} {x:.0f} {y:.0f})")
        s.rect(x - w / 2, y - h, w, h - 2, colours[i % 4])
        s.rect(x - w * 0.32, y - h, w * 0.07, h - 2, p.ink, 0.5)
        s.rect(x + w * 0.25, y - h, w * 0.07, h - 2, p.ink, 0.5)
        s.end()
        y -= h
        x += s.u(-0.1, 0.14) * s.r
    figure(s, x, y + 2, s.r * 0.62, p.ink, "walk" if s.coin() else "dress")


@scene("Comedy")
def spotlight(s: Stage) -> None:
    """An empty stage, a microphone, a hat that someone lost."""
    p, y = s.p, s.ground + 10
    s.back(p.tone(0.45), p.tone(0.7))
    s.floor(y - s.r * 0.25, p.tone(0.75), p.ink)
    beam(s, s.cx + s.r * 0.7, -20, s.cx, y, s.r * 0.7, p.light, 0.9)
    s.oval(s.cx, y, s.r * 0.7, s.r * 0.16, p.light, 0.85)
    if s.coin():
        s.line("M0 0V-115", (s.cx, y, s.r / 100), p.ink, 5)
        s.oval(s.cx, y, s.r * 0.24, s.r * 0.05, p.ink)
        s.oval(s.cx, y - s.r * 1.22, s.r * 0.1, s.r * 0.14, p.ink)
    else:
        figure(s, s.cx, y + 2, s.r * 1.05, p.ink, ("dress", "coat", "walk")[s.rng.randrange(3)])
    curtain(s, p.mid, p.deep, 0.2 if not s.wide else 0.13)


@scene("Comedy")
def crooked_street(s: Stage) -> None:
    """A row of neat houses and one that is not."""
    p, n = s.p, 5 if not s.wide else 8
    w, y = s.w / n, s.ground + 6
    s.back(p.mid, p.light)
    cloud(s, s.cx - s.r * 0.6, s.cy - s.r * 0.6, s.r * 0.9, p.paper, 0.8)
    cloud(s, s.cx + s.r * 0.9, s.cy - s.r * 0.95, s.r * 0.7, p.paper, 0.6)
    hills(s, y - s.r * 0.2, s.r * 0.35, p.tone(0.3), 4)
    odd = n // 2 + (1 if s.wide else 0)
    for i in range(n):
        x, h = (i + 0.5) * w, s.r * (1.75 if i == odd else 0.8)
        wall, roof = (p.accent, p.ink) if i == odd else (p.tone(0.55 + 0.1 * (i % 2)), p.deep)
        s.turn(f"translate({x:.0f} {y:.0f}) skewX({-11 if i == odd else 0})")
        s.rect(-w * 0.4, -h, w * 0.8, h, wall)
        s.path(trace("M", -w * 0.5, -h, "L", 0, -h - w * 0.55, "L", w * 0.5, -h, "Z"), roof)
        for j in range(int(h / (s.r * 0.42))):
            s.rect(-w * 0.24, -h + s.r * (0.14 + 0.42 * j), w * 0.16, s.r * 0.2, p.light)
            s.rect(w * 0.08, -h + s.r * (0.14 + 0.42 * j), w * 0.16, s.r * 0.2, p.light)
        s.end()
    s.floor(y - 1, p.tone(0.7), p.ink)


@scene("Comedy")
def chase(s: Stage) -> None:
    """People running in a row over a checkered floor."""
    p, y, n = s.p, s.ground - 8, 3
    s.back(p.light, p.accent)
    s.rect(0, 0, s.w, s.h, s.vanish(p.mid, 0.85, 0.2))
    s.disc(s.cx, s.cy - s.r * 0.1, s.r * 1.05, p.light, 0.9)
    s.floor(y, p.deep)
    for row in range(4):
        a, b = y + (s.h - y) * (row / 4) ** 1.6, y + (s.h - y) * ((row + 1) / 4) ** 1.6
        ka, kb = 0.35 + (a - y) / 90, 0.35 + (b - y) / 90
        for col in range(-6, 7):
            if (col + row) % 2 == 0:
                q = s.r * 0.3
                s.path(
                    f"M{s.cx + col * q * ka:.0f} {a:.0f}L{s.cx + (col + 1) * q * ka:.0f} {a:.0f}"
                    f"L{s.cx + (col + 1) * q * kb:.0f} {b:.0f}"
                    f"L{s.cx + col * q * kb:.0f} {b:.0f}Z",
                    p.light,
                    0.8,
                )
    for i in range(n):
        figure(s, s.cx + (i - 1) * s.r * 0.68, y + 12, s.r * (0.95 - 0.12 * i), p.ink if i else p.deep, "run")


@scene("Comedy")
def peeking(s: Stage) -> None:
    """Pairs of eyes in shapes that crowd each other."""
    p = s.p
    s.back(p.mid, p.tone(0.3))
    colours = (p.accent, p.light, p.tone(0.5), p.deep)
    for i in range(4):
        w = s.r * s.u(0.62, 0.9)
        x, top = s.cx + (i - 1.5) * s.r * 0.72, s.cy - s.r * s.u(-0.35, 0.75)
        colour = colours[i]
        s.path(
            f"M{x - w / 2:.0f} {s.h}V{top + w / 2:.0f}A{w / 2:.0f} {w / 2:.0f} 0 0 1 {x + w / 2:.0f} {top + w / 2:.0f}"
            f"V{s.h}Z",
            colour,
        )
        look = s.u(-0.05, 0.05) * w
        for side in (-1, 1):
            s.disc(x + side * w * 0.19, top + w * 0.5, w * 0.15, p.paper)
            s.disc(x + side * w * 0.19 + look, top + w * 0.52, w * 0.07, p.ink)
        s.stroke(
            trace("M", x - w * 0.16, top + w * 0.84, "q", w * 0.16, w * s.u(-0.1, 0.2), w * 0.32, 0), p.ink, w * 0.05
        )


@scene("Comedy")
def lifted(s: Stage) -> None:
    """Someone carried off by a bunch of balloons."""
    p, x, y = s.p, s.cx, s.ground - s.r * 0.35
    s.back(p.mid, p.light)
    cloud(s, x - s.r * 0.8, y - s.r * 0.1, s.r * 0.9, p.paper, 0.7)
    cloud(s, x + s.r * 0.9, s.cy - s.r * 0.6, s.r * 0.8, p.paper, 0.5)
    knot = (x, y - s.r * 0.6)
    spots = [(x + s.u(-0.75, 0.75) * s.r, s.cy - s.r * s.u(-0.1, 0.85), i) for i in range(9)]
    s.stroke("".join(f"M{bx:.0f} {by:.0f}L{knot[0]:.0f} {knot[1]:.0f}" for bx, by, _ in spots), p.ink, 1.2, 0.6)
    for bx, by, i in spots:
        colour = (p.accent, p.deep, p.light, p.tone(0.35))[i % 4]
        s.put("M0 24Q-24 4-24-14A24 24 0 1 1 24-14Q24 4 0 24ZM-5 30L0 22 5 30Z", (bx, by, s.r / 85), colour)
        s.put("M-13-20q2-10 11-12", (bx, by, s.r / 85), p.paper, 0.6)
    figure(s, x, y + s.r * 0.1, s.r * 0.72, p.ink, ("coat", "dress", "walk")[s.rng.randrange(3)])
    hills(s, s.ground + 30, s.r * 0.25, p.tone(0.65), 4)


@scene("Comedy")
def odd_socks(s: Stage) -> None:
    """A washing line on which nothing goes together."""
    p, at_y = s.p, s.cy - s.r * 0.55
    s.back(p.mid, p.tone(0.35))
    s.disc(s.cx + s.r * 0.3, s.cy, s.r * 1.05, p.light, 0.28)
    s.stroke(f"M-10 {at_y:.0f}Q{s.cx} {at_y + s.r * 0.3:.0f} {s.w + 10} {at_y - 10:.0f}", p.ink, 3)
    shapes = (
        "M-22 0H22V78Q22 92 36 96L52 102Q66 122 40 124H0Q-22 122-22 96Z",
        "M-46 0H46L38 34H28V110H-28V34H-38Z",
        "M-34 0H34L40 118H8L0 46-8 118H-40Z",
        "M-40 0Q0 26 40 0L58 112H-58Z",
    )
    for i in range(4):
        x, k = s.cx + (i - 1.5) * s.r * 0.74, s.r * s.u(0.0082, 0.0112)
        y = at_y + s.r * 0.14 - abs(i - 1.5) * 5
        s.turn(f"rotate({s.u(-6, 6):.0f} {x:.0f} {y:.0f})")
        s.put(shapes[s.rng.randrange(4)], (x, y, k), (p.accent, p.light, p.deep, p.paper)[i])
        s.line("M-16-8V8M16-8V8", (x, y, k), p.ink, 5)
        s.end()
    hills(s, s.ground + 20, s.r * 0.2, p.tone(0.7), 4)


@scene("Comedy")
def last_domino(s: Stage) -> None:
    """A row of dominoes, falling towards someone."""
    p, y, n = s.p, s.ground + 8, 8
    s.back(p.mid, p.tone(0.3))
    s.disc(s.cx, s.cy, s.r * 1.1, p.light)
    s.floor(y - 2, p.tone(0.6), p.ink)
    for i in range(n):
        x, lean = s.cx - s.r * 1.5 + i * s.r * 0.3, max(0, 62 - i * 10)
        s.turn(f"translate({x:.0f} {y:.0f}) rotate({lean})")
        s.rect(-s.r * 0.15, -s.r * 0.95, s.r * 0.15, s.r * 0.95, (p.accent, p.deep)[i % 2])
        s.rect(-s.r * 0.1, -s.r * 0.49, s.r * 0.05, s.r * 0.03, p.paper)
        s.end()
    figure(s, s.cx + s.r * 1.05, y + 2, s.r * 0.75, p.ink, "walk" if s.coin() else "dress")
