"""Houses, towns and rooms, shared by the scenes."""

from __future__ import annotations

from catalog.artwork.stage import Stage, num, trace


def skyline(s: Stage, y: float, h: float, fill: str, step: float = 40, lit: str | None = None, o: float = 1) -> None:
    """Roofs up to ``h`` above ``y``, filled to the bottom, with lit windows if a colour is given."""
    data, windows, x = f"M-2 {s.h}", "", -2.0
    while x < s.w:
        wide = step * s.u(0.5, 1.2)
        top = y - h * s.u(0.25, 1) ** 1.4
        data += f"V{top:.0f}"
        if s.coin(0.25):
            data += f"h{wide / 2:.0f}v-{h * 0.12:.0f}h2v{h * 0.12:.0f}h{wide / 2 - 2:.0f}"
        else:
            data += f"h{int(wide)}"
        for _ in range(int(wide / 9) if lit else 0):
            windows += f"M{x + s.u(5, wide - 6):.0f} {s.u(top + 8, y + 14):.0f}h3v5h-3Z"
        x += int(wide)
    s.path(f"{data}V{s.h}Z", fill, o)
    if windows and lit:
        s.path(windows, lit, 0.85)


def gable_house(s: Stage, x: float, y: float, h: float, fill: str, lit: str, lean: float = 0) -> None:
    """An old tall house with a tower; ``lean`` makes it crooked."""
    k = h / 100
    s.turn(f"translate({num(x)} {num(y)}) skewX({num(lean)}) scale({k:.2f})")
    s.path(
        "M-34 2V-38L-40-36-22-62-21-72H-15V-64L-8-54V-72L-12-71 3-100 16-71 12-72V-46L18-50 38-30 33-31V2Z",
        fill,
    )
    s.path("M-1-66h8v12h-8ZM-26-34h8v12h-8ZM-10-34h8v12h-8ZM18-24h8v11h-8Z", lit)
    s.path("M-2-14a6 7 0 0 1 12 0V2H-2Z", lit, 0.55)
    s.end()


def cottage(s: Stage, x: float, y: float, w: float, wall: str, roof: str, lit: str) -> None:
    """A small plain house."""
    s.rect(x, y - w * 0.7, w, w * 0.7, wall)
    s.poly([(x - w * 0.1, y - w * 0.7), (x + w / 2, y - w * 1.2), (x + w * 1.1, y - w * 0.7)], roof)
    s.path(trace("M", x + w * 0.16, y - w * 0.5, "h", w * 0.2, "v", w * 0.22, "h", -w * 0.2, "Z"), lit)
    s.path(trace("M", x + w * 0.6, y, "v", -w * 0.44, "h", w * 0.22, "v", w * 0.44, "Z"), lit, 0.6)


def castle(s: Stage, x: float, y: float, h: float, fill: str, lit: str) -> None:
    """A castle of slim towers."""
    k = h / 100
    s.turn(f"translate({num(x)} {num(y)}) scale({k:.2f})")
    s.path(
        "M-40 4V-30H-42L-36-50-30-30H-32V-22H-22V-52H-25L-17-76-9-52H-12V-36H-6V-70H-9L0-104 9-70H6V-40H14V-58H11"
        "L19-80 27-58H24V-20H32V-34H30L36-52 42-34H40V4Z",
        fill,
    )
    s.path("M-2-62h4v7h-4ZM-19-44h4v6h-4ZM17-50h4v6h-4ZM-2-40h4v7h-4ZM17-28h4v6h-4ZM-38-22h3v5h-3Z", lit)
    s.end()


def doorway(s: Stage, x: float, y: float, w: float, h: float, light: str, floor: str, spread: float = 1.6) -> None:
    """An open door full of light that falls forward over the floor."""
    s.glow(x, y - h / 2, h * 1.05, light, 0.5)
    s.rect(x - w / 2, y - h, w, h, s.fade(light, floor))
    run = s.h - y
    s.poly(
        [
            (x - w / 2, y),
            (x + w / 2, y),
            (x + w / 2 + run * spread * 0.55, s.h),
            (x - w / 2 - run * spread * 0.55, s.h),
        ],
        s.vanish(light, 0.75, 0.05),
    )


def lamp(s: Stage, x: float, y: float, h: float, post: str, light: str) -> None:
    """A street lamp and its cone of light."""
    s.poly(
        [(x + h * 0.2, y - h * 0.94), (x + h * 0.3, y - h * 0.94), (x + h * 0.72, y), (x - h * 0.2, y)],
        s.vanish(light, 0.75, 0.06),
    )
    s.oval(x + h * 0.26, y, h * 0.46, h * 0.05, light, 0.35)
    s.glow(x + h * 0.25, y - h * 0.92, h * 0.3, light, 0.9)
    s.stroke(trace("M", x, y, "V", y - h * 0.9, "Q", x, y - h, x + h * 0.12, y - h, "H", x + h * 0.25), post, h * 0.022)
    s.poly(
        [(x + h * 0.17, y - h * 0.94), (x + h * 0.33, y - h * 0.94), (x + h * 0.28, y - h), (x + h * 0.22, y - h)], post
    )


def road(s: Stage, x: float, y: float, fill: str, mark: str, spread: float = 0.42) -> None:
    """A straight road from the horizon to the viewer."""
    half, run = s.w * spread, s.h - y
    s.poly([(x - 3, y), (x + 3, y), (x + half, s.h), (x - half, s.h)], fill)
    for i in range(1, 7):
        a, b = y + run * (i / 7) ** 1.7, y + run * ((i + 0.45) / 7) ** 1.7
        wa, wb = (a - y) / run * 6, (b - y) / run * 6
        s.poly([(x - wa, a), (x + wa, a), (x + wb, b), (x - wb, b)], mark)


def blinds(s: Stage, x: float, y: float, w: float, h: float, colour: str, n: int = 9, o: float = 1) -> None:
    """Light through slats."""
    gap = h / n
    data = "".join(f"M{x:.0f} {y + i * gap:.1f}h{w:.0f}v{gap * 0.5:.1f}h{-w:.0f}Z" for i in range(n))
    s.path(data, colour, o)


def window(s: Stage, x: float, y: float, w: float, h: float, light: str, bar: str) -> None:
    """A window of six panes."""
    s.rect(x, y, w, h, light)
    s.stroke(
        trace("M", x + w / 2, y, "v", h, "M", x, y + h / 3, "h", w, "M", x, y + h * 2 / 3, "h", w),
        bar,
        max(3, w * 0.035),
    )


def curtain(s: Stage, light: str, dark: str, share: float = 0.24) -> None:
    """Theatre curtains at both sides and across the top."""
    folds = 5
    for side in (0, 1):
        for i in range(folds):
            w = s.w * share / folds
            x = i * w if side == 0 else s.w - (i + 1) * w
            s.rect(x, 0, w + 0.5, s.h, s.fade(light, dark, across=True))
    n = 6
    for i in range(n):
        w = s.w / n
        s.path(
            f"M{i * w - 2:.0f} 0h{w + 4:.0f}v{s.h * 0.08:.0f}q{-w / 2 - 2:.0f} {s.h * 0.09:.0f} {-w - 4:.0f} 0Z", dark
        )
        s.path(f"M{i * w:.0f} 0h{w:.0f}v{s.h * 0.06:.0f}q{-w / 2:.0f} {s.h * 0.09:.0f} {-w:.0f} 0Z", light)


def beam(s: Stage, x: float, y: float, tx: float, ty: float, spread: float, colour: str, o: float = 0.55) -> None:
    """A cone of light from one point towards another."""
    length = ((tx - x) ** 2 + (ty - y) ** 2) ** 0.5
    nx, ny = -(ty - y) / length * spread, (tx - x) / length * spread
    name = s.vanish(colour, o, 0.02) if ty > y else s.vanish(colour, 0.02, o)
    s.poly([(x, y), (tx + nx, ty + ny), (tx - nx, ty - ny)], name)
