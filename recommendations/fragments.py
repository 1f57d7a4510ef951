"""The home page's rows in HTML, put together from pieces that their templates rendered once.

A page of a hundred cards costs the template engine nine milliseconds, mostly for what it rendered for others a moment
ago. So each piece is rendered with marks in place of what changes from row to row, kept by what it shows, and filled
in. What comes out is what the templates would have made.
"""

import secrets
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import WatchState
from catalog.models import Title
from catalog.templatetags.titles import query, runtime, share
from recommendations.held import Recent
from recommendations.homepage import Card, PageRow

PIECES = 16_000  # of half a kilobyte each, kept by each process; at most twice as many
CARD = "titles/_card.html"
AT_ONCE = 3  # pictures that are loaded before the page is laid out, of a row on screen: as many as a phone shows of it
FACTS_FOR = 300  # seconds for which a billboard may show an age rating or a genre by its former name
# In every mark, and in no text that anybody wrote.
SECRET = "x" + secrets.token_hex(8)

Context = Callable[[], dict[str, Any] | None]
_pieces: Recent[Hashable, str] = Recent(PIECES)


def row(row: PageRow, *, eager: bool, csrf_token: Callable[[], str]) -> SafeString:
    """A row as "home/_row.html" renders it; `eager` ones are on screen at once."""
    told = ("kind", "key", "heading", "reason", "link", "numbered")
    key = tuple(getattr(row, name) for name in told)
    shell = _piece("home/_row.html", (*key, eager), lambda: {"row": row, "eager": eager}, "cards")
    return mark_safe(shell % {"cards": "".join(_cards(row.cards, eager, csrf_token))})  # noqa: S308  made of templates


def cards(found: Iterable[Card]) -> SafeString:
    """Cards of one row without its heading, none of which is resumed."""
    return mark_safe("".join(_cards(found, eager=False, csrf_token=str)))  # noqa: S308  made of templates


def billboard(card: Card) -> SafeString:
    """The top of the page, as "home/_billboard.html" renders it."""
    because = tuple((title.pk, title.updated_at) for title in card.because)
    key = (card.title.pk, card.title.updated_at, card.row, card.reason, because, int(time.time() // FACTS_FOR))

    def context() -> dict[str, Any] | None:
        title = Title.objects.for_cards().filter(pk=card.title.pk).first()
        return {"card": card, "title": title} if title else None

    return mark_safe(_piece("home/_billboard.html", key, context) % {})  # noqa: S308


def _cards(found: Iterable[Card], eager: bool, csrf_token: Callable[[], str]) -> Iterator[str]:
    place, row, language = "", None, get_language()
    for shown, card in enumerate(found):
        if card.row != row:  # the same for all of a row
            row = card.row
            place = escape(query(row=row))
        if card.state:
            yield _resume(card, card.state, place, escape(csrf_token()))
            continue
        # As `_piece` has it, for the hundred cards that are held nearly always.
        title, number, soon = card.title, card.number, eager and shown < AT_ONCE
        piece = _pieces.get((CARD, language, title.pk, title.updated_at, soon, _digits(number)))
        yield (piece or _card(card, soon)) % {"place": place, "number": number}


def _card(card: Card, eager: bool) -> str:
    title, digits = card.title, _digits(card.number)
    context = {"title": title, "eager": eager, "digits": digits, "number": _mark("number") if digits else None}
    return _piece(CARD, (title.pk, title.updated_at, eager, digits), lambda: context, "place", "number")


def _digits(number: int | None) -> int:
    return 0 if number is None else len(str(number))


def _resume(card: Card, state: WatchState, place: str, token: str) -> str:
    title = card.title
    slots = ("place", "episode", "share", "left", "csrf_token")
    piece = _piece("home/_resume.html", (title.pk, title.updated_at), lambda: {"title": title}, *slots)
    return piece % {
        "place": place,
        "episode": escape(query(episode=state.episode_id, row=card.row)),
        "share": share(state.progress),
        "left": escape(left(state)),
        "csrf_token": token,
    }


def left(state: WatchState) -> str:
    """The episode that is being watched, or how much is left of a film."""
    if episode := state.episode:
        return _("S%(season)s · E%(number)s") % {"season": episode.season.number, "number": episode.number}
    return _("%(left)s left") % {"left": runtime(state.minutes_left)}


def _piece(template: str, key: tuple[Hashable, ...], context: Context, *slots: str) -> str:
    """What the template renders, as a format of its slots. `key` is all that it shows but for them."""
    whole = (template, get_language(), *key)
    piece = _pieces.get(whole)
    if piece is None:
        found = context()
        if found is None:
            return ""
        given = {name: _mark(name) for name in slots}
        piece = render_to_string(template, {**given, **found}).replace("%", "%%")
        for name in slots:
            piece = piece.replace(_mark(name), f"%({name})s")
        _pieces[whole] = piece
    return piece


def _mark(name: str) -> str:
    return f"{SECRET}{name}{SECRET}"
