"""`manage.py evaluate`: how good the recommender is on given data. Needs no database and no server."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from recommendations.engine import EngineError, FitSettings, Interactions
from recommendations.engine.data import IntArray
from recommendations.engine.evaluation import evaluate, names
from recommendations.engine.splits import SPLITS, Split, cases_of, ordered, split, task_of
from recommendations.engine.tables import Codebook, Table, read_metadata, read_table
from recommendations.engine.validation import TASKS

SHOWN = ("recall", "ndcg", "hit", "mrr", "coverage", "novelty", "calibration")


class Command(BaseCommand):
    """Fits on the training part, tunes on data cut from it, and ranks every title for every case."""

    help = "Evaluate the recommender on a CSV or MovieLens folder, or on a train and a test file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments."""
        parser.add_argument("--train", type=Path, help="user,item[,rating[,timestamp]]: what the model may learn from")
        parser.add_argument("--test", type=Path, help="the same form: what should be found for each user")
        parser.add_argument("--data", type=Path, help="a CSV or a MovieLens folder to split")
        parser.add_argument("--split", choices=SPLITS, default="last", help="how to split --data")
        parser.add_argument("--users", type=float, default=0.2, help="held-out users of `strong`: a number or a share")
        parser.add_argument(
            "--metadata", type=Path, help="titles.jsonl[.gz] or MovieLens items; found beside --data too"
        )
        parser.add_argument("--min-rating", type=float, help="leave out rows rated lower")
        parser.add_argument("--file-order", action="store_true", help="rows without timestamps stand in order of time")
        parser.add_argument("--model", default="blend", choices=names(), help="the blend, one part, or all of them")
        parser.add_argument("-k", type=int, nargs="+", default=[10, 20, 100], help="cut-offs")
        parser.add_argument("--task", choices=("auto", *TASKS), default="auto", help="what to tune for")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--tune-seconds", type=float, default=FitSettings.tune_seconds, help="0 takes the defaults")
        parser.add_argument("--memory-gib", type=float, default=FitSettings.memory / 1024**3)
        parser.add_argument("--threads", type=int, default=0, help="0: every core")
        parser.add_argument("--json", type=Path, help="write the result here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; a bad file or bad data is one line and exit status 2."""
        if min(options["k"]) < 1:
            raise CommandError("-k: cut-offs are 1 or more", returncode=2)
        try:
            result = self.run(options)
        except EngineError as error:
            raise CommandError(" ".join(str(error).split()), returncode=2) from error
        self.show(result)
        if options["json"]:
            options["json"].write_text(json.dumps(result, indent=1, default=str), encoding="utf-8")

    def run(self, options: dict[str, Any]) -> dict[str, Any]:
        """Read, split, fit and measure."""
        codes = Codebook()
        made = self.split(options, codes)
        beside = options["data"] if options["data"] and options["data"].is_dir() else None
        source = options["metadata"] or beside
        metadata = read_metadata(source, codes) if source else None
        task = made.task if options["task"] == "auto" else options["task"]
        settings = FitSettings(
            memory=int(options["memory_gib"] * 1024**3), threads=options["threads"],
            tune_seconds=options["tune_seconds"], task=task,
        )  # fmt: skip
        steps = tqdm(desc="fitting", unit=" steps", file=sys.stderr, bar_format="{desc}: {n_fmt} steps, {elapsed}")

        def progress(words: str) -> None:
            steps.set_description(words, refresh=False)
            steps.update()

        result = evaluate(
            made, metadata=metadata, settings=settings, model=options["model"], ks=sorted(set(options["k"])),
            seed=options["seed"], progress=progress, bar=_bar,
        )  # fmt: skip
        steps.close()
        result["data"]["files"] = [str(options[name]) for name in ("train", "test", "data") if options[name]]
        result["data"]["split"] = "files" if options["train"] else options["split"]
        return result

    def split(self, options: dict[str, Any], codes: Codebook) -> Split:
        """The questions, from two files or by cutting one."""
        if bool(options["train"]) != bool(options["test"]) or bool(options["train"]) == bool(options["data"]):
            raise CommandError("give either --train and --test, or --data", returncode=2)
        if options["data"]:
            data = self.read(options["data"], codes, options)
            return split(data, options["split"], options["seed"], users=options["users"])
        train, test = self.read(options["train"], codes, options), self.read(options["test"], codes, options)
        known = ordered(train)
        known = known.take(np.isin(known.users, test.users))
        return Split(train, cases_of(known, ordered(test)), task_of(train, test))

    def read(self, path: Path, codes: Codebook, options: dict[str, Any]) -> Interactions:
        """One file as interactions, each row of weight 1."""
        table: Table = read_table(path, codes, _reading)
        if options["min_rating"] is not None and table.ratings is not None:
            table = table.where(table.ratings >= options["min_rating"])
        times = (
            np.arange(len(table), dtype=np.float64) if options["file_order"] and table.times is None else table.times
        )
        return Interactions(table.users, table.items, np.ones(len(table), dtype=np.float32), times)

    def show(self, result: dict[str, Any]) -> None:
        """A table for people."""
        ks = sorted({int(name.split("@")[1]) for name in next(iter(result["models"].values()))})
        for k in ks:
            self.stdout.write(f"\n{'@' + str(k):14}" + "".join(f"{name:>24}" for name in SHOWN))
            for model, values in result["models"].items():
                cells = (values.get(f"{name}@{k}") for name in SHOWN)
                shown = (f"{c['mean']:.4f} [{c['low']:.4f} {c['high']:.4f}]" if c else "-" for c in cells)
                self.stdout.write(f"{model:14}" + "".join(f"{cell:>24}" for cell in shown))
        facts = {name: result[name] for name in ("data", "weights", "seed", "versions", "seconds", "peak_memory_mib")}
        self.stdout.write("\n" + json.dumps(facts, default=str))


def _reading(lines: Iterable[str]) -> Iterable[str]:
    shown: Iterable[str] = tqdm(
        lines, desc="reading", unit="rows", file=sys.stderr, leave=False, mininterval=1, delay=1
    )
    return shown


def _bar(spans: Iterable[IntArray], what: str) -> Iterable[IntArray]:
    shown: Iterable[IntArray] = tqdm(spans, desc=what, unit="batch", file=sys.stderr, leave=False)
    return shown
