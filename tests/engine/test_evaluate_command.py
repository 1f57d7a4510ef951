"""`manage.py evaluate`: both ways of naming data, the JSON, and one line for a bad file."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recommendations.engine import Interactions
from tests.engine.worlds import chain, clusters

METRICS = {"recall", "recall_full", "ndcg", "hit", "mrr", "coverage", "novelty"}


def write(path: Path, data: Interactions, mask: Any = slice(None)) -> Path:
    """Events as a CSV with a header."""
    times = data.timestamps if data.timestamps is not None else np.zeros(len(data))
    rows = zip(data.users[mask].tolist(), data.items[mask].tolist(), times[mask].tolist(), strict=True)
    path.write_text("user,item,rating,timestamp\n" + "".join(f"u{u},i{i},4,{t}\n" for u, i, t in rows))
    return path


def run(tmp_path: Path, **options: Any) -> tuple[dict[str, Any], str]:
    """The JSON and what was printed."""
    out = StringIO()
    call_command("evaluate", json=tmp_path / "out.json", k=[1, 5], threads=1, stdout=out, **options)
    return json.loads((tmp_path / "out.json").read_text()), out.getvalue()


def test_train_and_test_files(tmp_path: Path) -> None:
    data = chain()
    last = np.arange(len(data)) % 12 == 11
    train, test = write(tmp_path / "train.csv", data, ~last), write(tmp_path / "test.csv", data, last)
    found, printed = run(tmp_path, train=train, test=test, model="directed")
    assert set(found["models"]) == {"directed", "popularity", "implicit"}
    assert {name.split("@")[0] for name in found["models"]["directed"]} == METRICS
    for values in found["models"].values():
        assert all(v["low"] <= v["mean"] <= v["high"] for v in values.values())
    assert found["models"]["directed"]["recall@1"]["mean"] > 0.95
    assert found["data"]["task"] == "next"
    assert found["data"]["cases"] == 120
    assert {"data", "settings", "seed", "versions", "seconds", "peak_memory_mib"} <= set(found)
    assert "directed" in printed


def test_a_split_with_the_blend_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    path = write(tmp_path / "ratings.csv", clusters())
    first, second = (run(tmp_path, data=path, split="strong", tune_seconds=0, seed=3)[0] for _ in range(2))
    assert first["models"] == second["models"]
    assert first["models"]["blend"]["recall@5"]["mean"] > first["models"]["popularity"]["recall@5"]["mean"]


def test_all_parts_stand_in_the_table_on_demand(tmp_path: Path) -> None:
    path = write(tmp_path / "ratings.csv", clusters())
    found, _ = run(tmp_path, data=path, split="temporal", tune_seconds=0, model="all")
    assert {"blend", "popularity", "implicit", "ease", "ials", "sequel"} <= set(found["models"])


def test_targets_unknown_to_the_model_count_as_missed(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text("".join(f"{u},{i}\n" for u in range(9) for i in range(4) if (u + i) % 3))
    (tmp_path / "test.csv").write_text("0,0\n0,77\n100,1\n")
    found, _ = run(tmp_path, train=tmp_path / "train.csv", test=tmp_path / "test.csv", tune_seconds=0)
    assert (found["data"]["targets"], found["data"]["targets_not_in_train"], found["data"]["cases"]) == (3, 1, 2)
    assert found["models"]["popularity"]["recall_full@5"]["mean"] == pytest.approx(0.75)


def test_a_part_that_the_data_cannot_feed_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "untimed.csv"
    path.write_text("".join(f"{u},{i}\n" for u in range(9) for i in range(4)))
    with pytest.raises(CommandError, match="sequel needs timestamps"):
        run(tmp_path, data=path, model="sequel")


@pytest.mark.parametrize("text", ["1,2,3\n1,2,bad\n", "", "x\n"])
def test_a_bad_file_is_one_line_and_exit_2(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=r"broken\.csv, line \d+: ") as caught:
        run(tmp_path, data=path)
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("names", [[], ["train"], ["data", "train", "test"]])
def test_what_to_evaluate_on_must_be_clear(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(CommandError, match="--data") as caught:
        run(tmp_path, **{name: Path(name) for name in names})
    assert caught.value.returncode == 2
