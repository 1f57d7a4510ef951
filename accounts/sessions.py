"""The session engine: Django's own in the database, with the user beside the data. Every request of somebody signed in
begins with one, so both are read by one statement."""

from functools import cache
from typing import Any, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware as BaseMiddleware
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts.models import Session, User
from catalog.statements import Statement, given


class SessionStore(db.SessionStore):
    """Signed and stored as Django does it."""

    user: User | None = None  # the session's as it was read, if it was

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)
        owner = str(data.get(SESSION_KEY, ""))
        session.user_id = int(owner) if owner.isdecimal() else None
        return session

    def _get_session_from_db(self) -> Session | None:
        found = _current().first(key=self.session_key)
        if found is None:
            self._session_key = None
        self.user = found.user if found else None
        return found


@cache
def _current() -> Statement[Session]:
    current = Session.objects.filter(session_key=given("key"), expire_date__gt=timezone.now())
    return Statement(current.select_related("user").order_by())


class AuthenticationMiddleware(BaseMiddleware):
    """Django's, with no query of its own for a user who came with the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]  # as Django does it


def _user(request: HttpRequest) -> Any:
    """Whoever the session is of. Where anything is out of the ordinary, Django says what comes of it."""
    session = cast("SessionStore", request.session)
    return session.user if _is_sound(session) else auth.get_user(request)


def _is_sound(session: SessionStore) -> bool:
    """Whether the user that was read is the one who signed in, by a way that still stands, with this password."""
    signed_in = session.get(SESSION_KEY)  # reads the session, if that was not done yet
    user = session.user
    return (
        user is not None
        and user.is_active
        and signed_in == str(user.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )
