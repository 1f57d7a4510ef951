"""Sessions of browsers, which know whose they are: so that they can be shown to their owner, and erased with them."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from accounts.models.people import User


class Session(AbstractBaseSession):
    """A browser's session; of nobody until somebody signs in."""

    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="sessions")

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.sessions import SessionStore  # the store is made of this model

        return SessionStore
