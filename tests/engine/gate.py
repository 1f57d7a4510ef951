"""The gate's data and figure: real viewers of the shipped ratings, each asked for their last title.

`python -m tests.engine.gate` tunes on the gate's training data and records the choices and the figure in gate.json.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from recommendations.engine import Choices, FitSettings, Interactions, ItemFeatures, Model, fit
from recommendations.engine.budget import Budget
from recommendations.engine.evaluation import IMPLICIT_DEFAULTS, measure, questions
from recommendations.engine.ials import Ials
from recommendations.engine.splits import Split, split
from recommendations.engine.tables import Codebook, read_metadata, read_table
from recommendations.engine.training import prepare

ROOT = Path(__file__).resolve().parents[2]
RATINGS, TITLES = ROOT / "accounts/demo/ratings.csv.gz", ROOT / "catalog/demo/titles.jsonl.gz"
RECORD = Path(__file__).with_name("gate.json")
FIGURE = "ndcg@10"
ENOUGH = 10  # ratings of a viewer, and of a title, that the gate looks at
SEED = 0
QUICK = {"copies": 1, "sampled": 1024}  # of `sequel`, whatever tuning says: the gate is for every run of the tests


def gate() -> tuple[Split, ItemFeatures | None]:
    """Viewers and titles with ten ratings or more; the last title of each viewer is hidden."""
    codes = Codebook()
    table = read_table(RATINGS, codes)
    kept = (np.bincount(table.users)[table.users] >= ENOUGH) & (np.bincount(table.items)[table.items] >= ENOUGH)
    table = table.where(kept)
    data = Interactions(table.users, table.items, None, table.times)
    made = split(data, "last", SEED)
    metadata = read_metadata(TITLES, codes)
    assert metadata is not None
    known = np.flatnonzero(np.isin(metadata.items, made.train.items)).tolist()
    return made, ItemFeatures(metadata.items[known], [metadata.features[place] for place in known])


def blend(choices: Choices | None, seconds: float = 600.0) -> Model:
    """The model, by recorded choices or tuned anew."""
    made, metadata = gate()
    settings = FitSettings(choices=choices, task="next", tune_seconds=seconds)
    return fit(made.train, metadata=metadata, settings=settings, seed=SEED)


def figures(model: Model) -> dict[str, float]:
    """The gate's figure for a model and for `implicit` at its defaults."""
    made, metadata = gate()
    data = prepare(made.train, metadata)
    asked = questions(made, data)
    implicit = Ials.fit(data, IMPLICIT_DEFAULTS, seed=SEED, budget=Budget())
    scorers = {"blend": model.blend.scores, "implicit": implicit.scores}
    found = {name: measure(s, asked, (10,), SEED, lambda spans, what: spans) for name, s in scorers.items()}
    return {name: values[FIGURE]["mean"] for name, values in found.items()}


def recorded() -> tuple[Choices, float]:
    """Choices and figure of gate.json."""
    record: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return Choices(**record["choices"]), float(record[FIGURE])


def main() -> None:
    """Tune, measure, record."""
    model = blend(None)
    assert model.choices is not None
    weights = {name: round(weight, 4) for name, weight in model.choices.weights.items()}
    settings = {**model.choices.settings, "sequel": {**model.choices.settings["sequel"], **QUICK}}
    model = blend(Choices(settings, weights, model.choices.scales))
    assert model.choices is not None
    found = figures(model)
    record = {
        "choices": asdict(model.choices),
        FIGURE: round(found["blend"], 5),
        "implicit": round(found["implicit"], 5),
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(record)


if __name__ == "__main__":
    main()
