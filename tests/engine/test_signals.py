"""The table of signal weights: its order, its signs, and how repeats and age change it."""

import subprocess
import sys

import pytest

from recommendations.engine import signals
from recommendations.engine.signals import signal_weight


def test_love_beats_up_beats_finished_beats_half_beats_started_beats_left() -> None:
    weights = [
        signal_weight(2, 1.0, 1, 0), signal_weight(1, 1.0, 1, 0), signal_weight(None, 1.0, 1, 0),
        signal_weight(None, 0.5, 1, 0), signal_weight(None, 0.1, 1, 0), signal_weight(None, 0.1, 1, 30),
        signal_weight(-1, 1.0, 1, 0),
    ]  # fmt: skip
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)


def test_a_thumb_down_is_negative_however_often_and_however_far_it_was_watched() -> None:
    assert signal_weight(-1, 1.0, 9, 0) == signal_weight(-1, None, 0, 5000) == signals.DOWN < 0


def test_a_play_given_up_early_counts_little_and_then_against() -> None:
    assert 0 < signal_weight(None, 0.1, 1, 1) < 0.2
    assert -0.5 < signal_weight(None, 0.1, 1, 20) < 0


@pytest.mark.parametrize("progress", [None, 0.0, 0.01, float("nan")])
def test_a_wrong_click_says_nothing(progress: float | None) -> None:
    assert signal_weight(None, progress, 1, 0) == 0


def test_repeats_count_more_and_ever_less_so() -> None:
    one, two, four, many = (signal_weight(None, 1.0, plays, 0) for plays in (1, 2, 4, 1000))
    assert one < two < four < many
    assert many == signals.FINISHED * signals.REPEAT_LIMIT
    assert signal_weight(None, 0.1, 50, 0) == signal_weight(None, 0.1, 1, 0)


def test_recent_counts_more_and_old_never_falls_silent() -> None:
    today, year, ages = (signal_weight(1, 1.0, 1, days) for days in (0, 365, 20_000))
    assert today > year > ages > 0.25 * today
    assert signal_weight(1, 1.0, 1, -3) == today


def test_a_rating_without_a_play_counts() -> None:
    assert signal_weight(2, None, 0, 0) == signals.LOVE


def test_a_thumb_up_overrules_an_early_stop() -> None:
    assert signal_weight(1, 0.1, 1, 30) > 0


def test_reading_the_table_loads_no_numerical_library() -> None:
    heavy = "{'numpy', 'scipy', 'implicit', 'django'}"
    code = f"import sys, recommendations.engine.signals; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
