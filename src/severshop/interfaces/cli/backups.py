"""`severshop backup` and `severshop restore`."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from severshop.infra import clock
from severshop.infra.db.copies import CopyError, copy_in, copy_out, is_sqlite
from severshop.infra.jobs.queries import worker_seen_at
from severshop.interfaces.cli.bars import bar
from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.var import var_folder
from severshop.usecases.reading.system_state import has_orders, worker_is_alive


def backup(file: str) -> None:
    """Copy the whole database to a new file, while the shop runs, and print its path."""
    target = Path(file) if file else _default_name(clock.now())
    try:
        copy_out(settings.DATABASES["default"], target, progress=bar("page"))
    except CopyError as error:
        raise MendableError(str(error)) from error
    print(target)


def restore(file: str, *, replace: bool) -> None:
    """Put a backup in the place of the database. Refuses while a worker runs, and without `replace` over orders."""
    _refuse_if_in_use(replace=replace)
    connections.close_all()
    try:
        copy_in(settings.DATABASES["default"], Path(file), progress=bar("page"))
    except CopyError as error:
        raise MendableError(str(error)) from error
    print(f"Restored from {file}. Next: severshop migrate, then start the shop.")


def _refuse_if_in_use(*, replace: bool) -> None:
    if "django_migrations" not in connections["default"].introspection.table_names():
        return
    if worker_is_alive(worker_seen_at(), now=clock.now()):
        raise MendableError("a worker was seen within the last minute: stop the shop and its workers, then restore")
    if has_orders() and not replace:
        raise MendableError("this database holds orders, which a restore would replace: add --replace to do so")


def _default_name(now: datetime) -> Path:
    ending = "sqlite3" if is_sqlite(settings.DATABASES["default"]) else "dump"
    return var_folder() / "backups" / f"severshop-{now:%Y%m%dT%H%M%SZ}.{ending}"
