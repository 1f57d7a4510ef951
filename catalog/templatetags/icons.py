"""The icons of the site, drawn once in static/icons.svg."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
WAYS = {"previous", "next", "leave"}  # point along the line of reading, whichever way that runs


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside a text that says the same, hence hidden from screen readers."""
    kind = "icon icon--way" if name in WAYS else "icon"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', kind, static("icons.svg"), name)
