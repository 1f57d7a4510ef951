"""Django's sessions in the database, read by a statement: every request of somebody signed in begins with one."""

from functools import cache

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from catalog.statements import Statement, given


class SessionStore(db.SessionStore):
    """As Django's own."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_current().instances(key=self.session_key)), None)
        if found is None:
            self._session_key = None
        return found


@cache
def _current() -> Statement[Session]:
    return Statement(Session.objects.filter(session_key=given("key"), expire_date__gt=timezone.now()).order_by())
