"""Puts candidate rows together into one page."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from recommendations.rows import Registry, registry
from recommendations.viewer import Viewer

CARDS, FEWEST_CARDS, ROWS = 18, 5, 24


@dataclass(frozen=True)
class StoredCard:
    """A title on the stored page; `because` are the titles of the viewer's history that carry its score."""

    title: int
    because: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class StoredRow:
    """A row as it is stored: the kind's texts are filled with `about` when it is shown."""

    kind: str
    key: str
    about: dict[str, Any]
    cards: list[StoredCard]

    def to_json(self) -> dict[str, Any]:
        """Plain values, as the JSON column takes them."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "StoredRow":
        """The reverse of `to_json`."""
        return cls(**{**value, "cards": [StoredCard(**card) for card in value["cards"]]})


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
        cards = [StoredCard(int(title_id)) for title_id in viewer.snapshot.ids[titles]]
        key = f"{kind.name}:{candidate.key}" if candidate.key else kind.name
        rows.append(StoredRow(kind.name, key, candidate.about, cards))
        if len(rows) == ROWS:
            break
    return rows


def count_titles(rows: list[StoredRow]) -> int:
    """Titles on the page."""
    return int(np.sum([len(row.cards) for row in rows], dtype=int))
