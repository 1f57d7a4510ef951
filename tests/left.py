"""Finding what a run left behind."""

import os
from pathlib import Path


def left(folder: Path) -> list[int]:
    """All processes, but this one, that have to do with a folder: by command line, environment or working directory."""
    entries = [entry for entry in Path("/proc").glob("[0-9]*") if entry.name != str(os.getpid())]
    return [int(entry.name) for entry in entries if _has(entry, os.fsencode(folder))]


def _has(entry: Path, name: bytes) -> bool:
    try:
        state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        words = [(entry / "cmdline").read_bytes(), (entry / "environ").read_bytes(), bytes((entry / "cwd").readlink())]
    except OSError:
        return False
    return state != "Z" and any(name in part for part in words)
