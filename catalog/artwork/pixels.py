"""Bitmaps of pictures: of drawings, and of images that operators bring.

A screen full of SVG keeps a phone's main thread busy for half a second, and apps cannot show it; bitmaps are decoded
beside it.

Everything is in memory, by libvips, which lets other threads go on meanwhile. A drawing of a card takes some 20 ms.
Drawings are lettered with the fonts beside the player's libraries (`netflixlike/libraries.py`), the same on every
machine; what those have no signs for, with the machine's own.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from catalog.artwork.drawing import Shape

Form: TypeAlias = Literal["webp", "jpg"]

# What may be asked for: few enough that caches hold them, and no two more than half apart.
WIDTHS = (160, 320, 480, 640, 768, 960, 1280, 1920)
# The largest that is kept of an operator's image, in pixels, and the least that is worth showing: a third of that.
SIZES: dict[Shape, tuple[int, int]] = {"poster": (1000, 1500), "card": (1280, 720), "still": (1920, 1080)}
LEAST: dict[Shape, tuple[int, int]] = {shape: (-(-wide // 3), -(-high // 3)) for shape, (wide, high) in SIZES.items()}
MOST_PIXELS = 80_000_000
QUALITY = 75  # of images
PLAIN = 55  # of drawings, in whose even areas and clear edges less shows
EFFORT = 4  # 4 % smaller than at 2, in twice the time, once for each size of a picture
BEHIND = [15, 15, 22]  # the pages' own ground, where an image lets something through
FONTS = Path(__file__).with_name("fonts.conf")
LOADING = threading.Lock()
SHEET = re.compile(r'viewBox="0 0 (\d+) ')


class ImageError(ValueError):
    """An image that cannot be used. `code` says why: `kind`, `broken`, `large` or `small`."""

    def __init__(self, code: str, width: int = 0, height: int = 0) -> None:
        super().__init__(code)
        self.code, self.width, self.height = code, width, height


def drawn(svg: str, width: int, form: Form) -> bytes:
    """A drawing in pixels, that many wide."""
    return _written(_brought_down(_drawing(svg, width), width), form, PLAIN)


def scaled(image: bytes, width: int, form: Form) -> bytes:
    """An image in a smaller size; it is never made larger than it is."""
    return _written(_image(image).thumbnail_image(width, height=10_000, size="down"), form)


def lettered(image: bytes, lettering: str, width: int, form: Form) -> bytes:
    """An image with a card's lettering laid over it, whatever the image's own size."""
    letters = _drawing(lettering, width, clear=True)
    ground = _image(image).thumbnail_image(letters.width, height=letters.height, crop="centre")
    return _written(_brought_down(ground.composite2(letters, "over").flatten(background=BEHIND), width), form)


def accept(content: bytes, shape: Shape) -> bytes:
    """An operator's image as it is kept: upright, cut to its shape from the middle, at most as large as it is shown, in
    WebP, with nothing of what cameras write along. ImageError where it is none, or of no use."""
    vips = _vips()
    try:
        image = _opened(content)
        if image.width * image.height > MOST_PIXELS:
            raise ImageError("large", image.width, image.height)
        image = image.autorot()
        (width, height), (most_wide, most_high) = (image.width, image.height), SIZES[shape]
        if width < LEAST[shape][0] or height < LEAST[shape][1]:
            raise ImageError("small", width, height)
        wide, high = min(width, height * most_wide // most_high), min(height, width * most_high // most_wide)
        image = image.crop((width - wide) // 2, (height - high) // 2, wide, high)
        to = min(wide, most_wide)
        image = image.thumbnail_image(to, height=to * most_high // most_wide, size="force", output_profile="srgb")
        return _written(image.flatten(background=BEHIND) if image.hasalpha() else image, "webp")
    except vips.Error as error:
        raise ImageError("broken") from error


def _opened(content: bytes) -> Any:
    """By the reader of its kind, and no other is ever given what strangers made."""
    image = _vips().Image
    if content.startswith(b"\xff\xd8\xff"):
        return image.jpegload_buffer(content, fail_on="error")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return image.pngload_buffer(content, fail_on="error")
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return image.webpload_buffer(content, fail_on="error")
    raise ImageError("kind")


def _drawing(svg: str, width: int, *, clear: bool = False) -> Any:
    """In the least whole multiple of its sheet that is as wide: other scales take twice as long. `clear` leaves
    through what is behind it."""
    sheet = int(SHEET.search(svg)[1])  # type: ignore[index]
    image = _vips().Image.svgload_buffer(svg.encode(), scale=-(-width // sheet))
    return image if clear else image.flatten(background=BEHIND)


def _brought_down(image: Any, width: int) -> Any:
    """From a multiple of its sheet; in memory first, or each strip of it would be drawn anew."""
    return image if image.width == width else image.copy_memory().resize(width / image.width)


def _image(content: bytes) -> Any:
    return _vips().Image.webpload_buffer(content)


def _written(image: Any, form: Form, quality: int = QUALITY) -> bytes:
    if form == "jpg":
        content = image.jpegsave_buffer(Q=quality, optimize_coding=True, interlace=True, keep="none")
    else:
        content = image.webpsave_buffer(Q=quality, effort=EFFORT, keep="none")
    return bytes(content)


@cache
def _vips() -> Any:
    """The library, once one is needed: it takes a seventh of a second to load, and pages never do."""
    # What it reads once, and nobody else is to see: one thread, as requests run side by side already, and our fonts.
    # A page asks for its pictures at once, so several threads may come here first.
    with LOADING:
        told = {"VIPS_CONCURRENCY": "1", "FONTCONFIG_FILE": str(FONTS)}
        before = {name: os.environ.get(name) for name in told}
        os.environ |= told
        import pyvips

        logging.getLogger("pyvips").setLevel(logging.WARNING)  # it tells of every step
        pyvips.cache_set_max(0)  # nothing is read twice
        pyvips.Image.svgload_buffer(b'<svg viewBox="0 0 9 9"><text>x</text></svg>').avg()
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        return pyvips
