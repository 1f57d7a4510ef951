"""Small films for tests, made by ffmpeg when they are first asked for."""

import subprocess
from pathlib import Path

from catalog.media.tools import tool

PICTURE = "testsrc=size={size}:rate={rate}:duration={seconds}"
TONE = "sine=frequency={pitch}:duration={seconds}"


def ffmpeg(*options: str, folder: Path) -> None:
    """Run it, without any of the product's confinement."""
    command = [tool("ffmpeg"), "-nostdin", "-v", "error", "-y", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]


def film(path: Path, *more: str, seconds: float = 2, size: str = "160x120", rate: int = 10, tracks: int = 1) -> Path:
    """A film with so many sound tracks; `more` are options of the output, such as its codecs."""
    options = ["-f", "lavfi", "-i", PICTURE.format(size=size, rate=rate, seconds=seconds)]
    for number in range(tracks):
        options += ["-f", "lavfi", "-i", TONE.format(pitch=300 + 200 * number, seconds=seconds)]
    options += ["-map", "0", *(part for number in range(tracks) for part in ("-map", str(1 + number)))]
    codecs = [] if "-c:v" in more else ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    ffmpeg(*options, *codecs, *more, path.name, folder=path.parent)
    return path
