"""Pages as they are stored."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from recommendations.selection import FEWEST_CARDS, ROWS, Chosen, Selection, select
from recommendations.viewer import Viewer

__all__ = ["FEWEST_CARDS", "ROWS", "StoredRow", "assemble", "places", "stored"]


@dataclass(frozen=True)
class StoredRow:
    """A row as it is stored: the kind's texts are filled with `about` when it is shown.

    `titles`: ids, best first. By title, for some of them: `because`, the ids of the titles of the viewer's history that
    carry its score, the largest share first; `places`, where it stands in a row that is numbered.
    """

    kind: str
    key: str
    about: dict[str, Any]
    titles: list[int]
    because: dict[int, list[int]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain values, as the JSON column takes them."""
        by_title = {name: {str(pk): told for pk, told in getattr(self, name).items()} for name in BY_TITLE}
        return {**vars(self), **by_title}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "StoredRow":
        """The reverse of `to_json`."""
        by_title = {name: {int(pk): told for pk, told in value.get(name, {}).items()} for name in BY_TITLE}
        return cls(**{**value, **by_title})


BY_TITLE = ("because", "places")


def assemble(viewer: Viewer) -> list[StoredRow]:
    """The rows of a page in their order."""
    return stored(select(viewer))


def stored(page: Selection) -> list[StoredRow]:
    """Chosen rows as they are stored, with reasons for each card that stands there for what is in the history."""
    snapshot = page.viewer.snapshot
    titles = [snapshot.ids[row.titles].tolist() for row in page.chosen]
    tasted = [pk for row, shown in zip(page.chosen, titles, strict=True) if row.kind.by_taste for pk in shown]
    reasons = iter(page.viewer.reasons(tasted))
    return [
        StoredRow(
            row.kind.name,
            f"{row.kind.name}:{row.candidate.key}" if row.candidate.key else row.kind.name,
            row.candidate.about,
            shown,
            {pk: why for pk, why in zip(shown, islice(reasons, len(shown)), strict=True) if why}
            if row.kind.by_taste
            else {},
            {int(snapshot.ids[title]): place for title, place in places(row).items()} if row.kind.numbered else {},
        )
        for row, shown in zip(page.chosen, titles, strict=True)
    ]


def places(row: Chosen) -> dict[int, int]:
    """Where the titles of a numbered row stand, by index; what stands elsewhere or was seen leaves its place free."""
    shown = set(row.titles.tolist())
    numbered = zip(row.candidate.titles.tolist(), row.candidate.places, strict=False)
    return {title: place for title, place in numbered if title in shown}
