"""Puts candidate rows together into one page."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recommendations.rows import Registry, registry
from recommendations.viewer import Viewer

CARDS, FEWEST_CARDS, ROWS = 18, 5, 24


@dataclass(frozen=True)
class StoredRow:
    """A row as it is stored: the kind's texts are filled with `about` when it is shown.

    `titles`: ids, best first. `because`: for some of them, the ids of the titles of the viewer's history that carry
    their score, the largest share first.
    """

    kind: str
    key: str
    about: dict[str, Any]
    titles: list[int]
    because: dict[int, list[int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain values, as the JSON column takes them."""
        return {**vars(self), "because": {str(title): reasons for title, reasons in self.because.items()}}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "StoredRow":
        """The reverse of `to_json`."""
        return cls(**{**value, "because": {int(title): ids for title, ids in value["because"].items()}})


def assemble(viewer: Viewer, kinds: Registry = registry) -> list[StoredRow]:
    """The rows of a page in their order: no title twice, none that the viewer may not see, no row with a few cards."""
    found = sorted(kinds.candidates(viewer), key=lambda pair: pair[1].rank)
    taken = ~viewer.open
    rows: list[StoredRow] = []
    for kind, candidate in found:
        titles = candidate.titles[~taken[candidate.titles]][:CARDS]
        if len(titles) < FEWEST_CARDS:
            continue
        taken[titles] = True
        key = f"{kind.name}:{candidate.key}" if candidate.key else kind.name
        rows.append(StoredRow(kind.name, key, candidate.about, viewer.snapshot.ids[titles].tolist()))
        if len(rows) == ROWS:
            break
    return rows


def count_titles(rows: list[StoredRow]) -> int:
    """Titles on the page."""
    return int(np.sum([len(row.titles) for row in rows], dtype=int))
