"""What newcomers are asked about."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.engine import FitSettings, Interactions, Model, fit
from recommendations.engine.data import IntArray
from recommendations.engine.picks import shares, spread, telling
from recommendations.training import BLEND
from tests.engine.newcomers import SHOWN, Figures, World, world

NOTHING = np.empty(0, dtype=np.int64)


@st.composite
def shelves(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Viewers and likeness of up to thirty titles."""
    size = draw(st.integers(0, 30))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    alike = rng.random((size, size))
    alike = np.maximum(alike, alike.T)
    np.fill_diagonal(alike, 1.0)
    return rng.integers(0, 50, size).astype(np.float32), alike


@given(shelves(), st.integers(0, 40))
def test_every_title_comes_once_and_a_smaller_answer_begins_a_larger_one(
    shelf: tuple[np.ndarray, np.ndarray], size: int
) -> None:
    viewers, alike = shelf
    order = spread(viewers, alike, len(viewers))
    assert sorted(order.tolist()) == list(range(len(viewers)))
    assert spread(viewers, alike, size).tolist() == order[:size].tolist()


@given(shelves())
def test_the_best_known_comes_first_and_unlike_titles_by_their_viewers(shelf: tuple[np.ndarray, np.ndarray]) -> None:
    viewers, alike = shelf
    if len(viewers):
        assert viewers[spread(viewers, alike, 1)[0]] == viewers.max()
    order = spread(viewers, np.eye(len(viewers)), len(viewers))
    assert viewers[order].tolist() == sorted(viewers.tolist(), reverse=True)


def test_genres_and_decades_take_turns() -> None:
    viewers, facet = np.array([100.0, 99.0, 98.0, 90.0]), shares([["a"], ["a"], ["a"], ["b"]])
    assert spread(viewers, np.eye(4), 4).tolist() == [0, 1, 2, 3]
    assert spread(viewers, np.eye(4), 4, [facet]).tolist() == [0, 3, 1, 2]
    assert shares([["a", "b"], [], ["a"]]).tolist() == [[0.5, 0.5], [0, 0], [1, 0]]


def test_a_twin_tells_nothing_new() -> None:
    alike = np.array([[1.0, 0.99, 0.1], [0.99, 1.0, 0.1], [0.1, 0.1, 1.0]])
    assert spread(np.array([100.0, 99.0, 20.0]), alike, 3).tolist() == [0, 2, 1]


def two_tastes() -> Model:
    """Titles 1 to 20 have one crowd, 101 to 120 a smaller one; every title is known the better the lower its id."""
    rng = np.random.default_rng(3)
    users, items = [], []
    for user in range(120):
        first = 1 if user < 80 else 101
        liked = first + np.flatnonzero(rng.random(20) < np.linspace(0.9, 0.2, 20))
        users += [user] * len(liked)
        items += liked.tolist()
    return fit(Interactions(users, items), settings=FitSettings(tune_seconds=0, parts=("ease", "ials")))


def test_both_tastes_are_asked_for_early() -> None:
    model = two_tastes()
    popular = model.items[np.argsort(-model.popularity, kind="stable")]
    first = telling(model, [model.items])[:4]
    assert {int(pk) > 100 for pk in first} == {True, False}
    assert {int(pk) > 100 for pk in popular[:4]} == {False}, "or there is nothing to mend"


def test_each_group_has_its_share() -> None:
    model = two_tastes()
    few = np.arange(116, 121)
    assert not set(telling(model, [model.items], most=15).tolist()) & set(few.tolist())
    both = telling(model, [model.items, few], most=15)
    assert set(few.tolist()) <= set(both.tolist())
    assert len(both) == len(set(both.tolist())) == 20


def test_unknown_ids_and_empty_groups_are_let_pass() -> None:
    model = two_tastes()
    assert telling(model, []).tolist() == []
    assert telling(model, [np.array([999]), NOTHING]).tolist() == []
    assert telling(model, [np.array([1, 999])]).tolist() == [1]


def show(name: str, figures: Figures) -> None:
    """A line of the table in docs/recommender.md."""
    print(f"{name:48}" + "".join(f"{value:8.3f}" for value in figures))


def means(worlds: list[World], seed: int = 0) -> dict[str, Figures]:
    """Every set of titles, looked at with and without the short head."""
    sets: dict[str, Callable[[World], list[IntArray]]] = {
        "telling": lambda one: one.picks(one.telling()),
        "telling, others too": lambda one: one.picks(one.telling(2 * SHOWN)),
        "most popular": lambda one: one.picks(one.ranked[:SHOWN]),
        "three of their own": lambda one: one.three_of_their_own(seed),
    }
    found = {}
    for name, choose in sets.items():
        for where in ("", ", beyond the head"):
            rows = [one.measure(choose(one), one.head if where else NOTHING) for one in worlds]
            found[name + where] = Figures(*np.mean(rows, axis=0).tolist())
    return found


def test_three_picks_find_more_than_popularity_does() -> None:
    found = means([world(BLEND, 0)])
    asked, popular = found["telling"], found["most popular"]
    assert asked.found > 0.85 * popular.found > 0.4
    assert asked.hit > 1.1 * asked.hit_of_popularity
    assert asked.recall > 1.15 * asked.recall_of_popularity
    assert asked.hit > 1.05 * popular.hit, "more is found than by asking about the most popular"
    own = found["three of their own, beyond the head"]
    assert own.hit > 1.1 * own.hit_of_popularity


@pytest.mark.slow
def test_the_figures_of_the_documentation() -> None:
    """`python -m pytest -s -m slow tests/engine/test_picks.py` prints them."""
    found = means([world(BLEND, fold) for fold in range(5)])
    print()
    for name, figures in found.items():
        show(name, figures)
    assert found["telling"].recall > 1.2 * found["telling"].recall_of_popularity
