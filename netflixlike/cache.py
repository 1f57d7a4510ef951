"""A cache that a page can do without."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger(__name__)
REST = 5.0  # seconds without a further try, so that a dead server costs one page its time-out and not every page


def forgiving(name: str, default: Callable[..., Any]) -> Callable[..., Any]:
    """The cache method of that name, giving `default(*arguments)` while the server cannot be reached."""

    def method(self: "PatientRedisCache", *arguments: Any, **named: Any) -> Any:
        if time.monotonic() < self.resting_until:
            return default(*arguments, **named)
        try:
            return getattr(RedisCache, name)(self, *arguments, **named)
        except (Unreachable, TooSlow) as error:
            PatientRedisCache.resting_until = time.monotonic() + REST
            log.warning("the cache is unreachable, going on without it: %s", error)
            return default(*arguments, **named)

    return method


class PatientRedisCache(RedisCache):
    """Django's Redis cache, except that a server which is down means a miss and never an error."""

    resting_until = 0.0

    get = forgiving("get", lambda key, default=None, version=None: default)
    get_many = forgiving("get_many", lambda *_, **__: {})
    set = forgiving("set", lambda *_, **__: None)
    set_many = forgiving("set_many", lambda *_, **__: [])
    add = forgiving("add", lambda *_, **__: False)
    touch = forgiving("touch", lambda *_, **__: False)
    delete = forgiving("delete", lambda *_, **__: False)
    delete_many = forgiving("delete_many", lambda *_, **__: None)
    has_key = forgiving("has_key", lambda *_, **__: False)
    incr = forgiving("incr", lambda key, delta=1, version=None: delta)
    clear = forgiving("clear", lambda: False)
