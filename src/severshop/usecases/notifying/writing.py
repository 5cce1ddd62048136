"""What every writer of letters shares: its entry goes in, a mail without headers comes out."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from severshop.infra.outbox.claims import Entry
from severshop.look.mail.render import Letter
from severshop.look.speaking import spoken

__all__ = ["Mail", "Writer", "message_id", "own_domain", "spoken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter and where it goes. Its headers are made by `deliver_outbox`, alike for all letters."""

    to: str
    language: str
    """In which the letter is written: see `spoken`."""
    letter: Letter
    thread: tuple[str, ...] = ()
    """Keys of the outbox entries whose mails it follows, the first of the thread first; its own is left out."""
    thread_name: str = ""
    """What the thread is called where none of those mails was written: an order that was made elsewhere."""
    reply_to: str = ""
    """Where an answer should go, if not to the shop's own address."""
    unsubscribe: str = ""
    """The address of its one-click unsubscription; only what is optional has one."""


Writer = Callable[[Entry, datetime], Mail]
"""Writes the mail that an entry stands for, as things are now.

Raises `DroppedError` when it must not or need not be sent any more, `GiveUpError` when it cannot be written.
"""


def message_id(entry_id: uuid.UUID) -> str:
    """Return the Message-ID of an entry's mail: the same for ever."""
    return f"<{entry_id}@{own_domain()}>"


def own_domain() -> str:
    """Return the domain of our mails: of their Message-IDs, and of the addresses that answers go to."""
    return settings.SHOP_EMAIL.rpartition("@")[2]
