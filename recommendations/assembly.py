"""Pages as they are stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from recommendations.rows import Registry, registry
from recommendations.selection import CARDS, FEWEST_CARDS, ROWS, Chosen, Selection
from recommendations.viewer import Viewer

__all__ = ["CARDS", "FEWEST_CARDS", "ROWS", "StoredRow", "assemble", "count_titles", "stored"]


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
    """The rows of a page in their order."""
    return stored(viewer, Selection(viewer, list(kinds.candidates(viewer))).chosen)


def stored(viewer: Viewer, chosen: Sequence[Chosen]) -> list[StoredRow]:
    """Chosen rows as they are stored."""
    return [
        StoredRow(kind.name, f"{kind.name}:{row.key}" if row.key else kind.name, row.about, ids)
        for kind, row, titles, *_ in chosen
        for ids in [viewer.snapshot.ids[titles].tolist()]
    ]


def count_titles(rows: list[StoredRow]) -> int:
    """Titles on the page."""
    return sum(len(row.titles) for row in rows)
