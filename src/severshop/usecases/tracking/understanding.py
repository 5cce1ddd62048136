"""What raw messages say of our parcels, by today's adapters and mappings. Writes nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from severshop.domain.carriers.reading import CarrierError, NotUnderstoodError, ParcelNews
from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.tracking.actions import NewScan
from severshop.domain.tracking.clock_times import settle_time
from severshop.domain.tracking.inbox import Numbers, WaitingMessage
from severshop.domain.tracking.legs import KnownLeg, as_heard, leg_of
from severshop.domain.tracking.mappings import Mappings, meant
from severshop.domain.tracking.reports import NewReport
from severshop.vocabulary.scans import Scan

log = structlog.get_logger()

CLOCK_TOLERANCE = timedelta(hours=26)
"""How far ahead of us a carrier's moment may lie: the date line, and a wrong clock."""


class ReadMessage(NamedTuple):
    """A message as its adapter understood it, or why it did not."""

    id: int
    carrier: str
    received_at: datetime
    news: tuple[ParcelNews, ...] = ()
    refusals: tuple[CarrierError, ...] = ()
    error: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The tracking numbers that it speaks of."""
        return tuple([news.tracking_number for news in self.news] + [told.tracking_number for told in self.refusals])


def read_message(waiting: WaitingMessage, *, now: datetime) -> ReadMessage:
    """Return what a message says. Whatever its adapter does, it holds back nobody."""

    def failed(error: str) -> ReadMessage:
        return ReadMessage(waiting.id, waiting.carrier, waiting.received_at, error=error)

    carrier = CARRIERS.get(waiting.carrier)
    if carrier is None:
        return failed(f"no adapter for {waiting.carrier}")
    try:
        reading = carrier.read(waiting.body)
    except NotUnderstoodError as error:
        return failed(str(error))
    except Exception:
        # An adapter's own fault must not hold back the neighbours in the batch; the log has the trace.
        log.exception("adapter failed", carrier=waiting.carrier, message=waiting.id)
        return failed("the adapter failed; see the log")
    parcels = tuple(_settled(news) for news in reading.parcels)
    if any(scan.occurred_at > now + CLOCK_TOLERANCE for news in parcels for scan in news.scans):
        return failed("the activity is dated in the future")
    refusals = tuple(error for error in reading.errors if error.tracking_number)
    if reading.errors and not (refusals or reading.parcels):
        # It is about no parcel: about our credentials, or the carrier's own trouble. Staff should see it.
        return failed(f"the carrier reports {reading.errors[0].code}: {reading.errors[0].text}")
    return ReadMessage(waiting.id, waiting.carrier, waiting.received_at, parcels, refusals)


def _settled(news: ParcelNews) -> ParcelNews:
    """Return the news with local times made certain by their places, as far as these are known."""
    if all(scan.offset_known for scan in news.scans):
        return news
    return news._replace(scans=tuple(settle_time(scan) for scan in news.scans))


def scans_in(messages: Iterable[ReadMessage], *, legs: Numbers, mappings: Mappings) -> Iterator[NewScan]:
    """Yield the scans that are about our parcels, each with the leg that it belongs to."""
    for message in messages:
        for news in message.news:
            if own := legs.get((message.carrier, news.tracking_number)):
                for scan in news.scans:
                    if leg := leg_of(scan.occurred_at, own):
                        yield _scan(message, meant(scan, carrier=message.carrier, mappings=mappings), leg=leg)


def reports_in(messages: Iterable[ReadMessage], *, legs: Numbers) -> Iterator[NewReport]:
    """Yield what the messages say of our legs beside scans."""
    for message in messages:
        for news in message.news:
            if news.estimated_delivery or news.proof:
                as_of = max((scan.occurred_at for scan in news.scans), default=message.received_at)
                if leg := leg_of(as_of, legs.get((message.carrier, news.tracking_number), ())):
                    yield _report(news, leg=leg, as_of=as_of)
        for refusal in message.refusals:
            if leg := leg_of(message.received_at, legs.get((message.carrier, refusal.tracking_number), ())):
                yield NewReport(
                    leg_id=leg.id,
                    order_id=leg.order_id,
                    parcel_id=leg.parcel_id,
                    as_of=message.received_at,
                    not_known=True,
                )


def strangers_in(message: ReadMessage, *, legs: Numbers) -> list[str]:
    """Return the numbers in a message that no parcel of ours carried at that time."""
    found = []
    for news in message.news:
        own = legs.get((message.carrier, news.tracking_number), ())
        moments = [scan.occurred_at for scan in news.scans] or [message.received_at]
        if not any(leg_of(moment, own) for moment in moments) and not _ended(own, moments):
            found.append(news.tracking_number)
    found += [
        refusal.tracking_number
        for refusal in message.refusals
        if not legs.get((message.carrier, refusal.tracking_number))
    ]
    return list(dict.fromkeys(found))


def _ended(legs: Iterable[KnownLeg], moments: list[datetime]) -> bool:
    """Whether a parcel of ours had carried the number, and got another by then: nobody waits for such a scan."""
    return any(leg.closed_at is not None and leg.closed_at < moment for leg in legs for moment in moments)


def _scan(message: ReadMessage, scan: Scan, *, leg: KnownLeg) -> NewScan:
    return NewScan(
        order_id=leg.order_id,
        parcel_id=leg.parcel_id,
        leg_id=leg.id,
        message_id=message.id,
        scan=as_heard(scan, leg),
        heard_at=message.received_at,
    )


def _report(news: ParcelNews, *, leg: KnownLeg, as_of: datetime) -> NewReport:
    proof = news.proof
    return NewReport(
        leg_id=leg.id,
        order_id=leg.order_id,
        parcel_id=leg.parcel_id,
        as_of=as_of,
        estimate=news.estimated_delivery,
        proof_how=proof.how if proof else None,
        proof_name=proof.name if proof else "",
        proof_link=proof.link if proof else "",
    )
