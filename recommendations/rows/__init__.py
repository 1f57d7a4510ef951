"""Every kind of row, one function each. Adding a row is adding a function to one of these modules.

A row function gets a `Viewer` and yields candidates: ranked titles under a heading that is true of all of them. Which
candidates come onto the page, where, and without which titles, is `selection`'s business. Texts are looked up by kind
when a page is shown, in the language of whoever looks.
"""

from recommendations.rows import asked, everyone, own, sorted_by  # noqa: F401 -- they register their kinds
from recommendations.rows.registry import (
    CARDS,
    DEPTH,
    FOR_CHILDREN,
    Candidate,
    Offer,
    Registry,
    RowKind,
    Shelved,
    registry,
)

__all__ = ["CARDS", "DEPTH", "FOR_CHILDREN", "Candidate", "Offer", "Registry", "RowKind", "Shelved", "registry"]
