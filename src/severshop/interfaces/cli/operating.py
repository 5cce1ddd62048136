"""`severshop doctor`, `backup` and `restore`: their options. What one needs is imported when it runs."""

import argparse

from severshop.interfaces.cli.subcommands import Commands, add


def add_operating(commands: Commands) -> None:
    """Add what whoever runs the shop needs now and then."""
    doctor = add(commands, "doctor", _doctor, "look at all that the shop needs: what is wrong, and how to mend it")
    doctor.add_argument("--json", action="store_true", help="print a JSON list instead of lines")
    backup = add(commands, "backup", _backup, "copy the whole database to a new file while the shop runs")
    backup.add_argument(
        "file", nargs="?", default="", metavar="FILE", help="default: a new one in SEVERSHOP_VAR/backups"
    )
    restore = add(commands, "restore", _restore, "put a backup in the place of the database, all or nothing")
    restore.add_argument("file", metavar="FILE", help="what severshop backup made, on the same kind of database")
    restore.add_argument("--replace", action="store_true", help="also where the database holds orders: they are lost")


def _doctor(asked: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from severshop.interfaces.cli.doctor import examine  # noqa: PLC0415

    examine(as_json=asked.json)


def _backup(asked: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from severshop.interfaces.cli.backups import backup  # noqa: PLC0415

    backup(asked.file)


def _restore(asked: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from severshop.interfaces.cli.backups import restore  # noqa: PLC0415

    restore(asked.file, replace=asked.replace)
