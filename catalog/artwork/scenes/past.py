"""History and western: columns, banners, sails and arches; mesas, rails, windmills and low suns."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.nature import birds, cloud, crescent, fog, hills, orb, range_of, rays, stars, water
from catalog.artwork.people import boat, face, figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("History")
def columns(s: Stage) -> None:
    """A temple front against the evening."""
    p, x, y, r = s.p, s.cx, s.ground + 6, s.r
    s.back(p.deep, p.mid, p.accent)
    orb(s, x + r * 0.2, s.cy + r * 0.1, r * 0.85, p.light, p.accent)
    hills(s, y, r * 0.2, p.tone(0.5), 4)
    n, w, top = 5, r * 2.1, y - r * 1.15
    for i in range(n):
        cx = x - w / 2 + w * (i + 0.5) / n
        broken = r * 0.45 if i == n - 1 and s.coin(0.6) else 0.0
        s.path(
            f"M{cx - r * 0.12:.0f} {y:.0f}L{cx - r * 0.095:.0f} {top + broken:.0f}"
            f"L{cx + r * 0.095:.0f} {top + broken * 0.7:.0f}"
            f"L{cx + r * 0.12:.0f} {y:.0f}Z",
            s.fade(p.tone(0.75), p.ink, across=True),
        )
        s.rect(cx - r * 0.14, top + broken - 2, r * 0.28, r * 0.06, p.ink)
    s.rect(x - w * 0.53, top - r * 0.14, w * 0.86, r * 0.15, p.ink)
    s.poly([(x - w * 0.55, top - r * 0.14), (x, top - r * 0.55), (x + w * 0.33, top - r * 0.14)], p.tone(0.85))
    for i in range(3):
        s.rect(x - w * (0.54 + 0.05 * i), y + i * r * 0.08, w * (1.08 + 0.1 * i), r * 0.08, p.tone(0.7 + 0.12 * i))
    s.floor(y + r * 0.24, p.ink)
    figure(s, x, y + r * 0.1, r * 0.36, p.light, "dress")


@scene("History", "War")
def banners(s: Stage) -> None:
    """Spears and banners over a rise."""
    p, y = s.p, s.ground + 6
    s.back(p.deep, p.mid, p.accent)
    orb(s, s.cx, y - s.r * 0.6, s.r * 0.8, p.light, p.accent)
    fog(s, y - 20, s.r * 0.6, p.light, 0.25)
    spears = "".join(
        f"M{x:.0f} {y + 20:.0f}l{s.u(-8, 8):.0f} {-s.r * s.u(0.75, 1.05):.0f}"
        for x in (s.w * (i + s.u(0, 1)) / 26 for i in range(26))
    )
    s.stroke(spears, p.ink, 2.2)
    for i in range(4):
        x, h = s.cx + (i - 1.5) * s.r * 0.62 + s.u(-10, 10), s.r * s.u(1.35, 1.8)
        s.stroke(trace("M", x, y + 20, "v", -h), p.ink, 4)
        w = s.r * 0.36
        s.path(
            f"M{x:.0f} {y + 20 - h:.0f}q{w * 0.5:.0f} {-w * 0.25:.0f} {w:.0f} 0"
            f"t{w * 0.6:.0f} {w * 0.06:.0f}l{-w * 0.24:.0f} {w * 0.36:.0f}"
            f"l{w * 0.24:.0f} {w * 0.4:.0f}q{-w * 0.4:.0f} {w * 0.1:.0f} {-w * 0.7:.0f} 0t{-w * 0.9:.0f} 0Z",
            p.accent if i % 2 else p.tone(0.6),
        )
    heads = "".join(f"M{s.w * i / 30:.0f} {y + 8 + s.u(-5, 5):.0f}a8 9 0 1 1 16 0v30h-16Z" for i in range(31))
    s.path(heads, p.ink)
    s.floor(y + 14, p.ink)


@scene("History")
def aqueduct(s: Stage) -> None:
    """Arches that walk off into the distance."""
    p, y, x = s.p, s.ground + 6, s.cx
    s.back(p.mid, p.light, p.accent)
    orb(s, x + s.r * 0.5, s.cy - s.r * 0.2, s.r * 0.45, p.light)
    range_of(s, 2, y - s.r * 0.15, y, s.r * 0.4, soft=True, far=0.15)
    for tier in range(2):
        n, h = 4 + tier * 3, s.r * (0.95 - 0.4 * tier)
        base = y + 4 - tier * s.r * 0.92
        w = s.w * 1.1 / n
        data = f"M-20 {base - h:.0f}H{s.w + 20}V{base:.0f}H-20Z"
        for i in range(n + 1):
            a, r = i * w - 20 - s.w * 0.02, w * 0.36
            data += f"M{a - r:.0f} {base:.0f}V{base - h * 0.82 + r:.0f}a{r:.0f} {r:.0f} 0 0 1 {2 * r:.0f} 0V{base:.0f}Z"
        s.body.append(f'<path fill-rule="evenodd" d="{data}" fill="{s.fade(p.tone(0.5), p.ink)}"/>')
    hills(s, y + 16, 22, p.ink, 5)
    figure(s, x - s.r * 0.2, y + 14, s.r * 0.34, p.ink)
    birds(s, x, s.cy - s.r * 0.9, 5, 9, p.ink)


@scene("History")
def coin(s: Stage) -> None:
    """A ruler's head on metal."""
    p, x, y, r = s.p, s.cx, s.cy, s.r
    s.back(p.tone(0.55), p.tone(0.8), p.ink)
    rays(s, x, y, 24, p.light, 0.06)
    s.disc(x + 6, y + 10, r * 1.2, p.ink, 0.6)
    s.disc(x, y, r * 1.18, s.ball(p.light, p.accent, 0.35, 0.3))
    s.ring(x, y, r * 1.06, p.ink, 2, 0.5)
    dots = "".join(
        f"M{x + cos(a) * r * 1.12:.1f} {y + sin(a) * r * 1.12:.1f}h0" for a in (2 * pi * i / 60 for i in range(60))
    )
    s.stroke(dots, p.ink, 4, 0.5, ' stroke-linecap="round"')
    s.clip("M-104 0a104 104 0 1 1 0 .1Z", (x, y, r / 100))
    face(s, x, y + r * 0.28, r * 1.75, p.deep)
    s.end()
    leaf = "".join(
        f"M{x - r * 0.42 + i * r * 0.14:.0f} {y - r * (0.36 + 0.06 * sin(i)):.0f}"
        f"q{r * 0.14:.0f} {-r * 0.2:.0f} {r * 0.24:.0f} {-r * 0.16:.0f}"
        f"q{-r * 0.02:.0f} {r * 0.14:.0f} {-r * 0.24:.0f} {r * 0.16:.0f}Z"
        for i in range(6)
    )
    s.path(leaf, p.light)


@scene("History")
def fleet(s: Stage) -> None:
    """Sails on a golden sea."""
    p, y = s.p, s.ground - s.r * 0.35
    s.back(p.deep, p.mid, p.accent, p.light)
    orb(s, s.cx + s.r * 0.3, y - s.r * 0.2, s.r * 0.7, p.light, p.accent)
    cloud(s, s.cx - s.r * 0.7, s.cy - s.r * 0.6, s.r * 1.1, p.light, 0.25)
    s.floor(y, p.tone(0.3), p.ink)
    water(s, y, s.cx + s.r * 0.3, s.r * 0.6, p.light)
    for dx, dy, w in ((-1.0, 0.06, 0.26), (-0.35, 0.1, 0.3), (0.9, 0.12, 0.34), (0.55, 0.3, 0.55), (-0.6, 0.55, 0.85)):
        boat(s, s.cx + dx * s.r, y + dy * s.r, w * s.r, p.ink, p.tone(1 - w) if w < 0.8 else p.accent)


@scene("Western", low=True)
def mesas(s: Stage) -> None:
    """Table mountains before a low sun."""
    p, y, x = s.p, s.ground - s.r * 0.2, s.cx
    s.back(p.mid, p.accent, p.light)
    orb(s, x + s.u(-0.4, 0.4) * s.r, y - s.r * 0.35, s.r * 0.75, p.light, p.accent)
    for i in range(3):
        tone, base = p.tone(0.25 + 0.27 * i), y + i * s.r * 0.2
        for _ in range(2):
            w, h, mx = s.r * s.u(0.35, 0.8), s.r * s.u(0.45, 1.05) * (1.15 - 0.25 * i), x + s.u(-1.6, 1.6) * s.r
            s.path(
                f"M{mx - w * 0.95:.0f} {base + 4:.0f}"
                f"L{mx - w * 0.62:.0f} {base - h * 0.45:.0f}L{mx - w * 0.55:.0f} {base - h:.0f}"
                f"L{mx - w * 0.1:.0f} {base - h * 0.97:.0f}"
                f"L{mx:.0f} {base - h * 1.03:.0f}L{mx + w * 0.5:.0f} {base - h:.0f}"
                f"L{mx + w * 0.6:.0f} {base - h * 0.4:.0f}L{mx + w * 1.05:.0f} {base + 4:.0f}Z",
                tone,
            )
        hills(s, base + 8, 10, tone, 4)
    s.floor(y + s.r * 0.55, p.ink)
    figure(s, x + s.u(-0.5, 0.5) * s.r, y + s.r * 0.62, s.r * 0.5, p.ink, "rider", mirrored=s.coin())


@scene("Western")
def showdown(s: Stage) -> None:
    """A hat, a coat, a long shadow and a huge sun."""
    p, y, x = s.p, s.ground + 10, s.cx
    s.back(p.mid, p.accent)
    rays(s, x, y - s.r * 0.6, 22, p.light, 0.16, s.u(0, 1))
    orb(s, x, y - s.r * 0.75, s.r * 0.98, p.light, p.light, 0.7)
    hills(s, y - 8, s.r * 0.14, p.tone(0.45), 5)
    s.floor(y - 2, p.tone(0.35), p.ink)
    shadow(s, x, y + 12, s.r * 1.35, s.r * 1.6, s.u(-0.4, 0.4), p.ink, "hat")
    figure(s, x, y + 12, s.r * 1.35, p.ink, "hat")
    figure(s, x + s.r * 0.85 * (1 if s.coin() else -1), y + 2, s.r * 0.34, p.ink, "hat")


@scene("Western", low=True)
def rails(s: Stage) -> None:
    """A railway into the sunset."""
    p, y, x = s.p, s.ground - s.r * 0.35, s.cx
    s.back(p.deep, p.mid, p.accent, p.light)
    orb(s, x, y - s.r * 0.1, s.r * 0.6, p.light, p.light)
    hills(s, y + 3, s.r * 0.25, p.tone(0.5), 6)
    s.floor(y, p.tone(0.5), p.ink)
    for i in range(13):
        t = (i / 12) ** 2
        yy, w = y + 3 + t * (s.h - y), 4 + t * s.r * 1.5
        s.rect(x - w, yy, w * 2, 1.5 + t * 12, p.ink)
    for side in (-1, 1):
        s.path(
            f"M{x + side * 1.5:.0f} {y:.0f}L{x + side * s.r * 1.1:.0f} {s.h}L{x + side * s.r * 1.22:.0f} {s.h}"
            f"L{x + side * 2.5:.0f} {y:.0f}Z",
            p.light,
            0.9,
        )
    for i in range(1, 5):
        k = (i / 4) ** 2
        px, py, h = x - 30 - k * s.r * 1.2, y + 2 + k * 70, s.r * (0.2 + 1.1 * k)
        s.line("M0 0v-100m-15 12h30m0 10h-30", (px, py, h / 100), p.ink, 1.5 + 3 * k)
    figure(s, x + s.r * 0.7, y + s.r * 0.42, s.r * 0.42, p.ink, "hat")


@scene("Western")
def windmill(s: Stage) -> None:
    """A wind pump, a shack, and weather coming."""
    p, y, x = s.p, s.ground + 4, s.cx
    s.back(p.deep, p.mid, p.accent)
    orb(s, x - s.r * 0.6, y - s.r * 0.4, s.r * 0.55, p.light, p.accent)
    cloud(s, x - s.r * 0.6, s.cy - s.r * 0.5, s.r * 1.4, p.deep, 0.5)
    cloud(s, x + s.r * 0.9, s.cy - s.r * 0.8, s.r * 1.2, p.deep, 0.4)
    hills(s, y - 2, s.r * 0.14, p.tone(0.55), 4)
    hx, hy, h = x + s.r * 0.3, y - s.r * 1.35, s.r * 1.35
    s.stroke(
        f"M{hx:.0f} {hy:.0f}L{hx - h * 0.2:.0f} {y + 8:.0f}M{hx:.0f} {hy:.0f}L{hx + h * 0.2:.0f} {y + 8:.0f}"
        f"M{hx - h * 0.07:.0f} {hy + h * 0.35:.0f}h{h * 0.14:.0f}l{h * 0.06:.0f} {h * 0.33:.0f}h{-h * 0.26:.0f}"
        "Z",
        p.ink,
        3.5,
    )
    vanes = "".join(
        f"M{hx + cos(a) * 5:.1f} {hy + sin(a) * 5:.1f}"
        f"L{hx + cos(a - 0.17) * s.r * 0.4:.1f} {hy + sin(a - 0.17) * s.r * 0.4:.1f}"
        f"L{hx + cos(a + 0.13) * s.r * 0.4:.1f} {hy + sin(a + 0.13) * s.r * 0.4:.1f}Z"
        for a in (2 * pi * i / 11 + 0.2 for i in range(11))
    )
    s.path(vanes, p.ink)
    s.put("M0-2.6L50-14L62 5L50 3.5Z", (hx, hy, s.r / 100), p.accent)
    sx = x - s.r * 0.75
    s.put("M0 5.2v-34l30-20l34 20v34Z", (sx, y, s.r / 100), p.ink)
    s.rect(sx + s.r * 0.2, y - s.r * 0.22, s.r * 0.1, s.r * 0.12, p.light)
    s.floor(y + 4, p.ink)
    figure(s, x - s.r * 0.02, y + 8, s.r * 0.34, p.ink, "hat")


@scene("Western")
def cactus_moon(s: Stage) -> None:
    """Cacti and a rider by moonlight."""
    p, y, x = s.p, s.ground + 8, s.cx
    s.back(p.ink, p.tone(0.2), p.accent)
    stars(s, 70, s.cy + 20, p.light)
    if s.coin():
        orb(s, x, s.cy - s.r * 0.1, s.r * 0.72, p.light, p.accent)
    else:
        crescent(s, x, s.cy - s.r * 0.2, s.r * 0.5, p.light)
    hills(s, y - 14, s.r * 0.35, p.tone(0.5), 3)
    for dx, h in ((-0.95, 1.15), (1.0, 0.8), (0.55, 0.4)):
        cx, k = x + dx * s.r, s.r * h / 100
        s.line(
            "M0 10.4v-100M0-30h-18q-10 0-10-10v-24M0-18h16q10 0 10-10v-30",
            (cx, y, k),
            p.ink,
            15 * k,
            1,
            ' stroke-linecap="round"',
        )
    figure(s, x - s.r * 0.1, y + 8, s.r * 0.62, p.ink, "rider", mirrored=s.coin())
    s.floor(y + 4, p.ink)
