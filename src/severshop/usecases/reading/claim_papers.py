"""What a carrier is sent about a claim: gathered anew each time, for scans may have come since."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.claims.queries import photo
from severshop.look.formats import country, days, moment
from severshop.look.papers.claim_file import ClaimedGoods, ClaimFile
from severshop.look.status.scans import delivered_how, scan_words
from severshop.usecases.reading.claim_desk import ClaimPage
from severshop.usecases.reading.goods_worth import goods_with_worth
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.scans import Scan


def claim_file_of(page: ClaimPage, *, today: date) -> ClaimFile:
    """Return what stands in a claim's file, in the language in force; `today` is the date at the warehouse."""
    claim, order, parcel = page.claim, page.order, page.own.parcel
    *address, where = order.address or ("",)
    return ClaimFile(
        reference=f"{claim.number}-{claim.parcel}",
        made_out=today,
        kind=claim.kind,
        carrier=carrier_name(parcel.carrier),
        number=parcel.tracking_number,
        sender=_sender(),
        recipient=tuple(line for line in (*address, country(where) if where else "") if line),
        facts=tuple(_facts(page)),
        goods=_goods(page),
        currency=order.sums.currency,
        scans=tuple(_scan(heard.scan, carrier=carrier_name(parcel.carrier)) for heard in page.own.scans),
        photos=tuple(found.content for one in claim.photos if (found := photo(one))),
    )


def _facts(page: ClaimPage) -> Iterator[tuple[str, str]]:
    own, promised = page.own, page.order.story.promised
    yield _("Tracking number"), own.parcel.tracking_number
    if own.facts.shipped_at:
        yield _("Handed to you"), moment(own.facts.shipped_at.astimezone(shop_zone()))
    if promised:
        yield _("Promised to the recipient"), days(promised.first)
    if own.facts.delivered_at:
        how = delivered_how(page.proof.how) if page.proof else ""
        yield _("Reported as delivered"), f"{moment(own.facts.delivered_at)} {how}".strip()
    yield _("Claimed by the recipient"), moment(page.claim.opened_at.astimezone(shop_zone()))


def _scan(scan: Scan, *, carrier: str) -> tuple[str, str, str]:
    where = (scan.place.city, country(scan.place.country) if scan.place.country else "")
    said = scan_words(scan.milestone, scan.reason, carrier=carrier)
    return moment(scan.occurred_at), f"{said} ({scan.code})", ", ".join(part for part in where if part)


def _goods(page: ClaimPage) -> tuple[ClaimedGoods, ...]:
    lines = {line.position: line.id for line in page.order.story.order.lines}
    goods = goods_with_worth(page.claim.order_id)
    return tuple(
        ClaimedGoods(
            name=", ".join(part for part in (one.name, one.variant) if part),
            quantity=quantity,
            unit_minor=one.unit_minor,
            weight_grams=one.weight_grams,
        )
        for position, quantity in sorted(page.claim.units.items())
        if (one := goods[lines[position]])
    )


def _sender() -> tuple[str, ...]:
    town = f"{settings.WAREHOUSE_POSTAL_CODE} {settings.WAREHOUSE_CITY}".strip()
    lines = (settings.SHOP_NAME, settings.WAREHOUSE_STREET, town, country(settings.WAREHOUSE_COUNTRY))
    return tuple(line for line in lines if line)
