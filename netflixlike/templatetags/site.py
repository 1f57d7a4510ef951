"""Addresses as others than this site's own pages need them."""

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def site_url(path: str = "/") -> str:
    """An address of this site with its origin, as its settings name it and not as whoever asks does."""
    return f"{settings.SITE_URL}{path}"


@register.simple_tag
def static_url(path: str) -> str:
    """The same of a static file."""
    return site_url(static(path))
