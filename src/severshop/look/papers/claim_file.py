"""The claim file: what a carrier is sent about a parcel that was lost, late, damaged, or not received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from reportlab.platypus import Image, KeepTogether, Spacer

from severshop.look.formats import day, money, weight
from severshop.look.papers.page import RIGHT, SMALL, STRONG, TITLE, WIDTH, Page, paragraph
from severshop.vocabulary.claiming import ClaimKind

CONTENT_WIDTHS: Final = (0.46, 0.14, 0.2, 0.2)
SCAN_WIDTHS: Final = (0.26, 0.44, 0.3)
PHOTO_HEIGHT: Final = WIDTH * 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedGoods:
    """A line of what is claimed: its value of one piece, in minor units with the tax in it."""

    name: str
    quantity: int
    unit_minor: int
    weight_grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """What stands in a claim file. `scans` are (when, what, where), the newest first; photos are JPEGs."""

    reference: str
    made_out: date
    kind: ClaimKind
    carrier: str
    number: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """What is known of it, as (name, value)."""
    goods: tuple[ClaimedGoods, ...]
    currency: str
    scans: tuple[tuple[str, str, str], ...]
    photos: tuple[bytes, ...] = ()

    @property
    def value_minor(self) -> int:
        """What the goods are worth together."""
        return sum(one.unit_minor * one.quantity for one in self.goods)


def claim_file_pdf(paper: ClaimFile) -> bytes:
    """Return the file as PDF, in the language in force. The same content, the same bytes."""
    name = _("Claim about parcel %(number)s") % {"number": paper.number}
    page = Page(title=name, foot=" · ".join(paper.sender))
    page.pair([paragraph(line, STRONG if not at else SMALL) for at, line in enumerate(paper.sender)], [])
    page.gap(22)
    page.pair([paragraph(_("To %(carrier)s, claims") % {"carrier": paper.carrier})], _head(paper))
    page.gap(18)
    page.line(name, TITLE)
    page.gap(6)
    page.line(_sentence(paper))
    page.gap(12)
    page.pair(_named(paper.facts), [paragraph(_("Recipient"), SMALL), *map(paragraph, paper.recipient)])
    page.gap(12)
    _write_goods(page, paper)
    page.gap(14)
    page.line(_("Scans that we were told of, the newest first"), STRONG)
    page.gap(4)
    _write_scans(page, paper.scans)
    for at, photo in enumerate(paper.photos, start=1):
        caption = _("Photo %(n)d of %(total)d, by the recipient") % {"n": at, "total": len(paper.photos)}
        page.gap(14)
        page.parts.append(KeepTogether([paragraph(caption, SMALL), Spacer(0, 4), _fitting(photo)]))
    return page.pdf()


def _head(paper: ClaimFile) -> list[Any]:
    lines = [
        _("Our reference: %(number)s") % {"number": paper.reference},
        _("Made out: %(day)s") % {"day": day(paper.made_out, year=True)},
    ]
    return [paragraph(line, RIGHT) for line in lines]


def _sentence(paper: ClaimFile) -> str:
    said = {
        ClaimKind.LOST: _("The parcel was handed to you and did not reach its recipient. We take it to be lost."),
        ClaimKind.LATE: _("The parcel was handed to you and did not reach its recipient within the time agreed."),
        ClaimKind.DAMAGED: _("The parcel was handed to you in good order and reached its recipient damaged."),
        ClaimKind.NOT_RECEIVED: _("You report the parcel as delivered. Its recipient has not received it."),
        ClaimKind.WRONG_ITEM: _("The recipient found something else in the parcel than what we had packed."),
        ClaimKind.MISSING_ITEM: _("The recipient did not find all in the parcel that we had packed."),
    }[paper.kind]
    asked = _("We ask you to make good the value below, or to prove its delivery, and to answer in writing.")
    return f"{said} {asked}"


def _named(facts: Sequence[tuple[str, str]]) -> list[Any]:
    written = []
    for name, value in facts:
        written += [paragraph(name, SMALL), paragraph(value)]
    return written


def _write_goods(page: Page, paper: ClaimFile) -> None:
    rows = [
        (
            one.name,
            str(one.quantity),
            weight(one.weight_grams * one.quantity) if one.weight_grams else "–",
            money(one.unit_minor * one.quantity, paper.currency),
        )
        for one in paper.goods
    ]
    page.table((_("Contents"), _("Quantity"), _("Weight"), _("Value")), rows, widths=CONTENT_WIDTHS, words=1)
    page.gap(6)
    page.sums([(_("Value claimed"), money(paper.value_minor, paper.currency))])


def _write_scans(page: Page, scans: Sequence[tuple[str, str, str]]) -> None:
    if not scans:
        page.line(_("None."))
        return
    page.table((_("When, there"), _("What it means"), _("Where")), scans, widths=SCAN_WIDTHS, words=3)


def _fitting(photo: bytes) -> Image:
    """Return a photo, not wider than the page and not higher than most of its width."""
    image = Image(BytesIO(photo), hAlign="LEFT")
    shrink = min(WIDTH * 0.9 / image.imageWidth, PHOTO_HEIGHT / image.imageHeight, 1)
    image.drawWidth, image.drawHeight = image.imageWidth * shrink, image.imageHeight * shrink
    return image
