"""Drama and biography: people alone or apart, light from a door, a head filled with a landscape."""

from __future__ import annotations

from catalog.artwork.built import doorway, road, window
from catalog.artwork.nature import (
    bare_tree,
    birds,
    cloud,
    crown_tree,
    fog,
    hills,
    orb,
    rain,
    range_of,
    stars,
    water,
)
from catalog.artwork.people import face, face_clip, figure, shadow
from catalog.artwork.scenes.registry import scene
from catalog.artwork.stage import Stage, trace


@scene("Drama")
def open_door(s: Stage) -> None:
    """A figure before a lit door in a dark room."""
    p, x, h = s.p, s.cx, s.r * 2.1
    s.back(p.tone(0.55), p.tone(0.8))
    s.floor(s.ground, p.tone(0.75), p.ink)
    doorway(s, x, s.ground, h * 0.46, h, p.light, p.accent)
    tall = h * 0.5
    shadow(s, x, s.ground + 6, tall, tall * 1.5, s.u(-0.2, 0.2), p.ink)
    figure(s, x, s.ground + 6, tall, p.ink, "coat" if s.coin() else "dress")


@scene("Drama")
def lone_tree(s: Stage) -> None:
    """One tree on a hill before a huge low sun."""
    p, y = s.p, s.ground
    s.back(p.tone(0.4), p.mid, p.mid if s.coin() else p.accent)
    orb(s, s.cx + s.u(-20, 20), y - s.r * 0.95, s.r * s.u(0.95, 1.15), p.light, p.accent)
    range_of(s, 2, y - 10, y + 20, 30, soft=True, far=0.3)
    s.path(trace("M", -5, y + 60, "Q", s.cx, y - 50, s.w + 5, y + 60, "V", s.h, "H", -5, "Z"), p.ink)
    (bare_tree if s.coin() else crown_tree)(s, s.cx, y + 8, s.r * 1.5, p.ink)
    figure(s, s.cx + s.r * 0.5, y + 10, s.r * 0.2, p.ink)
    birds(s, s.cx - s.r, y - s.r * 1.7, 6, 9, p.ink)


@scene("Drama")
def still_water(s: Stage) -> None:
    """A rowing boat on a calm lake under a setting sun."""
    p, y, x = s.p, s.ground - s.r * 0.35, s.cx
    s.back(p.deep, p.mid, p.accent)
    orb(s, x, y - s.r * s.u(0.1, 0.6), s.r * 0.75, p.light, p.accent)
    range_of(s, 2, y, y + 2, s.r * 0.5, soft=s.coin(), far=0.45)
    s.floor(y + 2, p.tone(0.25), p.ink)
    water(s, y + 4, x, s.r * 0.7, p.light)
    b, k = y + s.r * 0.5, s.r / 130
    s.put("M-62 0Q0 16 62 0L44 16H-44Z", (x, b, k), p.ink)
    figure(s, x - 6 * k, b + 10 * k, 56 * k, p.ink)
    s.line("M4-24L58 22", (x, b, k), p.ink, 2.5 * k)


@scene("Drama", "Biography")
def inner_land(s: Stage) -> None:
    """A head in profile with a whole landscape in it."""
    p, h = s.p, s.r * 2.7
    y = s.cy + s.r * 0.25
    s.back(p.tone(0.75), p.tone(0.45), p.ink)
    s.glow(s.cx, y, s.r * 2, p.mid, 0.9)
    face_clip(s, s.cx, y, h)
    s.rect(s.cx - s.r * 1.3, y - h / 2, s.r * 2.6, h, s.fade(p.accent, p.light, p.mid))
    s.disc(s.cx + s.r * 0.1, y - s.r * 0.2, s.r * 0.42, p.light)
    range_of(s, 4, y + s.r * 0.1, y + s.r * 0.75, s.r * 0.42, soft=s.coin(), far=0.1)
    birds(s, s.cx, y - s.r * 0.45, 5, 9, p.ink)
    s.end()
    figure(s, s.cx - s.r * 0.25, y + s.r * 0.62, s.r * 0.26, p.light)


@scene("Drama")
def at_the_window(s: Stage) -> None:
    """Someone at a tall window at dusk; its light lies on the floor."""
    p, w, h = s.p, s.r * 1.25, s.r * 1.75
    x, y = s.cx - w / 2, s.ground - s.r * 0.2 - h
    s.back(p.tone(0.6), p.tone(0.85))
    s.glow(s.cx, y + h / 2, s.r * 1.9, p.accent, 0.5)
    window(s, x, y, w, h, s.fade(p.mid, p.accent, p.light), p.ink)
    s.floor(s.ground, p.tone(0.82), p.ink)
    s.path(
        f"M{x + 20:.0f} {s.ground:.0f}L{x + w + 20:.0f} {s.ground:.0f}L{x + w - 40:.0f} {s.h}L{x - 120:.0f} {s.h}Z",
        s.vanish(p.light, 0.55, 0.0),
    )
    figure(s, s.cx + w * s.u(-0.2, 0.3), s.ground + 12, h * 0.72, p.ink, "dress" if s.coin() else "coat")


@scene("Drama", low=True)
def long_road(s: Stage) -> None:
    """A straight road, telegraph poles, and someone walking away."""
    p, y, x = s.p, s.ground - s.r * 0.4, s.cx
    s.back(p.deep, p.mid, p.light)
    cloud(s, x - s.r, y - s.r * 0.9, s.r * 0.9, p.light, 0.3)
    cloud(s, x + s.r * 0.8, y - s.r * 1.2, s.r * 1.1, p.light, 0.2)
    hills(s, y, s.r * 0.22, p.tone(0.45), 5)
    s.floor(y, p.tone(0.55), p.ink)
    road(s, x, y, p.tone(0.85), p.light, 0.34)
    for i in range(1, 6):
        k = (i / 5) ** 2.2
        px, py, h = x + 26 + k * s.w * 0.42, y + 4 + k * 90, s.r * (0.2 + 1.2 * k)
        s.line("M0 0v-100m-12 10h24", (px, py, h / 100), p.ink, 1.5 + 4 * k)
    figure(s, x - s.r * 0.08, y + s.r * 0.42, s.r * 0.42, p.ink, "walk")


@scene("Drama")
def apart(s: Stage) -> None:
    """Two people on either side of a split of light."""
    p, g = s.p, s.r * 0.16
    s.back(p.tone(0.5), p.tone(0.8), p.ink)
    top, low = s.cx + s.u(-30, 30), s.cx + s.u(-12, 12)
    s.glow(s.cx, s.cy, s.r * 2.1, p.accent, 0.6)
    s.path(
        f"M{top - g * 0.6:.0f} 0L{top + g * 0.6:.0f} 0L{low + g:.0f} {s.ground:.0f}L{low - g:.0f} {s.ground:.0f}Z",
        s.fade(p.light, p.accent),
    )
    s.floor(s.ground, p.tone(0.8), p.ink)
    s.path(
        f"M{low - g:.0f} {s.ground:.0f}L{low + g:.0f} {s.ground:.0f}L{low + g * 3:.0f} {s.h}L{low - g * 3:.0f} {s.h}Z",
        s.vanish(p.accent, 0.8, 0),
    )
    tall = s.r * s.u(0.8, 1.1)
    figure(s, s.cx - s.r * 0.62, s.ground + 8, tall, p.ink)
    figure(s, s.cx + s.r * 0.62, s.ground + 8, tall * 0.95, p.ink, "dress")


@scene("Drama")
def rain_glass(s: Stage) -> None:
    """A face behind a wet window, town lights out of focus."""
    p = s.p
    s.back(p.tone(0.7), p.tone(0.4), p.tone(0.8))
    for _ in range(13):
        s.disc(
            s.u(s.w * 0.1, s.w),
            s.u(40, s.ground),
            s.u(0.08, 0.24) * s.r,
            (p.light, p.accent, p.mid)[s.rng.randrange(3)],
            s.u(0.2, 0.5),
        )
    face(s, s.cx + s.r * 0.2, s.cy + s.r * 0.35, s.r * 2.5, p.ink, mirrored=True, o=0.94)
    rain(s, 60, p.light, 0.4)


@scene("Biography")
def medallion(s: Stage) -> None:
    """A profile on a coin of light with fine rings."""
    p, y = s.p, s.cy
    s.back(p.tone(0.4), p.tone(0.75), p.ink)
    for i in range(5):
        s.ring(s.cx, y, s.r * (1.14 + 0.09 * i), p.light, 1.2, 0.5 - 0.09 * i)
    s.disc(s.cx, y, s.r * 1.08, s.fade(p.light, p.accent))
    s.clip("M-108 0a108 108 0 1 1 0 .1Z", (s.cx, y, s.r / 100))
    face(s, s.cx - s.r * 0.05, y + s.r * 0.3, s.r * 1.9, p.ink, mirrored=s.coin())
    s.end()


@scene("Biography")
def layered_heads(s: Stage) -> None:
    """The same profile at several ages, one behind the other."""
    p = s.p
    s.back(p.tone(0.2), p.tone(0.55), p.ink)
    s.glow(s.cx + s.r * 0.6, s.cy - s.r * 0.2, s.r * 2, p.light, 0.7)
    for i, colour in enumerate((p.light, p.accent, p.tone(0.3), p.tone(0.65), p.ink)):
        face(s, s.cx + s.r * (0.55 - 0.28 * i), s.cy + s.r * (0.2 + 0.14 * i), s.r * (2.1 + 0.16 * i), colour)


@scene("Biography")
def desk_light(s: Stage) -> None:
    """A desk lamp over a sheet of paper at night."""
    p, x, y, r = s.p, s.cx, s.ground - 4, s.r
    s.back(p.tone(0.7), p.tone(0.5), p.tone(0.8))
    window(s, x + r * 0.15, y - r * 2, r * 0.9, r * 1.3, s.fade(p.deep, p.mid), p.ink)
    stars(s, 10, 60, p.light)
    s.put("M-42-102L-2-118L95 0L-95 0Z", (x, y, r / 100), s.vanish(p.light, 0.85, 0.2))
    s.floor(y, s.p.tone(0.75), p.ink)
    s.oval(x, y + 4, r * 0.95, r * 0.09, p.light, 0.6)
    s.put("M-40 1.7L12 0L24 10L-36 12Z", (x, y, r / 100), p.light)
    s.line("M-75 0L-92-75L-30-128", (x, y, r / 100), p.ink, 6)
    s.put("M-36-142L-50-98L6-118Q-4-146-36-142Z", (x, y, r / 100), p.accent)
    s.oval(x - r * 0.75, y + 3, r * 0.2, r * 0.05, p.ink)


@scene("Biography", "Drama")
def on_the_shore(s: Stage) -> None:
    """Someone looking out over banks of mist."""
    p, y = s.p, s.ground
    s.back(p.mid, p.light if s.coin() else p.accent, p.tone(0.4))
    orb(s, s.cx + s.r * 0.4, s.cy - s.r * 0.3, s.r * 0.34, p.light)
    for i in range(3):
        hills(s, y - s.r * (0.75 - 0.3 * i), s.r * 0.4, p.tone(0.15 + 0.2 * i), 4)
        fog(s, y - s.r * (0.5 - 0.3 * i), s.r * 0.3, p.light, 0.28)
    x = s.cx - s.r * 0.15
    s.path(
        f"M{x - s.r * 1.1:.0f} {s.h}L{x - s.r * 0.5:.0f} {y + 20:.0f}"
        f"L{x - s.r * 0.3:.0f} {y - 4:.0f}L{x + s.r * 0.25:.0f} {y + 4:.0f}"
        f"L{x + s.r * 0.6:.0f} {y + 50:.0f}L{x + s.r:.0f} {s.h}Z",
        p.ink,
    )
    figure(s, x, y + 2, s.r * 0.85, p.ink, "coat")


@scene("Drama")
def table_for_two(s: Stage) -> None:
    """A lamp over a table; one chair is empty."""
    p, x, y, k = s.p, s.cx, s.ground + 6, s.r / 100
    s.back(p.tone(0.75), p.tone(0.5), p.tone(0.8))
    s.put("M-20-150L-86 0H86L20-150Z", (x, y - s.r * 0.4, k), s.vanish(p.light, 0.75, 0.05))
    s.line("M0-400V-178", (x, y - s.r * 0.4, k), p.ink, 3)
    s.put("M-34-148Q-28-182 0-184T34-148Z", (x, y - s.r * 0.4, k), p.accent)
    s.floor(y - 2, p.tone(0.8), p.ink)
    s.put("M-70-58H70V-50H-70ZM-58-50h7V0h-7ZM51-50h7V0h-7Z", (x, y, k), p.ink)
    s.put("M-8-58v-16h6v16ZM-12-74h14l-3-14h-8Z", (x + s.r * 0.2, y, k), p.light)
    s.put("M92 0V-36H128V-96H134V0H128V-28H98V0Z", (x, y, k), p.ink)
    s.put("M-92 0V-36H-128V-96H-134V0H-128V-28H-98V0Z", (x, y, k), p.ink)
    s.put(
        "M-128-36Q-134-84-112-90Q-118-112-102-114T-90-96Q-92-88-96-86Q-82-74-88-58L-62-56V-50L-98-48-94-36Z",
        (x, y, k),
        p.ink,
    )


@scene("Drama")
def night_train(s: Stage) -> None:
    """A lit train over a high bridge."""
    p, x, y, k = s.p, s.cx, s.cy + s.r * 0.35, s.r / 100
    s.back(p.ink, p.mid, p.accent)
    orb(s, x + s.u(-0.6, 0.6) * s.r, s.cy - s.r * 0.5, s.r * 0.45, p.light)
    range_of(s, 2, y, y + s.r * 0.5, s.r * 0.55, far=0.3)
    s.rect(0, y, s.w, s.r * 0.1, p.ink)
    piers = "".join(
        f"M{i * s.r * 0.8 - 6:.0f} {y:.0f}h12l6 {s.h - y:.0f}h-24Z" for i in range(int(s.w / s.r / 0.8) + 2)
    )
    s.path(piers, p.ink)
    for i in range(4):
        left = x - s.r * 1.35 + i * s.r * 0.68
        s.put("M0 0V-24Q0-28 4-28H62Q66-28 66-24V0Z", (left, y, k), p.ink)
        s.put("M6-21h10v9h-10ZM21-21h10v9h-10ZM36-21h10v9h-10ZM51-21h10v9h-10Z", (left, y, k), p.light)
    s.rect(x + s.r * 1.37, y - s.r * 0.2, s.r * 1.2, s.r * 0.12, s.vanish(p.light, 0.7, 0, across=True))
    fog(s, s.ground + 20, s.r * 0.5, p.light, 0.25)


@scene("Drama")
def one_of_many(s: Stage) -> None:
    """A crowd seen from behind, one person turned to the light."""
    p, y = s.p, s.ground
    s.back(p.tone(0.3), p.mid, p.tone(0.4))
    s.glow(s.cx, s.cy, s.r * 2, p.light, 0.7)
    for row in range(3):
        gap, h = s.r * (0.3 + 0.06 * row), s.r * (0.95 + 0.22 * row)
        for i in range(int(s.w / gap) + 2):
            x, odd = (i - 0.5 * (row % 2)) * gap, row == 2 and abs(i * gap - s.cx) < gap * 0.6
            colour = p.accent if odd else p.tone(0.5 + 0.25 * row)
            figure(
                s,
                x + s.u(-4, 4),
                y + row * s.r * 0.22,
                h * s.u(0.92, 1.05),
                colour,
                "dress" if (i + row) % 3 == 0 else "coat",
            )
    s.floor(y + s.r * 0.36, p.ink)


@scene("Drama", "Family")
def the_swing(s: Stage) -> None:
    """A swing that hangs from nothing, still moving."""
    p, x, y = s.p, s.cx, s.ground
    s.back(p.deep, p.mid, p.accent)
    orb(s, x, y - s.r * 0.7, s.r * 0.85, p.light, p.accent)
    hills(s, y, s.r * 0.2, p.tone(0.6), 4)
    lean = s.u(4, 10) * (1 if s.coin() else -1)
    s.turn(f"rotate({lean:.0f} {x} -120)")
    s.stroke(f"M{x - s.r * 0.3:.0f} -200V{y - s.r * 0.4:.0f}M{x + s.r * 0.3:.0f} -200V{y - s.r * 0.4:.0f}", p.ink, 3)
    s.rect(x - s.r * 0.38, y - s.r * 0.42, s.r * 0.76, s.r * 0.07, p.ink)
    if s.coin():
        figure(s, x, y - s.r * 0.08, s.r * 0.62, p.ink, "child")
    s.end()
    s.path(f"M-5 {s.h}V{y + 26:.0f}Q{x} {y - 6:.0f} {s.w + 5} {y + 30:.0f}V{s.h}Z", p.ink)
