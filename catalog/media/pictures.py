"""Pictures of a package, taken from its renditions: thumbnails to scrub over, and frames to choose a poster from."""

import math
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from catalog.media.confined import Limits, OverrunError, run
from catalog.media.ladder import Rendition
from catalog.media.reasons import RefusedError, reason_of
from catalog.media.tools import tool
from catalog.models.videos import POSTERS

SIDE = 5  # of a sheet, in thumbnails
WIDTH = 160
MOST = 300  # thumbnails of a video
LEAST_STEP = 2  # seconds
BY_KEYFRAMES = 12  # seconds from which on the nearest keyframe is near enough
LIMITS = Limits(seconds=3600, silent=600, memory=2 << 30, file=64 << 20)


def make_thumbnails(folder: Path, size: Rendition, duration: float, on_tick: Callable[[], None]) -> int:
    """Write sheets of thumbnails and `thumbnails.vtt`, which says what part of which is for when; tells how many."""
    step = max(LEAST_STEP, math.ceil(duration / MOST))
    height = max(2, 2 * round(WIDTH * size.height / size.width / 2))
    sparse = ["-skip_frame", "nokey"] if step >= BY_KEYFRAMES else []
    picture = f"fps=1/{step}:start_time=0:round=near,scale={WIDTH}:{height},tile={SIDE}x{SIDE}"
    _run([*sparse, "-i", f"{size.name}.mp4", "-vf", picture, "-q:v", "6", "thumbnails-%d.jpg"], folder, on_tick)
    count = math.ceil(duration / step)
    (folder / "thumbnails.vtt").write_text(_cues(count, step, duration, height), encoding="utf-8")
    return count


def _cues(count: int, step: int, duration: float, height: int) -> str:
    cues = ["WEBVTT"]
    for number in range(count):
        sheet, place = divmod(number, SIDE * SIDE)
        row, column = divmod(place, SIDE)
        begin, end = clock(number * step), clock(min((number + 1) * step, duration))
        area = f"{column * WIDTH},{row * height},{WIDTH},{height}"
        cues.append(f"{begin} --> {end}\nthumbnails-{sheet + 1}.jpg#xywh={area}")
    return "\n\n".join(cues) + "\n"


def clock(seconds: float) -> str:
    """A moment as WebVTT has it."""
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{milliseconds:03}"


def make_posters(folder: Path, size: Rendition, duration: float, on_tick: Callable[[], None]) -> int:
    """Write frames from all over the video as `poster-1.jpg` and so on; tells how many."""
    inputs, outputs = list[str](), list[str]()
    for number in range(POSTERS):
        inputs += ["-ss", f"{duration * (number + 0.5) / POSTERS:.3f}", "-i", f"{size.name}.mp4"]
        outputs += ["-map", str(number), "-frames:v", "1", "-q:v", "3", f"poster-{number + 1}.jpg"]
    _run([*inputs, *outputs], folder, on_tick)
    missing = (number for number in range(POSTERS) if not (folder / f"poster-{number + 1}.jpg").exists())
    return next(missing, POSTERS)


def _run(options: list[str], folder: Path, on_tick: Callable[[], None]) -> None:
    command = [tool("ffmpeg"), "-nostdin", "-hide_banner", "-v", "error", "-threads", "1", *options]
    try:
        outcome = run(command, limits=LIMITS, folder=folder, on_tick=on_tick)
    except OverrunError:
        raise RefusedError(_("Taking pictures from the video took too long.")) from None
    if outcome.code != 0:
        raise RefusedError(reason_of(outcome.complaints, _("No pictures can be taken from the video.")))
