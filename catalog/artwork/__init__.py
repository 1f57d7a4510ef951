"""Artwork drawn from the facts of a title, for a catalogue that ships no posters.

    from catalog.artwork import Facts, draw, pixels

    svg = draw(Facts("The Long Road", 1972, ("Drama", "Western"), seed="42"), "poster")
    webp = pixels.drawn(svg, 320, "webp")

``draw`` returns a complete SVG document with nothing to load; ``pixels`` makes bitmaps of it, and of operators' images.
It is a pure function: the same facts give the same bytes in every process, so the result may be cached for ever
under a key made of the facts. It takes about a millisecond. Change a drawing and you change everyone's artwork:
bump whatever version the cache key carries.
"""

from catalog.artwork.drawing import Shape, draw, letter
from catalog.artwork.facts import Facts

__all__ = ["Facts", "Shape", "draw", "letter"]
