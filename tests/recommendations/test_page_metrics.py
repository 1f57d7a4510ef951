"""Measures of pages, on pages whose figures are plain to see."""

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recommendations import page_metrics
from recommendations.page_metrics import Titles

BILLBOARD = np.array([0])
ROWS = [np.arange(1 + 18 * row, 19 + 18 * row) for row in range(30)]


def ndcg(*targets: int) -> float:
    return page_metrics.ndcg(BILLBOARD, ROWS, np.array(targets))


def test_the_first_screen_is_the_billboard_and_four_rows_of_six() -> None:
    shown = page_metrics.first_screen(BILLBOARD, ROWS)
    assert shown.tolist() == [0, *range(1, 7), *range(19, 25), *range(37, 43), *range(55, 61)]
    assert page_metrics.is_hit(shown, np.array([60, 400]))
    assert not page_metrics.is_hit(shown, np.array([7, 73]))
    assert page_metrics.share_found(shown, np.array([60, 400, 401, 402])) == 0.25


def test_ndcg_counts_what_is_better_seen_for_more() -> None:
    assert ndcg(0) == pytest.approx(1.0)
    assert ndcg(999) == 0.0
    assert ndcg(0) > ndcg(1) > ndcg(2) > ndcg(18) > 0
    assert ndcg(1) > ndcg(19) > ndcg(37)
    assert ndcg(2) == pytest.approx(1 / (np.log2(3) * np.log2(3)))


def test_a_page_of_the_viewers_own_mix_is_calibrated() -> None:
    mix = np.eye(2, dtype=np.float32)[np.arange(600) % 2]
    wanted = np.array([0.5, 0.5], dtype=np.float32)
    even: list[Titles] = [np.array([0, 1, 1, 0]), np.array([3, 2, 2, 3])]
    assert page_metrics.genre_kl(even, mix, wanted) < 0.01
    assert page_metrics.genre_kl([np.array([0, 2, 4])], mix, wanted) > 1
    assert np.isnan(page_metrics.genre_kl([], mix, wanted))


@pytest.mark.slow
def test_pages_are_evaluated_without_a_database(tmp_path: Path) -> None:
    result = tmp_path / "pages.json"
    said = StringIO()
    call_command("evaluate_pages", "--at", "0.5", "--most", "8", "--json", str(result), stdout=said)
    found = json.loads(result.read_text())
    assert found["pages"]["cases"] == 8
    for name in ("this page", "same rows for all", "flat list, rows of 18", "fixed row order"):
        assert name in said.getvalue()
        assert 0 <= found["pages"][name]["first screen"]["mean"] <= 1
    assert "ours minus this" in found["newcomers"]["popularity"]


@pytest.mark.parametrize("share", ["0", "1", "-3"])
def test_a_moment_is_a_share(share: str) -> None:
    with pytest.raises(CommandError, match="between 0 and 1"):
        call_command("evaluate_pages", f"--at={share}")
