"""The compositions, by genre. Importing the package registers them all."""

from catalog.artwork.scenes import (
    action,
    crime,
    drama,
    fact,
    fear,
    journey,
    laughter,
    love,
    past,
    plain,
    riddle,
    sound,
    space,
    struggle,
    tension,
    wonder,
    young,
)
from catalog.artwork.scenes.registry import SCENES, Scene

__all__ = [
    "SCENES",
    "Scene",
    "action",
    "crime",
    "drama",
    "fact",
    "fear",
    "journey",
    "laughter",
    "love",
    "past",
    "plain",
    "riddle",
    "sound",
    "space",
    "struggle",
    "tension",
    "wonder",
    "young",
]
