"""The home page in the API's words, out of cards that are made once for everybody.

The same that the serializers of `recommendations.api.home` declare, which would walk every field of a hundred cards.
"""

import datetime as dt
import time
from typing import Any

from django.utils.translation import get_language
from rest_framework.request import Request

from accounts.api.cards import WatchStateSerializer
from catalog.api import TitleCardSerializer
from catalog.models import Title
from recommendations.held import Recent
from recommendations.homepage import Card, Page, PageRow

CARDS = 8_000  # of two and a half kilobytes each
FACTS_FOR = 300  # seconds for which a genre or an age rating may have its former name here

# Holds nothing of what it tells of; its fields are not made anew for each card.
_STATE = WatchStateSerializer()
_cards: Recent[tuple[Any, ...], dict[str, Any]] = Recent(CARDS)


class Told:
    """Tells one request of pages and rows."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.origin = request.build_absolute_uri("/").rstrip("/")
        self.edition = (self.origin, get_language(), int(time.time() // FACTS_FOR))
        self.titles: dict[int, dict[str, Any]] = {}

    def page(self, page: Page) -> dict[str, Any]:
        """As HomeSerializer has it."""
        everything = [*page.rows, *filter(None, [page.continue_watching])]
        self._read([card for row in everything for card in row.cards] + ([page.billboard] if page.billboard else []))
        path = self.request.path
        return {
            "version": page.version,
            "personal": page.personal,
            "billboard": next(iter(self._told([page.billboard] if page.billboard else [])), None),
            "continue_watching": self._row(page.continue_watching) if page.continue_watching else None,
            "rows": [self._row(row) for row in page.rows],
            "next": f"{self.origin}{path}?after={page.next.encode()}" if page.next else None,
        }

    def row(self, row: PageRow) -> dict[str, Any]:
        """As RowSerializer has it."""
        self._read(row.cards)
        return self._row(row)

    def titles_of(self, cards: list[Card]) -> list[dict[str, Any]]:
        """As CardSerializer has them."""
        self._read(cards)
        return [self._title(card) for card in cards if card.title.pk in self.titles]

    def _row(self, row: PageRow) -> dict[str, Any]:
        return {
            "kind": row.kind,
            "key": row.key,
            "heading": row.heading,
            "reason": row.reason,
            "numbered": row.numbered,
            "genre": row.about.get("slug"),
            "person": row.about.get("person_slug"),
            "cards": self._told(row.cards),
        }

    def _told(self, cards: list[Card]) -> list[dict[str, Any]]:
        # A title may be deleted between two queries.
        return [self._card(card) for card in cards if card.title.pk in self.titles]

    def _card(self, card: Card) -> dict[str, Any]:
        return {
            "title": self._title(card),
            "reason": card.reason,
            "because": [{"id": title.pk, "slug": title.slug, "name": title.local_name} for title in card.because],
            "number": card.number,
            "state": _STATE.to_representation(card.state) if card.state else None,
        }

    def _title(self, card: Card) -> dict[str, Any]:
        assert card.mark is not None
        return {**self.titles[card.title.pk], "my_rating": card.mark.rating, "in_my_list": card.mark.listed}

    def _read(self, cards: list[Card]) -> None:
        """The titles of these cards as everybody is told of them; two queries for those that are not held."""
        stamps = {card.title.pk: card.title.updated_at for card in cards}
        for pk, stamp in stamps.items():
            if found := _cards.get((pk, stamp, *self.edition)):
                self.titles[pk] = found
        missing = {pk: stamp for pk, stamp in stamps.items() if pk not in self.titles}
        if missing:
            self._make(missing)

    def _make(self, missing: dict[int, dt.datetime]) -> None:
        titles = Title.objects.filter(pk__in=missing).order_by().for_cards().with_genres()
        card = TitleCardSerializer(context={"origin": self.origin})
        for title in titles:
            told = dict(card.to_representation(title))
            self.titles[title.pk] = _cards[title.pk, title.updated_at, *self.edition] = told
