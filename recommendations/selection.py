"""Chooses and orders the rows of pages, greedily: each next one is what adds most to those already there.

What a row adds is the worth of its first cards (nobody sees the rest before paging) that are not on the page yet, times
its appeal; plus what it does for the calibration of the page: how much nearer the genres of the page come to the
viewer's own mix (Steck 2018, *Calibrated recommendations*, with rows in place of titles: that costs a list nothing,
as no row is less true to its heading for it). Rules of the kinds are masks. Cards that are seen only by
paging are given out when all rows have their first ones, so that no good title is hidden behind the edge of the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from recommendations.board import ROWS, SEEN, Board, discount
from recommendations.rows import Candidate, RowKind
from recommendations.shelves import Indices
from recommendations.table import FEWEST_CARDS, Table
from recommendations.viewer import Viewer
from recommendations.worth import WEIGHTS, Weights

__all__ = ["FEWEST_CARDS", "ROWS", "SEEN", "Chosen", "Lost", "Selection", "discount", "select", "select_many"]


ABREAST = 64  # pages on one board


class Chosen(NamedTuple):
    """A row of the page, and why it is there: what its first cards are worth, and what it does for calibration."""

    kind: RowKind
    candidate: Candidate
    titles: Indices
    worth: float
    calibration: float


class Lost(NamedTuple):
    """A row that did not come onto the page, and what it was worth at the end."""

    kind: RowKind
    candidate: Candidate
    worth: float
    left: int  # titles that no other row has taken


@dataclass(frozen=True)
class Selection:
    """A page: `chosen` are its rows, in their order, and `lost()` tells of the other candidates."""

    table: Table
    board: Board
    number: int  # of the page on the board
    chosen: list[Chosen]

    @property
    def viewer(self) -> Viewer:
        """Whose page it is."""
        return self.table.viewer

    @property
    def candidates(self) -> int:
        """How many rows it was chosen from."""
        return len(self.table)

    def lost(self) -> list[Lost]:
        """The candidates that are not on the page, the worthiest first."""
        worth, left = self.board.worth[self.number], self.board.left[self.number]
        others = np.flatnonzero(~self.board.gone[self.number, : len(self.table)])
        rows = [Lost(*self.table.candidate(row), float(worth[row]), int(left[row])) for row in others.tolist()]
        return sorted(rows, key=lambda lost: -lost.worth)


def select(viewer: Viewer, weights: Weights = WEIGHTS) -> Selection:
    """The page of a viewer, chosen from the candidates of every kind."""
    return select_many([viewer], weights)[0]


def select_many(viewers: Sequence[Viewer], weights: Weights = WEIGHTS) -> list[Selection]:
    """The pages of viewers of one catalogue, chosen abreast: each is what it would be alone."""
    tables = [Table(viewer) for viewer in viewers]
    found: dict[int, Selection] = {}
    # Pages with about as many candidates share a board, which is as large as the one with most needs it.
    by_size = sorted(range(len(tables)), key=lambda number: len(tables[number]))
    for start in range(0, len(tables), ABREAST):
        numbers = by_size[start : start + ABREAST]
        board = Board([tables[number] for number in numbers], weights)
        board.play()
        for place, number in enumerate(numbers):
            page = _filled(_first_cards(tables[number], board, place))
            found[number] = Selection(tables[number], board, place, page)
    return [found[number] for number in range(len(tables))]


def _first_cards(table: Table, board: Board, number: int) -> list[Chosen]:
    rows = board.record(number)
    return [Chosen(*table.candidate(row), titles, worth, gain) for row, titles, worth, gain in rows]


def _filled(page: list[Chosen]) -> list[Chosen]:
    """The rows with the cards that are seen by paging: what no row has in its first places, from the top down."""
    shown = [row.titles.tolist() for row in page]
    taken = {title for titles in shown for title in titles}
    for row, titles in zip(page, shown, strict=True):
        free = (title for title in row.candidate.titles.tolist() if title not in taken)
        rest = list(islice(free, row.kind.cards - len(titles)))
        taken.update(rest)
        titles.extend(rest)
    everything = np.array([title for titles in shown for title in titles], dtype=np.int64)
    ends = np.cumsum([len(titles) for titles in shown]).tolist()
    return [
        row._replace(titles=everything[end - len(titles) : end])
        for row, titles, end in zip(page, shown, ends, strict=True)
    ]
