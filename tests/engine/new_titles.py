"""New titles made of old ones: some titles of the shipped ratings are taken out of training, and asked for by metadata.

`python -m tests.engine.new_titles` prints how well several ways of placing them tell whom each of them is for.
"""

from dataclasses import dataclass

import numpy as np

from recommendations.engine import Choices, FitSettings, History, Interactions, ItemFeatures, fit, neighbours
from recommendations.engine import newcomers as method
from recommendations.engine.data import FloatArray, IntArray
from recommendations.engine.tables import Codebook, read_metadata, read_table
from recommendations.engine.training import prepare
from tests.engine.gate import RATINGS, TITLES

ASKED, VIEWERS, HISTORY, PEOPLE = 600, 5, 5, 1500
BLEND = Choices(
    {"ials": {"regularization": 12.0}, "ease": {"l2": 300.0}}, {"ials": 0.5, "ease": 1.0, "content": 1.0}
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """Scores of known titles for people, what is known of all titles, and which new ones these people watched."""

    scores: FloatArray  # (people, known)
    known: ItemFeatures
    new: ItemFeatures
    watched: list[IntArray]  # places in `new`, for each person
    content: FloatArray  # (people, new): cosines with the history, added up


def world(seed: int = 1) -> World:
    """The shipped ratings without 600 titles that five people or more watched."""
    codes = Codebook()
    table = read_table(RATINGS, codes)
    metadata = read_metadata(TITLES, codes)
    assert metadata is not None
    rng = np.random.default_rng(seed)
    enough = np.intersect1d(np.flatnonzero(np.bincount(table.items) >= VIEWERS), metadata.items)
    fresh = np.sort(rng.choice(enough, ASKED, replace=False))
    known, new = (_of(metadata, ids) for ids in (np.setdiff1d(metadata.items, fresh), fresh))
    hidden = np.isin(table.items, fresh)
    data = Interactions(table.users, table.items, None, table.times)
    model = fit(data.take(~hidden), metadata=known, settings=FitSettings(choices=BLEND, threads=1))
    users, counts = np.unique(table.users[~hidden], return_counts=True)
    asked = np.intersect1d(users[counts >= HISTORY], table.users[hidden])[:PEOPLE]
    histories = [History(table.items[~hidden & (table.users == user)]) for user in asked]
    watched = [np.searchsorted(fresh, table.items[hidden & (table.users == user)]) for user in asked]
    columns = model.vocabulary.columns(known.items)
    return World(model.scores(histories)[:, columns], known, new, watched, _by_content(metadata, histories, new))


def _of(metadata: ItemFeatures, ids: IntArray) -> ItemFeatures:
    order = np.argsort(metadata.items)
    places = order[np.searchsorted(metadata.items, ids, sorter=order)].tolist()
    return ItemFeatures(metadata.items[places], [metadata.features[place] for place in places])


def _by_content(metadata: ItemFeatures, histories: list[History], new: ItemFeatures) -> FloatArray:
    nobody = prepare(Interactions([], []), metadata)
    model = fit(Interactions([], []), metadata=metadata, settings=FitSettings(choices=Choices({}, {"content": 1.0})))
    return model.scores(histories)[:, nobody.vocabulary.columns(new.items)]


def auc(scores: FloatArray, watched: list[IntArray]) -> float:
    """Chance that a new title that somebody watched stands above another, mean over people."""
    ranks = scores.argsort(axis=1).argsort(axis=1) / (scores.shape[1] - 1)
    return float(np.mean([ranks[row, places].mean() for row, places in enumerate(watched)]))


def ndcg(scores: FloatArray, watched: list[IntArray], k: int = 20) -> float:
    """Of the first k new titles, mean over people."""
    gains = 1 / np.log2(np.arange(2, scores.shape[1] + 2))
    places = (-scores).argsort(axis=1).argsort(axis=1)
    found = [
        gains[p[p < k]].sum() / gains[: min(len(p), k)].sum() for p in (places[r, w] for r, w in enumerate(watched))
    ]
    return float(np.mean(found))


def main() -> None:
    """The table of docs/recommender.md."""
    made = world()
    rows: dict[str, FloatArray] = {
        "by chance": np.random.default_rng(0).random(made.content.shape, dtype=np.float32),
        "content": made.content,
    }
    for power, kin in ((1, 40), (1, 5), (4, 5), (8, 3), (8, 5), (8, 8), (8, 12)):
        method.POWER = power
        rows[f"{kin} kin, cos^{power}"] = neighbours(made.known, made.new, kin).scores(made.scores)
    for name, scores in rows.items():
        print(f"| {name} | {auc(scores, made.watched):.3f} | {ndcg(scores, made.watched):.3f} |")


if __name__ == "__main__":
    main()
