"""How a subcommand is added to the parser."""

import argparse
from collections.abc import Callable

Command = Callable[[argparse.Namespace], None]
type Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def add(commands: Commands, name: str, command: Command, says: str) -> argparse.ArgumentParser:
    """Add a subcommand with its sentence; return its parser, for its options."""
    parser = commands.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    parser.set_defaults(command=command)
    return parser
