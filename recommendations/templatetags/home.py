"""Rows of the home page in its templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from recommendations import fragments
from recommendations.homepage import Card, PageRow

register = template.Library()


@register.simple_tag(takes_context=True)
def page_row(context: Any, row: PageRow, *, eager: bool = False) -> SafeString:
    """A row with its cards."""
    return fragments.row(row, eager=eager, csrf_token=lambda: str(context["csrf_token"]))


@register.simple_tag
def page_cards(cards: list[Card]) -> SafeString:
    """Cards alone, as a row has them."""
    return fragments.cards(cards)


@register.simple_tag
def page_billboard(card: Card) -> SafeString:
    """The title at the top."""
    return fragments.billboard(card)
