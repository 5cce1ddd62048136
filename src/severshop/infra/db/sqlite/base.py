from typing import Any

from django.db.backends.sqlite3 import base

from severshop.infra.db.ticket import WriterTicket


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite whose transactions begin with the writer's ticket and end by giving it back.

    Every `atomic` block is a writing one here (BEGIN IMMEDIATE), so the ticket spans it.
    The hooks that it overrides are Django's own, though its type stubs leave them out.
    A single statement outside of a block relies on SQLite's busy timeout alone.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_memory = self.is_in_memory_db()
        self._ticket = None if in_memory else WriterTicket(str(self.settings_dict["NAME"]))

    def get_connection_params(self) -> dict[str, Any]:
        """Leave columns of moments as texts: Django's fields read those too, and raw reads do it faster."""
        return super().get_connection_params() | {"detect_types": 0}

    def _start_transaction_under_autocommit(self) -> None:
        if self._ticket is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        self._ticket.take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._ticket.give_back()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._ticket is not None:
            self._ticket.give_back()
