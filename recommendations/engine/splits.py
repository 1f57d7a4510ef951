"""Ways to hide a part of what happened: what a model may see, and the cases it is asked about."""

# ruff: noqa: ARG001 -- every split takes the same arguments
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .data import History, IntArray, Interactions
from .errors import BadData

SPLITS = ("strong", "last", "temporal")


@dataclass(frozen=True)
class Case:
    """One question: a history, and the ids of the titles that should be found."""

    history: History
    targets: IntArray


@dataclass(frozen=True)
class Split:
    """What a model is trained on, the cases it is asked about, and what kind of question they are.

    `task` is "next" (what is watched right after the history), "later" (all that follows), "holdout" (titles hidden
    anywhere in a history whose rest is in `train`) or "strong" (the same, of people who are not in `train`).
    """

    train: Interactions
    cases: Sequence[Case]
    task: str


def split(data: Interactions, how: str, seed: int, *, users: float = 0.2, share: float = 0.2) -> Split:
    """Cut data as `SPLITS` names it; raises `BadData` where that leaves nothing to ask."""
    rng = np.random.default_rng(seed)
    made = {"strong": strong, "last": last, "temporal": temporal}[how](data, rng, users, share)
    if not len(made.cases) or not len(made.train):
        raise BadData(f"the split {how!r} of this data leaves no cases or nothing to train on")
    return made


def ordered(data: Interactions) -> Interactions:
    """Events by user and time; ties, or all without times, in the order given."""
    times = np.zeros(len(data)) if data.timestamps is None else data.timestamps
    return data.take(np.lexsort((times, data.users)))


def strong(data: Interactions, rng: np.random.Generator, users: float, share: float) -> Split:
    """Held-out users: a number (≥ 1) or share of those with five titles or more; `share` of their titles are
    targets."""
    data = ordered(data)
    names, counts = np.unique(data.users, return_counts=True)
    able = names[counts >= 5]
    size = min(int(users if users >= 1 else round(users * len(names))), len(able))
    held = rng.choice(able, size, replace=False)
    asked = np.isin(data.users, held)
    hidden = np.zeros(len(data), dtype=bool)
    for span in spans(data.users):
        if asked[span.start]:
            length = span.stop - span.start
            hidden[span.start + rng.choice(length, max(1, round(share * length)), replace=False)] = True
    return Split(data.take(~asked), cases_of(data.take(asked & ~hidden), data.take(hidden)), "strong")


def last(data: Interactions, rng: np.random.Generator, users: float, share: float) -> Split:
    """The last title of every user with two or more."""
    data = ordered(data)
    hidden = np.zeros(len(data), dtype=bool)
    hidden[[span.stop - 1 for span in spans(data.users) if span.stop - span.start > 1]] = True
    asked = np.isin(data.users, data.users[hidden])
    return Split(data.take(~hidden), cases_of(data.take(asked & ~hidden), data.take(hidden)), "next")


def temporal(data: Interactions, rng: np.random.Generator, users: float, share: float) -> Split:
    """Everything after the date before which 1 - `share` of all events lie, for users known by then."""
    if data.timestamps is None:
        raise BadData("a temporal split needs timestamps")
    data = ordered(data)
    moments = np.asarray(data.timestamps)
    later = moments > np.quantile(moments, 1 - share)
    hidden = later & np.isin(data.users, data.users[~later])
    asked = np.isin(data.users, data.users[hidden])
    return Split(data.take(~later), cases_of(data.take(asked & ~hidden), data.take(hidden)), "later")


def cases_of(known: Interactions, hidden: Interactions) -> list[Case]:
    """One case for each user of `hidden`: their events in `known` as the history, their own as targets."""
    histories = {int(known.users[span.start]): _history(known, span) for span in spans(known.users)}
    nobody = History(np.empty(0, dtype=np.int64))
    return [
        Case(histories.get(int(hidden.users[span.start]), nobody), np.unique(hidden.items[span]))
        for span in spans(hidden.users)
    ]


def _history(data: Interactions, span: slice) -> History:
    times = None if data.timestamps is None else data.timestamps[span]
    at = None if times is None else float(times[-1])
    return History(data.items[span], data.weights[span], times, at)


def spans(users: IntArray) -> list[slice]:
    """The run of each user in events sorted by user."""
    if not len(users):
        return []
    edges = np.flatnonzero(np.diff(users)) + 1
    return [slice(int(a), int(b)) for a, b in zip([0, *edges], [*edges, len(users)], strict=True)]


def task_of(train: Interactions, test: Interactions) -> str:
    """What kind of question a test file asks, by its moments alone, never by its titles.

    Test events that lie among the training events of their users were hidden at random; otherwise they come after.
    """
    if train.timestamps is None:
        return "holdout"
    if test.timestamps is None:
        return "next"
    known = ordered(train)
    edges = spans(known.users)
    ends = dict(zip((int(known.users[s.start]) for s in edges), (known.timestamps[s.stop - 1] for s in edges)))  # type: ignore[index]  # noqa: B905
    after = [time >= ends.get(int(user), -np.inf) for user, time in zip(test.users, test.timestamps, strict=True)]
    if np.mean(after) < 0.7:
        return "holdout"
    _, counts = np.unique(test.users, return_counts=True)
    return "next" if np.median(counts) <= 1 else "later"
