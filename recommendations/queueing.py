"""Asks workers for work. A broker that is down never fails whoever asks: what was missed is found by the sweep."""

import logging

from django.core.cache import cache
from kombu.exceptions import OperationalError

from accounts.sending import send

log = logging.getLogger(__name__)
DEBOUNCE = 30  # seconds after which a refresh that was asked for and never begun may be asked for again
TRAINING_DEBOUNCE = 300
TRAINING = "training-asked"


def request_refresh(profile_id: int, *, force: bool = False) -> bool:
    """Ask for a new page of this profile, once however many events come before a worker begins it.

    A page that nothing happened to since it was made stays as it is, unless `force` is set.
    """
    arguments = [profile_id, True] if force else [profile_id]
    return _once(_key(profile_id, force=force), DEBOUNCE, "recommendations.tasks.refresh", arguments)


def request_training(*, force: bool = False) -> bool:
    """Ask for a training on its own queue."""
    return _once(TRAINING, TRAINING_DEBOUNCE, "recommendations.tasks.train", [force])


def request_refresh_of_active() -> bool:
    """Ask for new pages of everybody who was here lately, as after another model was put in place."""
    return _once("refresh-of-active-asked", DEBOUNCE, "recommendations.tasks.refresh_active", [])


def clear_refresh(profile_id: int) -> None:
    """A worker begins: from here on, a new event asks anew."""
    cache.delete_many([_key(profile_id), _key(profile_id, force=True)])


def clear_training() -> None:
    """The same for a training, which may be cut off and have to be asked for again."""
    cache.delete(TRAINING)


def _key(profile_id: int, *, force: bool = False) -> str:
    return f"refresh:{profile_id}:forced" if force else f"refresh:{profile_id}"


def _once(key: str, seconds: int, task: str, arguments: list[int]) -> bool:
    """Send the task unless it was asked for within so many seconds. False also where the broker cannot be reached.

    While the cache is away, nobody knows what was asked for: better twice than not at all.
    """
    if not cache.add(key, 1, timeout=seconds) and not cache.is_away:  # type: ignore[attr-defined]  # of PatientRedisCache
        return False
    try:
        send(task, arguments)
    except OperationalError as error:
        cache.delete(key)
        log.warning("%s%s waits for the sweep, the broker is unreachable: %s", task, arguments, error)
        return False
    return True
