"""Profiles in pages."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """A profile's picture beside its name, hence hidden from screen readers; `size` is nothing or "large"."""
    kind = f"avatar avatar--{size}" if size else "avatar"
    return format_html('<img class="{}" src="{}" width="64" height="64" alt="">', kind, static(f"avatars/{name}.svg"))
