"""`severshop promises ...`: its options. What an action needs is imported when it runs."""

import argparse
from datetime import date

from severshop.interfaces.cli.subcommands import Commands, add

SUREST_LOW, SUREST_HIGH = 0.5, 0.999


def add_promises(commands: Commands) -> None:
    """Add the actions to do with promised dates."""
    says = "learn how long deliveries take, and how good promised dates are"
    actions = commands.add_parser("promises", help=says, description=says.capitalize() + ".").add_subparsers(
        title="actions", required=True, metavar="ACTION"
    )
    add(
        actions, "learn", _learn, "learn now from the shop's own deliveries, as it does once a day, and print from what"
    )
    teach = add(actions, "teach", _teach, "let an order history from another system teach, and learn from it")
    teach.add_argument(
        "file", metavar="FILE.csv", help="columns as for backtest; also carrier, option and origin where it has them"
    )
    backtest = add(
        actions,
        "backtest",
        _backtest,
        "learn from a history day by day, promise each order with what was known, and print the scores as JSON",
    )
    backtest.add_argument(
        "file",
        metavar="FILE.csv",
        help="columns order_id, lane (country/region/place), placed_at, handed_over_at, delivered_at, promised_on",
    )
    backtest.add_argument("--sure", type=_chance, default="0.93", help="how sure a promise must be (0.93)")
    backtest.add_argument(
        "--from", dest="since", type=date.fromisoformat, metavar="DATE", help="score orders from here"
    )
    backtest.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DATE", help="score orders up to here")


def _chance(text: str) -> str:
    """Return the text of a chance as it was typed. Raises `ValueError`, which argparse explains."""
    if not SUREST_LOW <= float(text) <= SUREST_HIGH:
        raise argparse.ArgumentTypeError(f"must be between {SUREST_LOW} and {SUREST_HIGH}, such as 0.93")
    return text


def _backtest(asked: argparse.Namespace) -> None:
    from severshop.interfaces.cli.promises import backtest  # noqa: PLC0415

    backtest(asked.file, sure=asked.sure, since=asked.since, until=asked.until)


def _learn(_asked: argparse.Namespace) -> None:
    _set_up_django()
    from severshop.interfaces.cli.teaching import learn_now  # noqa: PLC0415

    learn_now()


def _teach(asked: argparse.Namespace) -> None:
    _set_up_django()
    from severshop.interfaces.cli.teaching import teach_file  # noqa: PLC0415

    teach_file(asked.file)


def _set_up_django() -> None:
    import django  # noqa: PLC0415

    django.setup()
