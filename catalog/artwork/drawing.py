"""Puts a drawing together: choose, draw the scene, age it, letter it, write the document."""

from __future__ import annotations

from random import Random
from typing import Literal, TypeAlias

from catalog.artwork.facts import Facts, known_genres, seed_of
from catalog.artwork.layout import Words, letter_card, letter_poster, plan_poster
from catalog.artwork.letters import FACES, clean, faces_for
from catalog.artwork.palette import Era, Palette, era_of, palette_for
from catalog.artwork.scenes import SCENES, Scene
from catalog.artwork.stage import Stage
from catalog.artwork.texture import age

Shape: TypeAlias = Literal["poster", "card", "still"]

# The pixel size is only a default for viewers that open the file itself; a page sets its own.
_PIXELS = {"poster": (400, 600), "card": (640, 360), "still": (1280, 720)}
_CENTRED_FACES = frozenset({"light", "serif", "italic", "book", "wide", "slab"})


def _lead(genres: tuple[str, ...], rng: Random) -> tuple[str, str | None]:
    """The genre to draw, mostly the more telling one, and the one that tints it."""
    if len(genres) < 2:
        return (genres[0] if genres else ""), None
    first, second = genres[:2] if rng.random() < 0.8 else (genres[1], genres[0])
    return first, second


def _kicker(facts: Facts, genres: tuple[str, ...]) -> str:
    kind = clean(facts.kind)[:16].upper()
    return " · ".join(([kind] if kind not in ("FILM", "") else []) + [genre.upper() for genre in genres[:2]])


def draw(facts: Facts, shape: Shape) -> str:
    """Draw a title as a complete SVG document.

    ``poster`` is 2:3 and ``card`` 16:9, both lettered with the name; ``still`` is 16:9 without any lettering, its
    subject right of the middle. Equal facts give equal text, in any process. The three shapes of one title share
    their subject and colours.
    """
    rng = Random(seed_of(facts))
    genres, era = known_genres(facts.genres), era_of(facts.year)
    palette, scene, face = _choose(genres, era, rng)
    centred = face in _CENTRED_FACES and rng.random() < 0.6
    plan = plan_poster(clean(facts.lettered or facts.name), FACES[face], low=scene.low, centred=centred)
    stage = Stage(wide=shape != "poster", low=scene.low, palette=palette, rng=rng, edge=plan.edge)
    _picture(stage, scene, era, mirrored=rng.random() < 0.5 and shape == "poster")
    if shape == "poster":
        letter_poster(stage, Words(_kicker(facts, genres), str(facts.year) if facts.year else ""), plan)
    elif shape == "card":
        letter_card(stage, clean(facts.lettered or facts.name), FACES[face])
    return _document(stage, shape)


def letter(facts: Facts) -> str:
    """The lettering of a card with its veil and nothing behind it, to lay over a photograph."""
    rng = Random(seed_of(facts))
    genres, era = known_genres(facts.genres), era_of(facts.year)
    palette, scene, face = _choose(genres, era, rng)
    stage = Stage(wide=True, low=scene.low, palette=palette, rng=rng)
    letter_card(stage, clean(facts.lettered or facts.name), FACES[face])
    return _document(stage, "card")


def _choose(genres: tuple[str, ...], era: Era, rng: Random) -> tuple[Palette, Scene, str]:
    """Colours, what is drawn, and the face of the letters."""
    lead, second = _lead(genres, rng)
    palette = palette_for(lead, second, era, rng)
    scene = rng.choice(SCENES[lead])
    return palette, scene, rng.choice(faces_for(lead, era.value))


def _picture(stage: Stage, scene: Scene, era: Era, *, mirrored: bool) -> None:
    if mirrored:
        stage.turn(f"matrix(-1 0 0 1 {stage.w} 0)")
    scene.draw(stage)
    if mirrored:
        stage.end()
    age(stage, era)


def _document(stage: Stage, shape: Shape) -> str:
    width, height = _PIXELS[shape]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {stage.w} {stage.h}" width="{width}" height="{height}">'
        f"<defs>{''.join(stage.defs)}</defs>{''.join(stage.body)}</svg>"
    )
