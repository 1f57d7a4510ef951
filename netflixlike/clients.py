"""Where a request comes from: what lock-outs count by."""

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str | None:
    """The client's address; None where the server does not know it, as on a Unix socket.

    Behind a proxy it is the last one in X-Forwarded-For, which the proxy itself added. Those before it are whatever the
    client sent.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR") or None
