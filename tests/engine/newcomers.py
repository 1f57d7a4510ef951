"""Newcomers made of real people.

Raters of the shipped data whom the model has never seen are shown a set of titles and pick the first few that they
liked; what they liked besides is looked for on the first screen that these picks give them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from recommendations.engine import FitSettings, History, Interactions, ItemFeatures, Model, fit
from recommendations.engine.data import IntArray
from recommendations.engine.model import Choices
from recommendations.engine.picks import telling
from recommendations.engine.signals import DOWN, FINISHED, LOVE, UP
from recommendations.engine.tables import Codebook, Table, read_metadata, read_table
from tests.engine.gate import RATINGS, TITLES

VIEWER = 10  # ratings that make a viewer, as in the demo
KNOWN = 5  # liked titles without which there is nothing to look for
SHOWN = FIRST_SCREEN = 24
PICKED = 3
HEAD = 0.33  # share of all likes that lies in the short head


class Figures(NamedTuple):
    """Means over newcomers; `found` is the share who find three titles that they like in the set."""

    found: float
    hit: float
    hit_of_popularity: float
    recall: float
    recall_of_popularity: float


@dataclass(frozen=True)
class World:
    """A model, and what people that it does not know liked, as its columns."""

    model: Model
    features: ItemFeatures
    liked: Sequence[IntArray]

    @property
    def ranked(self) -> IntArray:
        """All columns, the most popular first."""
        return np.argsort(-self.model.popularity, kind="stable")

    @property
    def head(self) -> IntArray:
        """The few titles that get a third of all likes, which say least of a page (Cremonesi, Koren and Turrin 2010,
        *Performance of Recommender Algorithms on Top-N Recommendation Tasks*)."""
        share = np.cumsum(self.model.popularity[self.ranked]) / self.model.popularity.sum()
        return self.ranked[: int(np.searchsorted(share, HEAD))]

    def telling(self, most: int = SHOWN) -> IntArray:
        """What the site asks newcomers about."""
        return self.model.vocabulary.columns(telling(self.model, [self.model.items], self.features)[:most])

    def picks(self, asked: IntArray, most: int = PICKED) -> list[IntArray]:
        """What each newcomer picks: the first few in the set's order that they liked."""
        return [asked[np.isin(asked, liked)][:most] for liked in self.liked]

    def three_of_their_own(self, seed: int) -> list[IntArray]:
        """Three titles that each liked, whatever they are: what a set that knew its people would get."""
        rng = np.random.default_rng(seed)
        return [rng.choice(liked, PICKED, replace=False) for liked in self.liked]

    def measure(self, picks: Sequence[IntArray], hidden: IntArray) -> Figures:
        """How many of their other likes are on the first screen; what is `hidden` is left out on both sides."""
        model = self.model
        histories = [History(model.items[found], np.full(len(found), UP)) for found in picks]
        rows = [
            _outcome(scores, model.popularity, found, np.setdiff1d(liked, np.concatenate([found, hidden])), hidden)
            for scores, found, liked in zip(model.scores(histories), picks, self.liked, strict=True)
        ]
        found = np.mean([len(one) >= PICKED for one in picks])
        return Figures(float(found), *np.mean([row for row in rows if row is not None], axis=0).tolist())


def _outcome(
    scores: np.ndarray, popularity: np.ndarray, picks: IntArray, wanted: IntArray, hidden: IntArray
) -> tuple[float, ...] | None:  # fmt: skip
    """Hit and recall of the model's screen and of popularity's; None where there is nothing to find."""
    if not len(wanted):
        return None
    values = []
    for ranking in (scores if len(picks) else popularity, popularity):
        order = ranking.astype(np.float64)
        order[np.concatenate([picks, hidden])] = -np.inf
        screen = np.argsort(-order, kind="stable")[:FIRST_SCREEN]
        values.append(int(np.isin(screen, wanted).sum()))
    most = min(len(wanted), FIRST_SCREEN)
    return values[0] > 0, values[1] > 0, values[0] / most, values[1] / most


def world(choices: Choices, fold: int, folds: int = 5) -> World:
    """Fitted on all folds of the viewers but one, whose people are the newcomers."""
    codes = Codebook()
    table = read_table(RATINGS, codes)
    metadata = read_metadata(TITLES, codes)
    assert metadata is not None
    assert table.ratings is not None
    viewer = np.bincount(table.users)[table.users] >= VIEWER
    table = table.where(viewer & np.isin(table.items, metadata.items))
    users = np.random.default_rng(0).permutation(np.unique(table.users))
    held = np.isin(table.users, np.array_split(users, folds)[fold])
    model = fit(_said(table.where(~held)), metadata=metadata, settings=FitSettings(choices=choices))
    return World(model, metadata, _likes(table.where(held), model))


def _said(table: Table) -> Interactions:
    """The thumbs that the demo makes of ratings."""
    ratings = table.ratings
    assert ratings is not None
    weights = np.select([ratings >= 9, ratings >= 7, ratings >= 5], [LOVE, UP, FINISHED], DOWN)
    return Interactions(table.users, table.items, weights, table.times)


def _likes(table: Table, model: Model) -> list[IntArray]:
    assert table.ratings is not None
    columns = model.vocabulary.columns(table.items)
    liked = (table.ratings >= 7) & (columns >= 0)
    found = [np.unique(columns[liked & (table.users == user)]) for user in np.unique(table.users)]
    return [one for one in found if len(one) >= KNOWN]
