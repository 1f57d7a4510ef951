"""What is in a file that came in, or why it cannot be taken."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.media.confined import Limits, OverrunError, run
from catalog.media.containers import container_of, input_options
from catalog.media.languages import UNKNOWN, language_of, name_of
from catalog.media.reasons import RefusedError, reason_of
from catalog.media.tools import tool

MOST_PIXELS = 8192 * 4320  # of one frame
LEAST_SIDE = 16
SHORTEST, LONGEST = 0.2, 12 * 3600.0  # seconds
MOST_STREAMS = 64
MOST_AUDIO, MOST_WORDS = 8, 32
FASTEST = 60  # frames a second of what is made; whatever is faster is halved until it is not
SECONDS, MEMORY = 120, 2 << 30
# What viewers watch. Others, such as lists of drawing commands, are not given to a decoder.
CODECS = """
    av1 dirac dnxhd dv dvvideo ffv1 flv1 h263 h264 hevc huffyuv ffvhuff indeo3 indeo4 indeo5 jpeg2000 mjpeg mpeg1video
    mpeg2video mpeg4 msmpeg4v1 msmpeg4v2 msmpeg4v3 prores rawvideo svq1 svq3 theora utvideo v210 vc1 vp3 vp6 vp6f vp8
    vp9 wmv1 wmv2 wmv3 cinepak"""
VIDEO_CODECS = frozenset(CODECS.split())
TEXT_CODECS = frozenset({"ass", "mov_text", "ssa", "subrip", "text", "webvtt"})  # others are pictures of text


@dataclass(frozen=True)
class Sound:
    """One audio stream."""

    index: int
    channels: int
    language: str
    label: str


@dataclass(frozen=True)
class Words:
    """One stream of captions as text; `kind` is that of a Caption."""

    index: int
    language: str
    label: str
    kind: str


@dataclass(frozen=True)
class Source:
    """What is to be packaged. Width and height are as shown: turned upright, with square pixels."""

    container: str
    video: int
    width: int
    height: int
    rate: Fraction  # frames a second
    duration: float | None  # None where the container does not say
    interlaced: bool
    sounds: tuple[Sound, ...]
    words: tuple[Words, ...]


def probe(descriptor: int, folder: Path, on_tick: Callable[[], None] | None = None) -> Source:
    """Look into an open file; RefusedError says why it is none that can be packaged."""
    container = container_of(descriptor)
    if container is None:
        kinds = "MP4, MOV, Matroska, WebM, AVI, MPEG, MXF, Ogg"
        raise RefusedError(_("This is no video file of a kind that is taken: %(kinds)s.") % {"kinds": kinds})
    command = [tool("ffprobe"), "-v", "error", "-show_format", "-show_streams", "-of", "json"]
    command += ["-probesize", "50M", "-analyzeduration", "30M", "-max_pixels", str(MOST_PIXELS)]
    limits = Limits(seconds=SECONDS, silent=SECONDS, memory=MEMORY, file=0)
    try:
        outcome = run(
            [*command, *input_options(container, descriptor)],
            limits=limits,
            folder=folder,
            descriptors=[descriptor],
            on_tick=on_tick,
        )
    except OverrunError:
        raise RefusedError(_("Looking into the file took too long.")) from None
    try:
        found = json.loads(outcome.output or "{}")
    except json.JSONDecodeError:
        found = {}
    if outcome.code != 0 or not found.get("streams"):
        raise RefusedError(reason_of(outcome.complaints, _("The file cannot be read as a video.")))
    return _source(container, found, outcome.complaints)


def _source(container: str, found: dict[str, Any], complaints: list[str]) -> Source:
    streams = found["streams"]
    if len(streams) > MOST_STREAMS:
        raise RefusedError(_("The file has more than %(most)d streams.") % {"most": MOST_STREAMS})
    video = _video(streams, complaints)
    width, height = _shown_size(video)
    return Source(
        container=container,
        video=video["index"],
        width=width,
        height=height,
        rate=_rate(video),
        duration=_duration(found, video),
        interlaced=video.get("field_order", "progressive") in {"tt", "bb", "tb", "bt"},
        sounds=_sounds(streams),
        words=_words(streams),
    )


def _video(streams: list[dict[str, Any]], complaints: list[str]) -> dict[str, Any]:
    """The first stream of moving pictures; cover pictures are none."""
    videos = [one for one in streams if one.get("codec_type") == "video" and not _is_cover(one)]
    if not videos:
        raise RefusedError(_("There are no moving pictures in the file."))
    video = videos[0]
    if video.get("codec_name") not in VIDEO_CODECS:
        name = str(video.get("codec_name"))
        raise RefusedError(_("The pictures are in a format that is not taken: %(name)s") % {"name": name})
    width, height = video.get("width", 0), video.get("height", 0)
    if min(width, height) < LEAST_SIDE:
        raise RefusedError(reason_of(complaints, _("The pictures have no size.")))
    if width * height > MOST_PIXELS:
        size = f"{width}x{height}"
        raise RefusedError(_("The pictures are too large: %(size)s.") % {"size": size})
    return video


def _is_cover(stream: dict[str, Any]) -> bool:
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _shown_size(video: dict[str, Any]) -> tuple[int, int]:
    width, height = video["width"], video["height"]
    shape = _fraction(video.get("sample_aspect_ratio", "1:1").replace(":", "/")) or Fraction(1)
    if Fraction(1, 4) <= shape <= 4:
        width = round(width * shape)
    turned = next((side["rotation"] for side in video.get("side_data_list", []) if "rotation" in side), 0)
    return (height, width) if turned % 180 else (width, height)


def _rate(video: dict[str, Any]) -> Fraction:
    """Of the average and the nominal rate the first that makes sense."""
    for name in ("avg_frame_rate", "r_frame_rate"):
        rate = _fraction(video.get(name, ""))
        if rate and rate >= 1:
            while rate > FASTEST:
                rate /= 2
            return rate.limit_denominator(1001)
    return Fraction(25)


def _fraction(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _duration(found: dict[str, Any], video: dict[str, Any]) -> float | None:
    try:
        duration = float(found.get("format", {}).get("duration") or video["duration"])
    except (KeyError, TypeError, ValueError):
        return None
    if not math.isfinite(duration) or duration > LONGEST:
        raise RefusedError(_("The file says that it is longer than %(hours)d hours.") % {"hours": LONGEST // 3600})
    if duration < SHORTEST:
        raise RefusedError(_("There is nothing to play: the file is %(seconds).2f s long.") % {"seconds": duration})
    return duration


def _sounds(streams: list[dict[str, Any]]) -> tuple[Sound, ...]:
    found = [one for one in streams if one.get("codec_type") == "audio" and one.get("channels")]
    return tuple(_sound(number, one) for number, one in enumerate(found[:MOST_AUDIO], start=1))


def _sound(number: int, stream: dict[str, Any]) -> Sound:
    language, label = _described(number, stream)
    return Sound(stream["index"], int(stream["channels"]), language, label)


def _words(streams: list[dict[str, Any]]) -> tuple[Words, ...]:
    found = [one for one in streams if one.get("codec_type") == "subtitle" and one.get("codec_name") in TEXT_CODECS]
    return tuple(_text(number, one) for number, one in enumerate(found[:MOST_WORDS], start=1))


def _text(number: int, stream: dict[str, Any]) -> Words:
    language, label = _described(number, stream)
    deaf = stream.get("disposition", {}).get("hearing_impaired")
    return Words(stream["index"], language, label, "captions" if deaf else "subtitles")


def _described(number: int, stream: dict[str, Any]) -> tuple[str, str]:
    """Language and label of a stream, which go into playlists and pages: of harmless characters alone."""
    tags = {name.lower(): str(value) for name, value in stream.get("tags", {}).items()}
    title = "".join(c for c in tags.get("title", "") if c.isprintable() and c != '"')
    language = language_of(tags.get("language", ""))
    named = name_of(language) if language != UNKNOWN else _("Track %(number)d") % {"number": number}
    return language, title[:60].strip() or named
