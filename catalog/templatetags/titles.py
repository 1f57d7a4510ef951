"""How facts of titles are written in pages."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog import pictures
from catalog.models import Title

register = template.Library()
HOUR = 60
CARD_WIDTHS = "card 320 480 640"
# How wide cards are, at most: as cards.css puts them in rows, in which there are more of them on wider screens.
CARD_SIZES = "(width < 34rem) 42vw, (width < 56rem) 30vw, (width < 72rem) 23vw, (width < 90rem) 19vw, 16vw"


@register.filter
def picture(title: Title, wanted: str) -> str:
    """The address of a title's artwork: its shape, and a width in pixels where another is wanted, as in "card 320"."""
    shape, _space, width = wanted.partition(" ")
    return f"{pictures.picture_url(title, shape)}?width={width or pictures.WIDTH[shape]}"


@register.filter
def picture_set(title: Title, wanted: str) -> str:
    """The same in several widths, for browsers to choose from, as in "still 640 1280"."""
    shape, *widths = wanted.split()
    address = pictures.picture_url(title, shape)
    return ", ".join(f"{address}?width={width} {width}w" for width in widths)


@register.simple_tag
def card_picture(title: Title) -> SafeString:
    """The attributes of a card's picture: its address in several widths, of which browsers choose by the screen."""
    source, widths = picture(title, "card"), picture_set(title, CARD_WIDTHS)
    return format_html('src="{}" srcset="{}" sizes="{}" width="640" height="360"', source, widths, CARD_SIZES)


@register.filter
def runtime(minutes: int | None) -> str:
    """123 becomes "2 h 3 min"."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def share(value: float) -> int:
    """0.257 becomes 26, for progress bars."""
    return round(value * 100)


@register.simple_tag
def query(**parts: Any) -> str:
    """A query string with its question mark, of those parts that are there; empty without any."""
    present = {name: value for name, value in parts.items() if value not in (None, "")}
    return f"?{urlencode(present)}" if present else ""


@register.filter
def unlocalized(value: float) -> str:
    """A number as scripts read it, whatever the language of the page."""
    return f"{value:g}" if isinstance(value, float) else str(value)
