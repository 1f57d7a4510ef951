"""How quick pages are made in bulk: `DATA_DIR=… python -m tests.bench.bulk [--pages 2000]`, on a site that runs.

Whole pages of its profiles, as after a training: history, scores, rows, reasons, JSON, stored. On one core: what this
process computes is counted, and said beside how long it took with PostgreSQL on another one.
"""

# ruff: noqa: E402  the settings read the environment of whoever started this
import argparse
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixlike.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import django

django.setup()

from accounts.models import Profile
from recommendations import pipeline, tasks, training

WARM_UP = tasks.BATCH


def main() -> None:
    """Prints pages a second."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=2000)
    asked = options.parse_args().pages
    ids = list(Profile.objects.exclude(watch_states=None).order_by("?").values_list("pk", flat=True)[: asked + WARM_UP])
    pipeline.refresh_many(ids[:WARM_UP])  # reads catalogue and model
    began, busy = time.perf_counter(), time.process_time()
    made = 0
    for batch in training.in_batches(ids[WARM_UP:], tasks.BATCH):
        made += sum(end == "stored" for end in pipeline.refresh_many(batch).values())
    took, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"\nWhole pages in bulk, {made} of them   (at least 500 a second and core)")
    print(f"  {made / busy:6.0f} a second of one core   {made / took:6.0f} a second as it was", flush=True)


if __name__ == "__main__":
    main()
