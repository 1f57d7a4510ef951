"""The session engine: Django's own in the database, with the user beside the data, and read by a statement: every
request of somebody signed in begins with one."""

from functools import cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts.models import Session
from catalog.statements import Statement, given


class SessionStore(db.SessionStore):
    """Signed and stored as Django does it."""

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
        found = next(iter(_current().instances(key=self.session_key)), None)
        if found is None:
            self._session_key = None
        return found


@cache
def _current() -> Statement[Session]:
    return Statement(Session.objects.filter(session_key=given("key"), expire_date__gt=timezone.now()).order_by())
