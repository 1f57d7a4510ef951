"""Where on the home page a title was seen that is opened, played or rated: what links and forms carry along."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from accounts.models.activity import ROW_KEY

ROW, VIEW = "row", "view"


@dataclass(frozen=True)
class Origin:
    """A row's key and a page view; either may be unknown."""

    row: str = ""
    page_view: UUID | None = None

    def told(self) -> dict[str, Any]:
        """What the services of plays, ratings and looks take of it."""
        return {"row": self.row, "page_view": self.page_view}

    def carried(self) -> dict[str, Any]:
        """What an address carries of it."""
        return {ROW: self.row, VIEW: self.page_view}


def origin_of(given: QueryDict) -> Origin:
    """What a query string or a form says. It is there to learn from: what makes no sense is nothing, and no error."""
    view = None
    with suppress(ValueError):
        view = UUID(given.get(VIEW, ""))
    row = given.get(ROW, "")
    return Origin("" if "\0" in row or len(row) > ROW_KEY else row, view)


def is_prefetch(request: HttpRequest) -> bool:
    """Whether a browser only fetches the page ahead, and nobody looks at it yet."""
    return any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
