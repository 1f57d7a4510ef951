"""What a web process is like before its first request."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOLD = "import gc, netflixlike.wsgi; print(gc.get_freeze_count(), gc.get_threshold()[0])"


def test_the_code_of_the_site_is_set_aside_from_the_garbage_collector() -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "netflixlike.settings"}
    told = subprocess.run([sys.executable, "-c", TOLD], cwd=ROOT, env=env, capture_output=True, check=True, timeout=300)
    frozen, threshold = map(int, told.stdout.split())
    assert frozen > 50_000
    assert threshold > 1_000
