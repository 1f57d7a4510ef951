"""The model: fit, recommend, explain, dislikes, storage."""

from pathlib import Path

import numpy as np
import pytest

from recommendations.engine import (
    MISSING,
    BadData,
    Choices,
    FitSettings,
    History,
    Interactions,
    ItemFeatures,
    Model,
    UnknownItem,
    fingerprint,
    fit,
    load,
)
from tests.engine.worlds import FIRST, MEMBERS, chain, clusters, shelf, shelves

QUICK = Choices(
    {
        "ials": {"factors": 8, "iterations": 5}, "sequel": {"factors": 8, "epochs": 3},
        "ease": {"l2": 5.0}, "directed": {"l2": 5.0},
    },
    {"ials": 0.5, "ease": 0.7, "sequel": 0.6, "directed": 0.2, "content": 0.1, "popularity": -0.1, "trending": 0.1},
)  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(clusters(), metadata=shelves(), settings=FitSettings(choices=QUICK, threads=1), seed=1)


def test_a_batch_of_histories_gets_titles_of_their_own_shelf(model: Model) -> None:
    ids, scores = model.recommend([History([FIRST, FIRST + 1]), History([FIRST + 25])], 5)
    assert ids.shape == scores.shape == (2, 5)
    assert [shelf(item) for item in ids[0]] == [0] * 5
    assert [shelf(item) for item in ids[1]] == [2] * 5
    assert (np.diff(scores, axis=1) <= 0).all()


def test_what_was_watched_is_left_out_unless_asked_for(model: Model) -> None:
    history = History([FIRST + n for n in range(6)])
    assert not set(model.recommend([history], 60)[0][0].tolist()) & set(history.items.tolist())
    everything, _ = model.recommend([history], len(model.items), exclude_history=False)
    assert set(everything[0].tolist()) == set(model.items.tolist())


def test_where_nothing_remains_the_row_says_so(model: Model) -> None:
    ids, scores = model.recommend([History(model.items[:-2])], 4)
    assert (ids[0] == MISSING).tolist() == [False, False, True, True]
    assert np.isneginf(scores[0, 2:]).all()
    assert model.recommend([History([])], 500)[0].shape == (1, 500)


def test_exclusions_are_for_all_or_one_for_each(model: Model) -> None:
    histories = [History([FIRST]), History([FIRST])]
    best = model.recommend(histories, 3)[0]
    assert best[0, 0] not in model.recommend(histories, 60, exclude=[int(best[0, 0]), -7])[0]
    each = model.recommend(histories, 3, exclude=[[int(best[0, 0])], []])[0]
    assert best[0, 0] not in each[0]
    assert each[1, 0] == best[0, 0]


def test_an_empty_history_gets_what_is_popular_and_no_histories_give_no_rows(model: Model) -> None:
    assert np.isfinite(model.scores([History([])])).all()
    assert model.recommend([], 3)[0].shape == (0, 3)
    plain = fit(clusters(), settings=FitSettings(parts=("popularity", "ials"), tune_seconds=0))
    best = plain.recommend([History([])], 1)[0][0, 0]
    assert plain.popularity[plain.column(int(best))] == plain.popularity.max()
    against = fit(clusters(), settings=FitSettings(choices=Choices({}, {"popularity": -1.0, "ials": 1.0})))
    assert against.recommend([History([])], 1)[0][0, 0] == best


def test_unknown_titles_do_no_harm(model: Model) -> None:
    strange = [-(2**62), -1, 0, 2**62]
    np.testing.assert_array_equal(model.scores([History([*strange, FIRST])]), model.scores([History([FIRST])]))
    with pytest.raises(UnknownItem):
        model.similar(5, 3)
    with pytest.raises(UnknownItem):
        model.explain(History([FIRST]), 5)


def test_contributions_and_base_are_the_score(model: Model) -> None:
    times = np.arange(6.0)
    history = History([FIRST, FIRST + 14, FIRST + 2, FIRST + 30, 5, FIRST + 3], [1, 2, 0.3, -1.5, 1, -0.2], times)
    scores = model.scores([history])[0]
    for item in model.items[::3].tolist():
        why = model.explain(history, item)
        assert why.base + sum(c.value for c in why) == pytest.approx(scores[model.column(item)], abs=1e-4)
        assert [c.value for c in why] == sorted((c.value for c in why), reverse=True)
        assert {c.item for c in why} == set(history.items.tolist()) - {5}


def test_many_titles_are_explained_at_once_and_the_unknown_are_named(model: Model) -> None:
    history = History([FIRST, FIRST + 14, FIRST + 2, FIRST + 30, 5, FIRST + 3], [1, 2, 0.3, -1.5, 1, -0.2])
    asked = [FIRST + 40, 5, FIRST, 902, -3]
    found = model.explain_many(history, asked)
    assert found.items.tolist() == asked
    assert found.known.tolist() == [True, False, True, True, False]
    assert found.values.shape == (5, len(found.events))
    assert not found.values[~found.known].any()
    assert not found.base[~found.known].any()
    columns = [model.column(item) for item in found.items[found.known].tolist()]
    np.testing.assert_allclose(found.scores[found.known], model.scores([history])[0][columns], atol=1e-4)
    for place in np.flatnonzero(found.known).tolist():
        alone = model.explain(history, asked[place])
        assert alone.base == pytest.approx(found.base[place], abs=1e-4)
        shares = dict(zip(found.events.tolist(), found.values[place].tolist(), strict=True))
        assert {c.item: c.value for c in alone} == pytest.approx(shares, abs=1e-4)


def test_the_best_reasons_raise_the_score_and_come_largest_first(model: Model) -> None:
    history = History([FIRST, FIRST + 14, FIRST + 2, FIRST + 30, FIRST + 3], [1, 2, 0.3, -1.5, 1])
    found = model.top_reasons(history, [FIRST + 5, 5, FIRST + 31], 2)
    assert found[1] == []
    for item, ids in ((FIRST + 5, found[0]), (FIRST + 31, found[2])):
        assert ids == [reason.item for reason in model.explain(history, item)[:2] if reason.value > 0]
    assert found[0]
    assert model.top_reasons(History([]), [FIRST], 3) == [[]]
    assert model.top_reasons(history, [], 3) == []


def test_histories_that_are_folded_together_are_what_they_are_alone(model: Model) -> None:
    histories = [
        History([FIRST, FIRST + 14, FIRST + 30], [1, 2, -1.5]),
        History([]),
        History([FIRST + 2, FIRST + 14, FIRST + 3, 5], [-0.2, -1, 1, 1]),
    ]
    asked = [FIRST + 40, 5, FIRST + 1]
    fold = model.fold(histories)
    np.testing.assert_allclose(fold.scores, model.scores(histories), atol=1e-6)
    for row, history in enumerate(histories):
        alone = model.explain_many(history, asked)
        np.testing.assert_allclose(fold.explain(row, asked).scores, alone.scores, atol=1e-4)
        np.testing.assert_allclose(fold.explain(row, asked).values, alone.values, atol=1e-4)
        assert fold.top_reasons(row, asked, 2) == alone.top(2)


def test_the_kin_of_many_titles_are_those_of_each(model: Model) -> None:
    asked = [FIRST + 3, 5, FIRST + 30, FIRST + 3]
    items, alike = model.similar_many(asked, 8)
    assert items.shape == alike.shape == (4, 8)
    assert (items[1] == MISSING).all()
    for row in (0, 2, 3):
        best, likeness = model.similar(asked[row], 8)
        assert items[row][: len(best)].tolist() == best.tolist()
        np.testing.assert_allclose(alike[row][: len(best)], likeness, atol=1e-6)
    assert model.similar_many([], 8)[0].shape == (0, 8)


def test_the_reason_for_a_title_is_one_of_its_kind(model: Model) -> None:
    why = model.explain(History([FIRST + 40, FIRST, FIRST + 20]), FIRST + 5)
    assert why[0].item == FIRST


def test_a_thumb_down_pushes_its_kin_down_and_nothing_up(model: Model) -> None:
    liked = [FIRST, FIRST + 13]
    before = model.scores([History(liked)])[0]
    after = model.scores([History([*liked, FIRST + 2], [1, 1, -1.5])])[0]
    assert (after <= before + 1e-5).all()
    kin = model.vocabulary.columns(FIRST + np.arange(3, MEMBERS))
    others = model.vocabulary.columns(FIRST + MEMBERS * 2 + np.arange(MEMBERS))
    assert (before - after)[kin].mean() > 2 * (before - after)[others].mean()


def test_similar_titles_come_from_the_same_shelf_without_the_title_itself(model: Model) -> None:
    ids, alike = model.similar(FIRST + 30, 6)
    assert [shelf(item) for item in ids] == [2] * 6
    assert FIRST + 30 not in ids
    assert (alike <= 1).all()
    assert (alike > 0).all()


def test_a_title_that_nobody_watched_is_similar_to_its_genre(model: Model) -> None:
    ids, _ = model.similar(902, 5)
    assert {shelf(item) for item in ids} == {2}


def test_what_comes_next_is_learnt_by_the_tuned_blend() -> None:
    found = fit(chain(), settings=FitSettings(tune_seconds=60, parts=("popularity", "ials", "directed")), seed=2)
    ids, _ = found.recommend([History(FIRST + 4 + np.arange(5), None, np.arange(5.0))], 1)
    assert ids[0, 0] == FIRST + 9
    assert found.facts["tuning"]["kind"] == "tuned"
    assert found.facts["tuning"]["validation"]["blend"] > found.facts["tuning"]["validation"]["popularity"]


def test_the_same_seed_chooses_the_same_and_the_choices_can_be_used_again() -> None:
    settings = FitSettings(tune_seconds=60, parts=("popularity", "ease", "trending"))
    first, second = (fit(clusters(), settings=settings, seed=4) for _ in range(2))
    assert first.facts["choices"] == second.facts["choices"]
    again = fit(clusters(), settings=FitSettings(choices=first.choices), seed=4)
    history = [History([FIRST, FIRST + 1])]
    np.testing.assert_array_equal(first.scores(history), second.scores(history))
    np.testing.assert_array_equal(first.scores(history), again.scores(history))


def test_without_timestamps_the_parts_that_need_order_are_off() -> None:
    found = fit(clusters(timed=False), settings=FitSettings(tune_seconds=0))
    assert set(found.blend.parts) == {"popularity", "ials", "ease", "bag"}


def test_titles_alone_and_events_alone_are_enough() -> None:
    nobody = fit(Interactions([], []), metadata=ItemFeatures([4, 5, 6], [["genre:a"], ["genre:a"], ["genre:b"]]))
    assert nobody.similar(4, 1)[0].tolist() == [5]
    assert fit(Interactions([1], [9])).recommend([History([])], 1)[0].tolist() == [[9]]
    with pytest.raises(BadData, match="no titles"):
        fit(Interactions([], []))
    with pytest.raises(BadData, match="unknown part"):
        fit(clusters(), settings=FitSettings(parts=("magic",)))


def test_dislikes_alone_train_nothing_and_break_nothing() -> None:
    found = fit(Interactions([1, 1], [5, 6], [-1.5, 0.0]))
    assert np.isfinite(found.scores([History([5], [-1.5]), History([])])).all()


def test_the_fingerprint_follows_data_settings_and_metadata() -> None:
    data = clusters()
    prints = {
        fingerprint(data), fingerprint(clusters(seed=1)), fingerprint(data, FitSettings(threads=1)),
        fingerprint(data, metadata=shelves()), fingerprint(data, seed=1),
    }  # fmt: skip
    assert len(prints) == 5
    assert fingerprint(data) == fingerprint(clusters())


def test_a_stored_model_is_the_same_model(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    again = load(tmp_path / "model")
    histories = [History([FIRST, FIRST + 9], [1, -1]), History([])]
    np.testing.assert_array_equal(again.scores(histories), model.scores(histories))
    assert again.explain(histories[0], FIRST + 4) == model.explain(histories[0], FIRST + 4)
    assert again.fingerprint == model.fingerprint
    assert again.choices == model.choices
    assert isinstance(again.items.base, np.memmap) or isinstance(again.items, np.memmap)
