"""The `severshop` command. What a subcommand needs is imported when it runs: help comes at once."""

import argparse
import os
import sys
from collections.abc import Sequence

from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.operating import add_operating
from severshop.interfaces.cli.ports import port_from_environment, read_port
from severshop.interfaces.cli.promises_command import add_promises
from severshop.interfaces.cli.subcommands import Command, Commands, add

EPILOG = """\
environment:
  DJANGO_SETTINGS_MODULE  severshop.config.settings.demo (default) or .production
  DATABASE_URL            sqlite:///... (default: a file in var/) or postgresql://user:password@host/name
  SEVERSHOP_VAR           where data, mails and logs of the demo lie (default: var)
  PORT                    the shop's port (default: 8000); gateway, carrier and mail server take the three after it
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["manage"]:
        # Everything behind it is Django's, its --help included.
        _manage(given[1:])
        return
    asked = _parser().parse_args(given)
    command: Command = asked.command
    try:
        command(asked)
    except Exception as error:
        # Django's own class would have to be imported to be named here; help must come at once.
        if isinstance(error, MendableError) or type(error).__name__ == "ImproperlyConfigured":
            sys.exit(f"severshop: {error}")
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="severshop",
        description="A footwear shop whose heart is the status of every order.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_serve(commands)
    _add_worker(commands)
    add(commands, "migrate", _migrate, "bring the database's tables up to date")
    add(commands, "prepare", _prepare, "tables, static files and demo data, where they are not up to date")
    _add_seed(commands)
    add(commands, "manage", _manage_without_arguments, "Django's own commands: severshop manage COMMAND ...")
    _add_number(commands)
    _add_parse(commands)
    _add_replay(commands)
    add_promises(commands)
    add_operating(commands)
    _add_keys(commands)
    _add_demo(commands)
    return parser


def _add_run(commands: Commands) -> None:
    parser = add(commands, "run", _run, "run the whole demo until Ctrl-C: shop, worker, carrier, gateway, mailbox")
    parser.add_argument(
        "--port",
        type=read_port,
        metavar="PORT",
        help="the shop's port; the three after it are taken too (default: PORT)",
    )
    parser.add_argument("--journey-seconds", type=float, default=60.0, help="how long a demo parcel travels (60)")


def _add_serve(commands: Commands) -> None:
    parser = add(commands, "serve", _serve, "serve the shop over HTTP")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=read_port, help="port to listen on (default: PORT)")
    parser.add_argument("--workers", type=int, default=1, help="serving processes (1)")


def _add_worker(commands: Commands) -> None:
    parser = add(commands, "worker", _worker, "do the work behind: carrier messages, mails, payments, periodic jobs")
    parser.add_argument("--once", action="store_true", help="do what is due now and end")


def _add_seed(commands: Commands) -> None:
    parser = add(commands, "seed", _seed, "fill in catalogue, delivery tables and stock; in the demo also its orders")
    parser.add_argument("--no-orders", action="store_true", help="leave out the demo's orders")


def _add_number(commands: Commands) -> None:
    parser = add(commands, "number", _number, "whose tracking numbers they can be, as one JSON line each")
    parser.add_argument("numbers", nargs="+", metavar="NUMBER", help="a number; spaces, dashes and case do not matter")


def _add_parse(commands: Commands) -> None:
    parser = add(commands, "parse", _parse, "print what a raw message of a carrier says, as JSON")
    parser.add_argument("carrier", metavar="CARRIER", help="ups, fedex, usps, dhl, canadapost, royalmail or generic")
    parser.add_argument("file", metavar="FILE", help="the message, or - for standard input")


def _add_keys(commands: Commands) -> None:
    parser = commands.add_parser("keys", help="make keys", description="Make keys.")
    kinds = parser.add_subparsers(title="keys", required=True, metavar="KEYS")
    add(kinds, "push", _push_keys, "print a fresh pair for web push")


def _add_replay(commands: Commands) -> None:
    parser = add(commands, "replay", _replay, "read kept carrier messages again, with today's adapters and mappings")
    parser.add_argument("--carrier", default="", help="only this carrier's messages, such as ups")
    parser.add_argument("--code", default="", help="only messages with this code of the carrier")
    parser.add_argument("--since", default="", metavar="DATE", help="only messages received since this day (UTC)")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="act in the running demo", description="Act in the running demo.")
    actions = demo.add_subparsers(title="actions", required=True, metavar="ACTION")
    order = add(actions, "order", _demo_order, "buy through the real pages, ship, and print number, token and url")
    order.add_argument("--url", default=os.environ.get("PUBLIC_URL"), help="the shop (default: http://localhost:PORT)")
    order.add_argument("--journey", default="", help="what happens to the parcel, such as customs (default: as usual)")
    order.add_argument("--carrier", default="", help="who carries it, such as dhl (default: whom the shop proposes)")
    order.add_argument("--country", default="DE", help="where to: DE, AT, FR, IT, NL, DK, CH or GB (DE)")
    order.add_argument("--delivery", choices=["standard", "express"], default="standard")
    order.add_argument("--parcels", type=int, choices=[1, 2], default=1, help="in how many parcels it ships (1)")
    order.add_argument("--email", default="ada@demo.example", help="the shopper's address")
    order.add_argument("--no-ship", action="store_true", help="stop after the order is placed")
    says = "let parcels of the last weeks have arrived in a country, learn, and print its dates before and after"
    arrivals = add(actions, "arrivals", _demo_arrivals, says)
    arrivals.add_argument("--country", default="SE", help="where they went (SE, where nothing went before)")
    arrivals.add_argument("--parcels", type=int, choices=range(1, 1001), metavar="N", default=40, help="how many (40)")


def _run(asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.supervisor import run_demo  # noqa: PLC0415

    run_demo(port=asked.port or port_from_environment(), journey_seconds=asked.journey_seconds)


def _serve(asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.serve import serve  # noqa: PLC0415

    _check_settings()
    serve(host=asked.host, port=asked.port or port_from_environment(), workers=asked.workers)


def _worker(asked: argparse.Namespace) -> None:
    _set_up_django()
    from severshop.interfaces.cli.worker import run_worker  # noqa: PLC0415

    run_worker(once=asked.once)


def _migrate(_asked: argparse.Namespace) -> None:
    _set_up_django()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False)


def _prepare(_asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.preparing import prepare  # noqa: PLC0415

    prepare()


def _seed(asked: argparse.Namespace) -> None:
    _set_up_django()
    from severshop.interfaces.cli.seeding import seed  # noqa: PLC0415

    seed(orders=not asked.no_orders)


def _push_keys(_asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.push_keys import print_push_keys  # noqa: PLC0415

    print_push_keys()


def _number(asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.numbers import print_carriers  # noqa: PLC0415

    print_carriers(asked.numbers)


def _parse(asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.parsing import print_parsed  # noqa: PLC0415

    print_parsed(asked.carrier, asked.file)


def _replay(asked: argparse.Namespace) -> None:
    _set_up_django()
    from severshop.interfaces.cli.replaying import replay_messages  # noqa: PLC0415

    replay_messages(carrier=asked.carrier, code=asked.code, since=asked.since, dry_run=asked.dry_run)


def _demo_order(asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.demo_order import Wish, order_and_ship  # noqa: PLC0415

    order_and_ship(
        Wish(
            url=asked.url or f"http://localhost:{port_from_environment()}",
            journey=asked.journey,
            carrier=asked.carrier,
            country=asked.country.upper(),
            delivery=asked.delivery,
            parcels=asked.parcels,
            email=asked.email,
            ships=not asked.no_ship,
        )
    )


def _demo_arrivals(asked: argparse.Namespace) -> None:
    _set_up_django()
    from severshop.interfaces.cli.demo_past import arrivals  # noqa: PLC0415

    arrivals(country=asked.country.upper(), parcels=asked.parcels)


def _manage_without_arguments(_asked: argparse.Namespace) -> None:
    _manage([])


def _manage(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["severshop manage", *arguments])


def _check_settings() -> None:
    """Fail here and now, in one sentence, where the settings would let every serving process fail."""
    from django.conf import settings  # noqa: PLC0415

    bool(settings.DEBUG)


def _set_up_django() -> None:
    import django  # noqa: PLC0415

    django.setup()
