"""Words for what viewers decided."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def of(labels: Mapping[str, Any], name: str) -> Any:
    """The label of that name, or the name where there is none any more."""
    return labels.get(name, name)


@register.filter
def decided(value: str) -> str:
    """A recorded choice in words."""
    if value.isdecimal():
        return ngettext("%(number)d day", "%(number)d days", int(value)) % {"number": int(value)}
    return {"on": _("on"), "off": _("off"), "always": _("until I delete it")}.get(value, value)
