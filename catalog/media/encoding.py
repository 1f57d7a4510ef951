"""From a source to a package in a folder: renditions, sound, playlists, scrub thumbnails and posters.

The source is decoded once, in one confined run of ffmpeg. Pictures are taken from what that run made.
"""

import math
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.media import pictures, playlists
from catalog.media.confined import Limits, OverrunError, run
from catalog.media.containers import input_options
from catalog.media.ladder import Rendition, renditions
from catalog.media.probing import LONGEST, MOST_PIXELS, Sound, Source
from catalog.media.reasons import RefusedError, reason_of
from catalog.media.tools import tool

SEGMENT = 4  # seconds, about
ROOM = 64 << 20  # bytes beside what the peaks allow
SILENT = 180  # seconds without a single frame, after which something is stuck
PATIENCE = 60  # seconds of work for a second of video at the most, on a machine that is busy
LACKING = 0.97  # share of the length that must have come out


@dataclass(frozen=True)
class Bounds:
    """What packaging one video may take: threads; bytes of memory and of disk; seconds. And x264's constant rate
    factor, within the peak of each rendition."""

    threads: int
    memory: int
    disk: int
    seconds: float
    quality: int = 21


# Told the share that is done, 0 to 1; raises to have everything ended.
Progress = Callable[[float], None]


def package(source: Source, descriptor: int, folder: Path, bounds: Bounds, progress: Progress) -> dict[str, Any]:
    """Make the package in an empty folder and return its facts. RefusedError says what was wrong with the source."""
    sizes = renditions(source.width, source.height)
    _encode(source, sizes, descriptor, folder, bounds, progress)
    duration = playlists.duration_of(folder / f"{sizes[0].name}.m3u8")
    _check_length(source.duration, duration)
    tracks = playlists.write_master(folder, sizes, source.sounds, source.rate)
    progress(0.9)
    thumbnails = pictures.make_thumbnails(folder, sizes[-1], duration, lambda: progress(0.92))
    posters = pictures.make_posters(folder, sizes[0], duration, lambda: progress(0.96))
    progress(1.0)
    return {"duration": duration, "posters": posters, "thumbnails": thumbnails, **tracks}


def _encode(
    source: Source, sizes: list[Rendition], descriptor: int, folder: Path, bounds: Bounds, progress: Progress
) -> None:
    room = min(bounds.disk, _expected_bytes(source, sizes))
    seconds = min(bounds.seconds, 300 + PATIENCE * (source.duration or LONGEST))
    limits = Limits(seconds=seconds, silent=SILENT, memory=bounds.memory, file=room)
    watch = _Watch(source.duration, folder, room, progress)
    words = {"time": _("Packaging took too long."), "room": _("Packaging takes more room than is allowed.")}
    try:
        outcome = run(
            command(source, sizes, descriptor, bounds),
            limits=limits,
            folder=folder,
            descriptors=[descriptor],
            on_line=watch.heard,
            on_tick=watch.tick,
        )
    except OverrunError as error:
        raise RefusedError(words[error.what]) from None
    if outcome.code == -signal.SIGXFSZ:
        raise RefusedError(words["room"])
    if outcome.code != 0 or not (folder / f"{sizes[0].name}.m3u8").exists():
        raise RefusedError(reason_of(outcome.complaints, _("The video could not be packaged.")))


def command(source: Source, sizes: list[Rendition], descriptor: int, bounds: Bounds) -> list[str]:
    """The one run of ffmpeg that makes all renditions and tracks."""
    threads = bounds.threads
    parts = [tool("ffmpeg"), "-nostdin", "-hide_banner", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.5"]
    parts += ["-filter_threads", str(threads), "-filter_complex_threads", str(threads)]
    parts += ["-max_pixels", str(MOST_PIXELS), "-threads", str(threads), "-max_error_rate", "0.2"]
    parts += input_options(source.container, descriptor)
    parts += ["-filter_complex", filters(source, sizes)]
    for size in sizes:
        parts += [*_picture(source, size, bounds), *_playlist(source, size.name)]
    for number, sound in enumerate(source.sounds):
        parts += [*_sound(sound), *_playlist(source, f"a{number}")]
    return parts


def filters(source: Source, sizes: list[Rendition]) -> str:
    """One picture for each rendition, at one steady rate, so that the keyframes of all fall on the same moments."""
    still = "yadif=deint=interlaced," if source.interlaced else ""
    first = f"[0:{source.video}]{still}fps={source.rate},split={len(sizes)}"
    split = "".join(f"[s{number}]" for number in range(len(sizes)))
    scaled = (
        f"[s{number}]scale={size.width}:{size.height}:flags=bicubic,setsar=1,format=yuv420p[{size.name}]"
        for number, size in enumerate(sizes)
    )
    return ";".join([first + split, *scaled])


def _picture(source: Source, size: Rendition, bounds: Bounds) -> list[str]:
    group = max(1, math.ceil(SEGMENT * source.rate))
    return [
        *("-map", f"[{size.name}]", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"),
        *("-crf", str(bounds.quality), "-maxrate", str(size.peak), "-bufsize", str(2 * size.peak)),
        *("-g", str(group), "-keyint_min", str(group), "-sc_threshold", "0", "-threads", str(bounds.threads)),
        # The first frame is shown at zero, like the first sound, and not two frames later.
        *("-avoid_negative_ts", "disabled", "-hls_segment_options", "movflags=+negative_cts_offsets"),
    ]


def _sound(sound: Sound) -> list[str]:
    """Encoded anew for the browser and else left alone: neither its loudness nor, up to 5.1, its channels change."""
    channels = sound.channels if sound.channels in {1, 2, 6} else 2
    rate = {1: 80, 2: 128, 6: 256}[channels]
    return ["-map", f"0:{sound.index}", "-c:a", "aac", "-b:a", f"{rate}k", "-ac", str(channels), "-ar", "48000"]


def _playlist(source: Source, name: str) -> list[str]:
    """Fragmented MP4 in one file, whose segments are ranges of bytes: a handful of objects in the storage, not
    thousands."""
    longest = LONGEST if source.duration is None else source.duration + SEGMENT
    return [
        *("-map_metadata", "-1", "-map_chapters", "-1", "-t", f"{longest:.3f}", "-f", "hls"),
        *("-hls_time", str(SEGMENT), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"),
        *("-hls_flags", "single_file+independent_segments", "-hls_segment_filename", f"{name}.mp4", f"{name}.m3u8"),
    ]


def _expected_bytes(source: Source, sizes: list[Rendition]) -> int:
    bits = sum(size.peak for size in sizes) + 320_000 * len(source.sounds)
    return int(bits * (source.duration or LONGEST) / 8) + ROOM


def _check_length(said: float | None, came: float) -> None:
    if said is not None and came < LACKING * said - SEGMENT / 2:
        raise RefusedError(
            _("The file is cut off or damaged: of %(said).0f s only %(came).0f s can be played.")
            % {"said": said, "came": came}
        )


class _Watch:
    """Follows a run of ffmpeg: how far it is, and how much it has written."""

    def __init__(self, duration: float | None, folder: Path, room: int, progress: Progress) -> None:
        self.duration, self.folder, self.room, self.progress = duration, folder, room, progress
        self.reached = 0.0  # seconds

    def heard(self, line: str) -> bool:
        name, _equals, value = line.partition("=")
        if name != "out_time_us" or not value.strip().isdigit() or int(value) / 1e6 <= self.reached:
            return False
        self.reached = int(value) / 1e6
        return True

    def tick(self) -> None:
        if _size(self.folder) > self.room:
            raise OverrunError("room")
        self.progress(0.9 * min(1.0, self.reached / self.duration) if self.duration else 0.0)


def _size(folder: Path) -> int:
    """Bytes that the files of a flat folder take."""
    with os.scandir(folder) as found:
        return sum(entry.stat().st_size for entry in found)
