"""Small figures that give a scene its scale, heads in profile, and a few things people use."""

from __future__ import annotations

from math import cos, pi, sin

from catalog.artwork.stage import Stage, num

# All drawn standing on (0, 0), 100 units tall.
_HEAD = "M-7-91a7 8 0 1 1 14 0a7 8 0 1 1-14 0ZM-4-86H4L7-80H-7Z"
_FIGURES = {
    "coat": _HEAD + "M-4-85Q-16-83-17-70L-18-44-13-42-14-20-10-20-10 0H-2L-1-20H1L2 0H10L10-20 14-20 13-42 18-44 17-70"
    "Q16-83 4-85Z",
    "hat": _HEAD + "M-14-95H14L13-98H8Q8-106 4-106H-4Q-8-106-8-98H-13ZM-4-85Q-16-83-17-70L-18-44-13-42-15-16-9-16"
    "-9 0H-2L-1-16H1L2 0H9L9-16 15-16 13-42 18-44 17-70Q16-83 4-85Z",
    "dress": _HEAD + "M-3-85Q-12-83-12-72L-14-48-10-47-9-58-8-56-17-16H-5L-4 0H-1V-16H1L2 0H5L5-16H17L8-56"
    " 9-58 10-47 14-48 12-72Q12-83 3-85Z",
    "walk": _HEAD + "M-3-85Q-13-83-14-70L-17-46-12-44-9-58-9-46-16-2-8 0 0-36 8 0 16-3 9-46 9-58 12-45 17-47"
    " 14-70Q13-83 3-85Z",
    "run": "M5-89a7 8 0 1 1 14 0a7 8 0 1 1-14 0ZM0-82Q10-84 14-76L18-62 30-58 28-52 12-55 8-63 4-46 14-34 12-10"
    " 20-6 19-1 4-4 5-29-6-38-16-22-36-24-37-31-20-32-8-54-6-66-16-60-22-46-28-49-21-67-8-78Z",
    "child": "M-10-84a10 11 0 1 1 20 0a10 11 0 1 1-20 0ZM-5-74Q-16-72-16-60L-15-38-11-38-10-56-12-2H-2L0-32"
    " 2-2H12L10-56 11-38 15-38 16-60Q16-72 5-74Z",
    "rider": "M-6-124a6 7 0 1 1 12 0a6 7 0 1 1-12 0ZM-13-128H13L11-131H7Q7-137 0-137T-7-131H-11ZM-4-118"
    "Q-12-116-12-106L-10-84-20-80Q-36-84-40-70L-44-40-40-38-36-58-34-44-42-2H-35L-27-38-22-46H16L22-40 18-2H25L31-38"
    " 30-54Q38-70 44-86L54-80 60-86 48-104 46-110 42-103Q32-94 28-82L12-82 10-106Q9-117 4-118Z",
}
_FACE = (
    "M4 150C20 128 24 112 18 96C2 84-8 44 8 22C24-4 66-8 82 14C89 24 89 36 86 44L98 68C99 72 95 73 90 74L92 81"
    "C93 84 90 85 89 86L91 92C91 96 86 96 86 99C88 108 82 115 72 114C64 114 60 114 58 120C57 132 66 140 86 150Z"
)


def figure(s: Stage, x: float, y: float, h: float, fill: str, kind: str = "coat", *, mirrored: bool = False) -> None:
    """A standing figure ``h`` tall with its feet at (``x``, ``y``)."""
    turn = f"{'-' if mirrored else ''}{h / 100:.3g} {h / 100:.3g}"
    s.again(kind, _FIGURES[kind], f"translate({num(x)} {num(y)})scale({turn})", fill)


def shadow(s: Stage, x: float, y: float, h: float, length: float, lean: float, fill: str, kind: str = "coat") -> None:
    """The shadow of a figure, thrown forward."""
    matrix = f"{h / 100:.3g} 0 {lean * length / 100:.3g} {-length / 100:.3g} {num(x)} {num(y)}"
    s.again(kind, _FIGURES[kind], f"matrix({matrix})", fill, 0.6)


def couple(s: Stage, x: float, y: float, h: float, fill: str) -> None:
    """Two figures close together."""
    figure(s, x - h * 0.12, y, h, fill, "coat")
    figure(s, x + h * 0.14, y, h * 0.93, fill, "dress")


def face(s: Stage, x: float, y: float, h: float, fill: str, *, mirrored: bool = False, o: float = 1) -> None:
    """A head in profile looking right, its middle at (``x``, ``y``), ``h`` tall with neck."""
    s.again("face", _FACE, _face_turn(x, y, h, mirrored), fill, o)


def _face_turn(x: float, y: float, h: float, mirrored: bool) -> str:
    k = h / 154
    return f"translate({num(x)} {num(y)})scale({'-' if mirrored else ''}{k:.3g} {k:.3g})translate(-46 -73)"


def face_clip(s: Stage, x: float, y: float, h: float) -> None:
    """Show what follows, up to ``end``, only inside a profile."""
    s.clip(_FACE, (x - 46 * h / 154, y - 73 * h / 154, h / 154))


def umbrella(s: Stage, x: float, y: float, r: float, fill: str, stick: str) -> None:
    """An open umbrella; (``x``, ``y``) is the middle of its rim."""
    q = r / 2
    s.stroke(f"M{x:.0f} {y - r:.0f}v{r * 1.75:.0f}q0 {r * 0.16:.0f} {-r * 0.16:.0f} {r * 0.1:.0f}", stick, r * 0.045)
    s.path(
        f"M{x - r:.0f} {y:.0f}A{r:.0f} {r:.0f} 0 0 1 {x + r:.0f} {y:.0f}"
        + f"q{-q / 2:.1f} {-q / 2.4:.1f} {-q:.1f} 0" * 4
        + "Z",
        fill,
    )


def boat(s: Stage, x: float, y: float, w: float, hull: str, sail: str) -> None:
    """A small sailing boat on the water line ``y``."""
    s.poly(
        [
            (x - w / 2, y - w * 0.12),
            (x + w / 2, y - w * 0.12),
            (x + w * 0.34, y + w * 0.08),
            (x - w * 0.36, y + w * 0.08),
        ],
        hull,
    )
    s.poly([(x, y - w * 0.95), (x + w * 0.42, y - w * 0.18), (x, y - w * 0.18)], sail)
    s.poly([(x - w * 0.05, y - w * 0.82), (x - w * 0.05, y - w * 0.18), (x - w * 0.36, y - w * 0.18)], sail, 0.8)


def eye(s: Stage, x: float, y: float, w: float, white: str, iris: str, pupil: str, light: str) -> None:
    """An eye ``w`` wide."""
    h = w * 0.36
    shape = (
        f"M{x - w / 2:.0f} {y:.0f}Q{x:.0f} {y - h * 1.35:.0f} {x + w / 2:.0f} {y:.0f}"
        f"Q{x:.0f} {y + h * 1.1:.0f} {x - w / 2:.0f} {y:.0f}Z"
    )
    s.clip(shape)
    s.rect(x - w / 2, y - h, w, h * 2, white)
    s.disc(x, y - h * 0.05, h * 0.66, s.ball(iris, pupil))
    rays = "".join(
        f"M{x + cos(a) * h * 0.3:.1f} {y - h * 0.05 + sin(a) * h * 0.3:.1f}"
        f"L{x + cos(a) * h * 0.58:.1f} {y - h * 0.05 + sin(a) * h * 0.58:.1f}"
        for a in (pi * i / 10 for i in range(20))
    )
    s.stroke(rays, light, 1.2, 0.4)
    s.disc(x, y - h * 0.05, h * 0.28, pupil)
    s.disc(x + h * 0.2, y - h * 0.28, h * 0.1, light)
    s.end()
    s.stroke(shape, pupil, w * 0.02)
