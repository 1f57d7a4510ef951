"""The recommender is never worse than it was: on real ratings, 98 % of the recorded figure or the build fails."""

from tests.engine.gate import blend, figures, recorded

TOLERATED = 0.98


def test_the_blend_keeps_its_quality_and_a_plain_factorisation_would_not_pass() -> None:
    choices, figure = recorded()
    found = figures(blend(choices))
    assert found["blend"] >= TOLERATED * figure
    assert found["implicit"] < TOLERATED * figure
