"""The stage a scene is drawn on: a sheet of known size with a focus, a horizon, colours and a few primitives."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import TypeAlias

from catalog.artwork.palette import Palette

Number: TypeAlias = float | int
Point: TypeAlias = tuple[float, float]
# Where a shape drawn in its own units goes: x, y and the size of one unit.
Place: TypeAlias = tuple[float, float, float]


def num(value: Number) -> str:
    """A coordinate in as few characters as it needs."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def trace(*parts: str | Number) -> str:
    """Path data from letters and numbers: ``trace("M", 0, 0, "L", 3.14, 2)``."""
    return " ".join(part if isinstance(part, str) else num(part) for part in parts)


def placing(at: Place) -> str:
    """The transform for a place."""
    x, y, unit = at
    return f"translate({num(x)} {num(y)})scale({unit:.3g})"


def outline(points: Iterable[Point]) -> str:
    """Path data of straight lines through the points."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)


class Stage:
    """Collects SVG elements. Scenes place things by the focus (``cx``, ``cy``), the unit ``r`` and ``ground``.

    ``edge`` is where a poster's lettering begins: its upper edge, or its lower one if the scene is ``low`` and the
    lettering stands above it. The scene takes the room that is left, so that no title covers what it is about.
    """

    def __init__(self, *, wide: bool, low: bool, palette: Palette, rng: Random, edge: float = 460) -> None:
        self.wide, self.p, self.rng = wide, palette, rng
        self.w, self.h = (640, 360) if wide else (400, 600)
        self.cx, self.cy, self.r, self.ground = _frame(wide=wide, low=low, edge=edge)
        self.body: list[str] = []
        self.defs: list[str] = []

    # -- chance ------------------------------------------------------------------------------------------------------

    def u(self, low: float, high: float) -> float:
        """A number between the two."""
        return low + (high - low) * self.rng.random()

    def coin(self, chance: float = 0.5) -> bool:
        """True with the given chance."""
        return self.rng.random() < chance

    # -- paint -------------------------------------------------------------------------------------------------------

    def _define(self, tag: str, attributes: str, stops: Iterable[tuple[Number, str, Number]]) -> str:
        name = f"g{len(self.defs)}"
        inner = "".join(
            f'<stop offset="{num(at)}" stop-color="{colour}"' + ("/>" if o == 1 else f' stop-opacity="{o:.2g}"/>')
            for at, colour, o in stops
        )
        self.defs.append(f'<{tag} id="{name}"{attributes}>{inner}</{tag}>')
        return f"url(#{name})"

    def fade(self, *colours: str, across: bool = False) -> str:
        """A straight gradient through the colours, downwards or across."""
        last = max(1, len(colours) - 1)
        stops = [(round(i / last, 1), colour, 1) for i, colour in enumerate(colours)]
        return self._define("linearGradient", "" if across else ' x2="0" y2="1"', stops)

    def vanish(self, colour: str, start: float, end: float, *, across: bool = False) -> str:
        """A straight gradient of one colour from one opacity to another."""
        stops = [(0, colour, start), (1, colour, end)]
        return self._define("linearGradient", "" if across else ' x2="0" y2="1"', stops)

    def ball(self, inner: str, outer: str, fx: float = 0.5, fy: float = 0.5) -> str:
        """A round gradient between two colours, lit from (``fx``, ``fy``)."""
        return self._define("radialGradient", f' cx="{fx:.2g}" cy="{fy:.2g}" r=".7"', [(0, inner, 1), (1, outer, 1)])

    def halo(self, colour: str, strength: float) -> str:
        """A round gradient that fades to nothing."""
        stops: list[tuple[Number, str, Number]] = [(0, colour, strength), (0.4, colour, strength / 2.6), (1, colour, 0)]
        return self._define("radialGradient", "", stops)

    # -- shapes ------------------------------------------------------------------------------------------------------

    def path(self, data: str, fill: str, o: float = 1) -> None:
        """A filled path."""
        self.body.append(f'<path d="{data}" fill="{fill}"{_opacity(o)}/>')

    def stroke(self, data: str, colour: str, width: float, o: float = 1, extra: str = "") -> None:
        """A drawn line with round joins."""
        self.body.append(
            f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{num(width)}"{_opacity(o)}{extra}/>'
        )

    def put(self, data: str, at: Place, fill: str, o: float = 1) -> None:
        """A filled path drawn in its own units."""
        self.body.append(f'<path d="{data}" fill="{fill}"{_opacity(o)} transform="{placing(at)}"/>')

    def line(self, data: str, at: Place, colour: str, width: float, o: float = 1, extra: str = "") -> None:
        """A line drawn in its own units, its width in those of the sheet."""
        self.stroke(data, colour, width / at[2], o, f'{extra} transform="{placing(at)}"')

    def inked(self, data: str, fill: str, fill_o: float, colour: str, width: float) -> None:
        """A filled path with an outline."""
        self.body.append(
            f'<path d="{data}" fill="{fill}" fill-opacity="{fill_o:.2g}"'
            f' stroke="{colour}" stroke-width="{num(width)}"/>'
        )

    def again(self, name: str, data: str, transform: str, fill: str, o: float = 1) -> None:
        """A path that a drawing may show many times: defined once, then referred to."""
        define = f'<path id="{name}" d="{data}"/>'
        if define not in self.defs:
            self.defs.append(define)
        self.body.append(f'<use href="#{name}" fill="{fill}"{_opacity(o)} transform="{transform}"/>')

    def poly(self, points: Iterable[Point], fill: str, o: float = 1) -> None:
        """A filled polygon."""
        self.path(outline(points) + "Z", fill, o)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, o: float = 1) -> None:
        """A filled box."""
        self.body.append(
            f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" fill="{fill}"{_opacity(o)}/>'
        )

    def disc(self, x: float, y: float, r: float, fill: str, o: float = 1) -> None:
        """A filled circle."""
        self.body.append(f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="{fill}"{_opacity(o)}/>')

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, o: float = 1) -> None:
        """A filled ellipse."""
        self.body.append(
            f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" fill="{fill}"{_opacity(o)}/>'
        )

    def ring(self, x: float, y: float, r: float, colour: str, width: float, o: float = 1) -> None:
        """A circle line."""
        self.body.append(
            f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="none" stroke="{colour}"'
            f' stroke-width="{num(width)}"{_opacity(o)}/>'
        )

    def glow(self, x: float, y: float, r: float, colour: str, strength: float = 0.8) -> None:
        """Light around a point."""
        self.disc(x, y, r, self.halo(colour, strength))

    def back(self, *colours: str) -> None:
        """Fill the sheet, top to bottom."""
        self.rect(0, 0, self.w, self.h, self.fade(*colours) if len(colours) > 1 else colours[0])

    def floor(self, y: float, *colours: str) -> None:
        """Fill everything below ``y``."""
        self.rect(0, y, self.w, self.h - y, self.fade(*colours) if len(colours) > 1 else colours[0])

    # -- groups ------------------------------------------------------------------------------------------------------

    def tile(self, width: float, height: float, inner: str) -> str:
        """A repeated pattern."""
        name = f"g{len(self.defs)}"
        self.defs.append(
            f'<pattern id="{name}" width="{num(width)}" height="{num(height)}" patternUnits="userSpaceOnUse">'
            f"{inner}</pattern>"
        )
        return f"url(#{name})"

    def clip(self, data: str, at: Place | None = None) -> None:
        """Show what follows, up to ``end``, only inside the path."""
        name = f"g{len(self.defs)}"
        turn = f' transform="{placing(at)}"' if at else ""
        self.defs.append(f'<clipPath id="{name}"><path d="{data}"{turn}/></clipPath>')
        self.body.append(f'<g clip-path="url(#{name})">')

    def turn(self, transform: str) -> None:
        """Transform what follows, up to ``end``."""
        self.body.append(f'<g transform="{transform}">')

    def end(self) -> None:
        """Close the last ``clip`` or ``turn``."""
        self.body.append("</g>")


def _frame(*, wide: bool, low: bool, edge: float) -> tuple[float, float, float, float]:
    """Focus, unit and horizon of a sheet."""
    if wide:
        return 462, 148, 100, 262
    if low:
        unit = min(130, (490 - edge) / 2.2)
        return 200, 488 - unit, unit, 490
    ground = min(420, max(320, edge - 26))
    unit = min(130, ground / 3.15)
    return 200, ground - unit * 1.46, unit, ground


def _opacity(o: float) -> str:
    return "" if o == 1 else f' opacity="{o:.2g}"'
