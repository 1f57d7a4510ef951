"""`manage.py evaluate_pages`: how good whole pages are, on plays that came later. Needs no database and no server."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from recommendations import page_metrics
from recommendations.engine.bootstrap import Interval, mean_interval
from recommendations.page_evaluation import Case, World, moment, newly_come
from recommendations.page_makers import Maker, chosen, fixed_order, flat, most_viewers, popular, same_for_all
from recommendations.selection import SEEN
from recommendations.training import BLEND

VALIDATION, TEST = (0.5, 0.6), (0.7, 0.8, 0.9)
MAKERS: dict[str, Maker] = {
    "this page": chosen,
    "same rows for all": same_for_all,
    "flat list, rows of 18": flat,
    "flat list, rows of 6": lambda viewer: flat(viewer, SEEN),
    "fixed row order": fixed_order,
}
NEWCOMERS: dict[str, Maker] = {"this page": chosen, "popularity": most_viewers, "popular lately": popular}
METRICS = ("first screen", "share found", "ndcg", "genre kl")
Values = npt.NDArray[np.float64]


class Command(BaseCommand):
    """Measures the site's pages and simpler ones on the same viewers and moments."""

    help = "Evaluate whole pages on the demo's ratings: first-screen hits, 2-D NDCG, calibration of genres."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments."""
        parser.add_argument("--validation", action="store_true", help="the moments that weights are chosen on")
        parser.add_argument("--at", type=float, nargs="+", help="moments, as shares of all events")
        parser.add_argument("--most", type=int, default=0, help="viewers a moment at the most; 0 is all")
        parser.add_argument("--json", type=Path, help="write the result here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and show."""
        moments = options["at"] or (VALIDATION if options["validation"] else TEST)
        if not all(0 < share < 1 for share in moments):
            raise CommandError("--at takes shares between 0 and 1", returncode=2)
        world = World()
        pages: dict[str, list[Values]] = {name: [] for name in MAKERS}
        firsts: dict[str, list[Values]] = {name: [] for name in NEWCOMERS}
        for share in moments:
            made = moment(world, share, BLEND)
            cases = made.cases[: options["most"] or None]
            self._measure(pages, MAKERS, cases, f"at {share:.0%}")
            self._measure(firsts, NEWCOMERS, newly_come(made)[: options["most"] or None], "three picks")
        result = {"moments": list(moments), "pages": self._show("Pages", pages, "this page")}
        result["newcomers"] = self._show("Newcomers with three picks", firsts, "this page")
        if options["json"]:
            options["json"].write_text(json.dumps(result, indent=1), encoding="utf-8")

    def _measure(self, into: dict[str, list[Values]], makers: dict[str, Maker], cases: list[Case], what: str) -> None:
        with tqdm(total=len(cases) * len(makers), desc=what, unit="page", leave=False, disable=None) as bar:
            for name, make in makers.items():
                values = [_values(case, make) for case in cases]
                into[name].append(np.array(values, dtype=np.float64).reshape(-1, len(METRICS)))
                bar.update(len(cases))

    def _show(self, heading: str, found: dict[str, list[Values]], ours: str) -> dict[str, Any]:
        """A table, with the difference of our page to each other one, case by case."""
        all_of = {name: np.concatenate(values) for name, values in found.items()}
        self.stdout.write(f"\n{heading}: {len(all_of[ours]):,} cases\n{'':28}" + "".join(f"{m:>28}" for m in METRICS))
        result: dict[str, Any] = {"cases": len(all_of[ours])}
        for name, values in all_of.items():
            result[name] = {metric: _interval(values[:, place]) for place, metric in enumerate(METRICS)}
            self.stdout.write(f"{name:28}" + "".join(f"{_said(result[name][m]):>28}" for m in METRICS))
        for name, values in all_of.items():
            if name != ours:
                gained = {m: _interval(all_of[ours][:, p] - values[:, p]) for p, m in enumerate(METRICS)}
                result[name]["ours minus this"] = gained
                self.stdout.write(f"{'ours - ' + name:28}" + "".join(f"{_said(gained[m]):>28}" for m in METRICS))
        return result


def _values(case: Case, make: Maker) -> tuple[float, ...]:
    page, viewer = make(case.viewer), case.viewer
    screen = page_metrics.first_screen(*page)
    hit, share = page_metrics.is_hit(screen, case.targets), page_metrics.share_found(screen, case.targets)
    kl = page_metrics.genre_kl(page.rows, viewer.snapshot.genre_mix, viewer.mix)
    return float(hit), share, page_metrics.ndcg(*page, case.targets), kl


def _interval(values: Values) -> Interval:
    return mean_interval(values, np.random.default_rng(0))


def _said(interval: Interval) -> str:
    return f"{interval['mean']:.4f} [{interval['low']:.4f} {interval['high']:.4f}]"
