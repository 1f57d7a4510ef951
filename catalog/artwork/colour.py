"""Colour arithmetic on ``#rrggbb`` strings: mixing, saturation, and contrast as WCAG 2 defines it."""

from __future__ import annotations

from functools import lru_cache

WHITE = "#ffffff"
BLACK = "#000000"


@lru_cache(maxsize=4096)
def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, each 0..255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=16384)
def mix(first: str, second: str, share: float) -> str:
    """Blend two colours; ``share`` is how much of the second there is, 0..1."""
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}" for a, b in zip(channels(first), channels(second), strict=True)
    )


@lru_cache(maxsize=4096)
def saturate(colour: str, factor: float) -> str:
    """Scale the distance from grey: 0 takes the colour away, above 1 makes it stronger."""
    red, green, blue = channels(colour)
    grey = 0.3 * red + 0.59 * green + 0.11 * blue
    return "#" + "".join(f"{round(min(255, max(0, grey + (c - grey) * factor))):02x}" for c in (red, green, blue))


def _linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=8192)
def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(c) for c in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=1024)
def legible(colour: str, behind: str, ratio: float) -> str:
    """Lighten ``colour`` towards white just as far as it needs to stand out from ``behind``."""
    for step in range(11):
        candidate = mix(colour, WHITE, step / 10)
        if contrast(candidate, behind) >= ratio:
            return candidate
    return WHITE


@lru_cache(maxsize=1024)
def veil_strength(text: str, veil: str, ratio: float) -> float:
    """The thinnest veil (0..1) that makes ``text`` readable even where the picture below is pure white."""
    for percent in range(50, 100):
        if contrast(text, mix(WHITE, veil, percent / 100)) >= ratio:
            return percent / 100
    return 1.0
