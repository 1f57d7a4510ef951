"""Which rows of a stored page come next, given what of it was sent already."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from recommendations.assembly import FEWEST_CARDS, StoredRow
from recommendations.cursor import Cursor

BILLBOARD = "billboard"


class Batch(NamedTuple):
    """Rows with those of their titles that were not sent yet, and whether there are others after them."""

    billboard: StoredRow | None
    rows: list[StoredRow]
    more: bool


def following(rows: Sequence[dict[str, Any]], sent: Cursor, size: int) -> Batch:
    """The first `size` rows of the page that have something new. The billboard comes with the first batch alone."""
    wanted: list[StoredRow] = []
    billboard = None
    for value in rows:
        if value["kind"] == BILLBOARD:
            billboard = billboard or StoredRow.from_json(value)
        elif (row := _rest(value, sent)) and len(wanted) == size:
            return Batch(None if sent else billboard, wanted, more=True)
        elif row:
            wanted.append(row)
    return Batch(None if sent else billboard, wanted, more=False)


def _rest(value: dict[str, Any], sent: Cursor) -> StoredRow | None:
    """What is left of a row; none if it was sent, or if too little of it is left to be worth its heading."""
    if not sent:
        return StoredRow.from_json(value)
    if sent.has_row(value["key"]):
        return None
    titles = [title for title in value["titles"] if title not in sent.titles]
    if len(titles) < len(value["titles"]) and len(titles) < FEWEST_CARDS:
        return None
    return replace(StoredRow.from_json(value), titles=titles)


def names_of(row: StoredRow, titles: Iterable[int] = ()) -> set[int]:
    """Ids of the titles that the row's heading speaks of, and those behind these of its cards."""
    about = row.about.get("title")
    behind = {pk for title in titles for pk in row.because.get(title, ())}
    return behind | {about} if about else behind
