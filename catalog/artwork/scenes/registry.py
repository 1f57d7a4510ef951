"""The register of scenes by genre. A scene draws one composition on a stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from catalog.artwork.stage import Stage

Draw: TypeAlias = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A composition; ``low`` ones keep the head of a poster free for the lettering instead of the foot."""

    draw: Draw
    low: bool


SCENES: dict[str, list[Scene]] = {}


def scene(*genres: str, low: bool = False) -> Callable[[Draw], Draw]:
    """Register a composition for one or more genres."""

    def register(draw: Draw) -> Draw:
        for genre in genres:
            SCENES.setdefault(genre, []).append(Scene(draw, low))
        return draw

    return register
