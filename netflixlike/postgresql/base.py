"""Found here by Django, under the name that settings give as ENGINE."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a request makes sure of the connection that the one before it left."""

    def is_usable(self) -> bool:
        """Whether the connection still stands. PostgreSQL says nothing unasked but that it ends: only where there is
        something to read is it asked, which every request would wait for."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = poll()
        waiting.register(self.connection.pgconn.socket, POLLIN)
        return not waiting.poll(0) or super().is_usable()
