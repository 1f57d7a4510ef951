"""Making many pages from the command line."""

from collections import Counter
from collections.abc import Sequence

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]
from tqdm import tqdm

from recommendations import pipeline, tasks, training


def make_pages(profile_ids: Sequence[int]) -> Counter[str]:
    """Make these profiles' pages here and now, with a bar where somebody looks; how many came to which end."""
    ends: Counter[str] = Counter()
    # A page is many small products, which threads only wait for each other in.
    with (
        threadpool_limits(1, user_api="blas"),
        tqdm(total=len(profile_ids), desc="Pages", unit="page", disable=None, leave=False) as bar,
    ):
        for batch in training.in_batches(profile_ids, tasks.BATCH):
            ends.update(pipeline.refresh_many(batch).get(profile_id, "gone") for profile_id in batch)
            bar.update(len(batch))
    return ends
