"""What scripts of pages report in a form's field, as beacons send it: bodies of the API."""

import json
from typing import Any

from django.http import HttpRequest

from catalog.rest import Body


def reported(body: type[Body], request: HttpRequest) -> dict[str, Any]:
    """The values of such a report, or a ValidationError that names what is wrong with it."""
    return body.read(_parsed(request.POST.get("report", "")))


def _parsed(text: str) -> Any:
    """The JSON, or what the body refuses."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
