"""Errors of the command line."""


class MendableError(Exception):
    """Something that the person at the keyboard can mend; the message says how."""
