"""A cache that a page can do without."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import Redis
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger(__name__)
REST = 5.0  # seconds without a further try, so that a dead server costs one page its time-out and not every page


def otherwise(value: Any) -> Callable[..., Any]:
    """A function that gives this value whatever it is called with."""
    return lambda *_, **__: value


def forgiving(name: str, default: Callable[..., Any]) -> Callable[..., Any]:
    """The cache method of that name, giving `default(*arguments)` while the server cannot be reached."""

    def method(self: "PatientRedisCache", *arguments: Any, **named: Any) -> Any:
        if self.is_away:
            return default(*arguments, **named)
        try:
            answer = getattr(RedisCache, name)(self, *arguments, **named)
        except (Unreachable, TooSlow) as error:
            self.rest(error)
            return default(*arguments, **named)
        if PatientRedisCache.lost:
            PatientRedisCache.lost = False
            log.info("the cache is back")
        return answer

    return method


class PatientRedisCache(RedisCache):
    """Django's Redis cache, except that a server which is down means a miss and never an error."""

    resting_until = 0.0
    lost = False  # said once, however long it lasts

    @property
    def is_away(self) -> bool:
        """Whether the server could not be reached a moment ago, so that what it answers means nothing."""
        return time.monotonic() < self.resting_until

    @property
    def client(self) -> Redis:
        """The server itself, for what a cache cannot say; whoever asks it looks at `is_away` and calls `rest`."""
        client: Redis = self._cache.get_client(None, write=True)
        return client

    def rest(self, error: Exception) -> None:
        """Leave the server alone for a moment, in all of this process."""
        PatientRedisCache.resting_until = time.monotonic() + REST
        if not PatientRedisCache.lost:
            PatientRedisCache.lost = True
            log.warning("the cache is unreachable, going on without it: %s", error)

    get = forgiving("get", lambda _key, default=None, **_: default)
    get_many = forgiving("get_many", otherwise({}))
    set = forgiving("set", otherwise(None))
    set_many = forgiving("set_many", otherwise([]))
    add = forgiving("add", otherwise(False))
    touch = forgiving("touch", otherwise(False))
    delete = forgiving("delete", otherwise(False))
    delete_many = forgiving("delete_many", otherwise(None))
    has_key = forgiving("has_key", otherwise(False))
    incr = forgiving("incr", lambda _key, delta=1, **_: delta)
    clear = forgiving("clear", otherwise(False))
