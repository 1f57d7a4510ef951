"""The windows in which what comes next is learnt."""

import numpy as np

from recommendations.engine.data import Batch, group
from recommendations.engine.sequel_windows import Windows, batches, cut, in_parts

SHORT, LONG = 5, 150  # titles in the two histories


def histories() -> Batch:
    rows = np.repeat([0, 1], [SHORT, LONG])
    columns = np.concatenate([np.arange(SHORT) + 7, np.random.default_rng(2).permutation(LONG)])
    times = np.arange(len(rows), dtype=np.float64)
    return group(rows, columns, np.ones(len(rows), dtype=np.float32), times, at=np.zeros(2), width=LONG)


def questions(windows: list[Windows]) -> dict[int, tuple[set[int], list[int]]]:
    """For each event that is asked for: what was watched before, and the two titles that came just before."""
    found = {}
    for window in windows:
        row, place = np.nonzero(window.valid)
        ends, columns = window.watched()
        before = [window.before(lag)[window.valid] for lag in (1, 2)]
        for n, event in enumerate((window.first[row] + place).tolist()):
            start = ends[n - 1] if n else 0
            found[event] = (set(columns[start : ends[n]].tolist()), [int(lag[n]) for lag in before])
    return found


def test_every_event_but_the_first_is_asked_for_and_knows_all_that_came_before() -> None:
    liked = histories()
    found = questions(cut(liked, window=20))
    assert sorted(found) == [*range(1, SHORT), *range(SHORT + 1, SHORT + LONG)]
    for event, (watched, latest) in found.items():
        earlier = liked.columns[liked.indptr[liked.rows[event]] : event].tolist()
        assert watched == set(earlier)
        assert latest == [earlier[-1], earlier[-2] if len(earlier) > 1 else liked.width]


def test_batches_hold_every_window_once() -> None:
    windows = cut(histories(), window=20)
    made = batches(windows, 40, np.random.default_rng(1))
    assert len(made) > len(windows)
    assert questions(made) == questions(windows)


def test_what_was_watched_is_told_part_by_part() -> None:
    ends, columns = np.array([2, 2, 5, 6]), np.array([10, 11, 12, 13, 14, 15])
    for size in (1, 2, 3, 4, 9):
        parts = in_parts(ends, columns, size)
        assert len(parts) == -(-4 // size)
        whole = [(int(t) + n * size, int(c)) for n, (ts, cs) in enumerate(parts) for t, c in zip(ts, cs, strict=True)]
        assert whole == [(0, 10), (0, 11), (2, 12), (2, 13), (2, 14), (3, 15)]
