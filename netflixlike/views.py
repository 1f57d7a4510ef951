"""What belongs to the site as a whole."""

import logging

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@never_cache
@require_safe
def health(_: HttpRequest) -> JsonResponse:
    """For supervisors and load balancers: 200 while pages can be served, 503 while the database is away.

    Pages do without the cache, so that it is told of and does not count.
    """
    parts = {"database": _database_answers(), "cache": _cache_answers()}
    told = {name: "ok" if answers else "unreachable" for name, answers in parts.items()}
    status = "ok" if parts["database"] else "unavailable"
    return JsonResponse({"status": status, **told}, status=200 if parts["database"] else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        log.error("the database is unreachable: %s", error)
        return False
    return True


def _cache_answers() -> bool:
    """A cache that cannot be reached forgets at once."""
    cache.set("health", "ok", timeout=60)
    return bool(cache.get("health") == "ok")
