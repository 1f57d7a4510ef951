"""Found here by Django, under the name that settings give as ENGINE."""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg.types.numeric import Int8Dumper


class PreparedCursor(base.ServerBindingCursor):
    """Its statements are parsed and planned once in a connection; for many that takes longer than to answer them."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True, **options)  # type: ignore[misc]  # psycopg's


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """With the values, where the cursor sent them beside it."""
        return super().last_executed_query(cursor, sql, params) or self.compose_sql(sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for statements that stay prepared and for a quick look at connections."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        # Else a number's size would be its type, and each mixture of sizes a statement of its own.
        connection.adapters.register_dumper(int, Int8Dumper)
        return connection

    def prepared(self) -> Any:
        """A cursor for statements that come again and again in these very words."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(PreparedCursor(self.connection))  # type: ignore[attr-defined,call-arg]

    def is_usable(self) -> bool:
        """Whether the connection still stands. PostgreSQL says nothing unasked but that it ends: only where there is
        something to read is it asked, which every request would wait for."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = poll()
        waiting.register(self.connection.pgconn.socket, POLLIN)
        return not waiting.poll(0) or super().is_usable()
