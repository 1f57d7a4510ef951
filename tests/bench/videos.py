"""Packaging a video: how long it takes, and what viewers notice of it."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalog.media.stand_in import FOLDER
from catalog.media.tools import are_there, tool
from tests.bench.load import Asked, measure, percentile
from tests.bench.site import ROOT, Running

SECONDS = 30
PATIENCE = 600
SLICE = 2.0  # seconds that are measured at a time, until the video is ready
STATE = "SELECT state FROM catalog_video ORDER BY id DESC LIMIT 1"
TITLE = "SELECT slug FROM catalog_title WHERE kind = 'film' AND id NOT IN (SELECT title_id FROM catalog_video) LIMIT 1"


def packaging(site: Running, homes: Sequence[Asked]) -> None:
    """Prints how long a clip of half a minute takes, and the home page's latencies without and beside it."""
    if not are_there():
        print("\nNo ffmpeg here, so no video is packaged")
        return
    clip = _clip(site.data_dir)
    print(f"\nA clip of {SECONDS} s, 854x480, to its renditions   (at most 60 s)")
    with site.database() as database:
        began = time.monotonic()
        _ingest(site, database, clip)
        while not _is_over(database):
            time.sleep(0.1)
            assert time.monotonic() - began < PATIENCE, "the video was never ready"
        print(f"  while nobody asks for anything {time.monotonic() - began:6.1f} s")
        alone = measure("", site.url, homes, clients=8, seconds=8).latencies
        _ingest(site, database, clip)
        beside: list[float] = []
        began = time.monotonic()
        while not _is_over(database) and time.monotonic() - began < PATIENCE:
            beside += measure("", site.url, homes, clients=8, seconds=SLICE).latencies
        took = time.monotonic() - began
    beside.sort()
    before, after = percentile(alone, 0.99), percentile(beside, 0.99)
    print(f"  while 8 clients ask for home   {took:6.1f} s")
    print(f"  home p99 {before:.1f} ms without, {after:.1f} ms beside it: x{after / before:.2f}   (at most x2)")


def _clip(folder: Path) -> Path:
    """The first half minute of the demo's film, as it is packaged."""
    clip = folder / "clip.mp4"
    cut = [tool("ffmpeg"), "-v", "error", "-y", "-i", f"{FOLDER}/v0.mp4", "-i", f"{FOLDER}/a0.mp4"]
    subprocess.run([*cut, "-t", str(SECONDS), "-c", "copy", str(clip)], check=True, timeout=60)
    return clip


def _ingest(site: Running, database: Any, clip: Path) -> None:
    """As an operator does, from the command line."""
    (slug,) = database.execute(TITLE).fetchone()
    command = [sys.executable, "manage.py", "ingest_video", slug, clip]
    env = {**os.environ, "DATA_DIR": str(site.data_dir), "SITE_URL": site.url}
    subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=120, stdout=subprocess.DEVNULL)


def _is_over(database: Any) -> bool:
    (state,) = database.execute(STATE).fetchone()
    assert state not in {"failed", "cancelled"}, state
    return bool(state == "ready")
