"""Every carrier tells every journey in its own format, and each ends as its file says.

The simulator makes the messages and shares no code with the adapters that read them, so a mistake in one shows here.
"""

import hashlib
import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from severshop.domain.carriers.registry import CARRIERS, is_valid_number
from severshop.domain.tracking.models import MessageState, RawMessage, ScanRow
from severshop.infra.outbox.models import OutboxEntry
from severshop.simulator.carrier.journeys import Route, ends, journeys, messages, whats
from severshop.simulator.carrier.numbers import SERVICES
from severshop.simulator.carrier.voices import VOICES
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.windows import DeliveryWindow
from tests.factories import packed_parcel, placed_order, public_page

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
SECRET = "a-secret-of-the-test"
INSIDE = Route(from_city="Cologne", from_country="DE", to_city="Copenhagen", to_country="DK", to_postal_code="1051")
OUTSIDE = Route(from_city="Cologne", from_country="DE", to_city="Bern", to_country="CH", to_postal_code="3011")

UNSPOKEN = {
    # What no public documentation names a code for: the carrier cannot tell it, and the simulator does not pretend.
    ("fedex", "damaged"),
    ("fedex", "lost"),
    ("usps", "damaged"),
}


@dataclass(frozen=True)
class Telling:
    carrier: str
    journey: str
    service: str

    def __str__(self):
        return f"{self.carrier}-{self.journey}-{self.service}"

    @property
    def steps(self):
        return journeys()[self.journey]

    @property
    def number(self):
        drawn = int(hashlib.sha256(str(self).encode()).hexdigest(), 16) % 10**7
        return VOICES[self.carrier].number(drawn, self.service, whats(self.steps))

    def messages(self):
        """Return (moment of sending, body), in the order of sending."""
        return [
            (datetime.fromtimestamp(made.due_at, tz=UTC), made.body)
            for made in messages(
                self.steps,
                voice=VOICES[self.carrier],
                number=self.number,
                route=OUTSIDE if "customs" in self.journey else INSIDE,
                started_at=START,
            )
        ]


def is_spoken(telling: Telling) -> bool:
    return all(VOICES[telling.carrier].speaks(telling.number, what) for what in whats(telling.steps))


WITH_SERVICES = {"dhl": tuple(SERVICES)}
"""Whose services have words of their own."""
ALL = [
    Telling(carrier, journey, service)
    for carrier in VOICES
    for journey in sorted(journeys())
    for service in WITH_SERVICES.get(carrier, ("standard",))
]
TOLD = [telling for telling in ALL if is_spoken(telling)]


def parcel_of(telling: Telling, *, window: DeliveryWindow | None = None):
    """Return the order of a parcel that was packed for the carrier; that it was handed over nobody has noted."""
    promised = window or DeliveryWindow(START.date(), START.date() + timedelta(days=30))
    order = placed_order(now=START, window=promised)
    packed_parcel(order, now=START, handed_over=False, number=telling.number, carrier=telling.carrier)
    return order


def tell(telling: Telling, bodies, *, now: datetime) -> None:
    hook = VOICES[telling.carrier].hook
    receive_messages([message(hook, body) for body in bodies], now=now)
    while update_timelines(now=now):
        pass


def mails(order_id: uuid.UUID) -> tuple[str, ...]:
    keys = OutboxEntry.objects.filter(order_id=order_id, topic="mail").order_by("id").values_list("key", flat=True)
    return tuple(key.split(":")[2] for key in keys)


def shown(order_id: uuid.UUID) -> dict:
    """What the page says, without what depends on when it was asked."""
    page = public_page(order_id)
    return {name: page[name] for name in ("status", "attention", "parcels")}


def test_every_carrier_can_tell_every_journey_but_what_it_has_no_code_for():
    unspoken = {(telling.carrier, telling.journey) for telling in ALL if not is_spoken(telling)}
    assert unspoken == UNSPOKEN


@pytest.mark.parametrize("telling", TOLD, ids=str)
def test_journey_ends_as_its_file_says(telling):
    order = parcel_of(telling)
    for moment, body in telling.messages():
        tell(telling, [body], now=moment + timedelta(seconds=1))
    page, said = public_page(order.id), ends(telling.journey)
    assert (page["status"], page["attention"] or "") == (said.status, said.attention)
    assert sorted(mails(order.id)) == sorted(said.mails)
    assert set(RawMessage.objects.values_list("state", flat=True)) == {MessageState.READ}


@pytest.mark.parametrize("telling", [telling for telling in TOLD if telling.journey == "failed_attempt"], ids=str)
def test_any_order_and_any_repetition_shows_the_same(telling):
    order = parcel_of(telling)
    told = telling.messages()
    now = told[-1][0] + timedelta(hours=1)
    bodies = [body for _moment, body in told]
    dice = random.Random(7)
    pages = []
    for _round in range(6):
        RawMessage.objects.all().delete()
        ScanRow.objects.all().delete()
        for body in dice.sample(bodies, len(bodies)):
            tell(telling, [body] * dice.randint(1, 2), now=now)
        pages.append(shown(order.id))
    assert pages[0]["status"] == "delivered"
    assert all(page == pages[0] for page in pages)
    assert pages[0]["parcels"][0]["scans_total"] == len(telling.steps)


def test_what_a_tracking_service_tells_before_the_parcel_is_packed_is_read_then():
    telling = Telling("royalmail", "on_time", "standard")
    told = telling.messages()
    tell(telling, [body for _moment, body in told], now=told[-1][0])
    assert set(RawMessage.objects.values_list("state", flat=True)) == {MessageState.UNMATCHED}
    order = parcel_of(telling)
    tell(telling, [], now=told[-1][0])
    assert public_page(order.id)["status"] == "delivered"


def test_one_carriers_message_says_nothing_of_anothers_parcel():
    telling = Telling("royalmail", "on_time", "standard")
    order = placed_order(now=START)
    packed_parcel(order, now=START, handed_over=False, number=telling.number, carrier="ups")
    tell(telling, [body for _moment, body in telling.messages()], now=START + timedelta(days=3))
    assert public_page(order.id)["status"] == "in_process"
    assert set(RawMessage.objects.values_list("state", flat=True)) == {MessageState.UNMATCHED}


@pytest.mark.parametrize("carrier", VOICES)
def test_hook_takes_the_message_with_its_own_signature_only(carrier):
    voice = VOICES[carrier]
    telling = Telling(carrier, "on_time", "standard")
    _moment, body = telling.messages()[-1]
    headers = {name.lower(): value for name, value in voice.headers(body, SECRET, 1_790_000_000).items()}
    adapter = CARRIERS[voice.hook]
    assert adapter.is_authentic(headers, body, SECRET)
    assert not adapter.is_authentic(headers, body, "another-secret-of-the-test")
    assert not adapter.is_authentic({}, body, SECRET)


def test_every_carrier_of_the_shop_has_a_voice():
    assert set(VOICES) == set(CARRIERS)


@pytest.mark.parametrize("carrier", VOICES)
@pytest.mark.parametrize("service", SERVICES)
def test_numbers_are_valid_by_the_shops_own_table(carrier, service):
    for drawn in random.Random(3).sample(range(10**7), 50):
        for journey in ("on_time", "lost"):
            number = VOICES[carrier].number(drawn, service, whats(journeys()[journey]))
            assert VOICES[carrier].is_number(number)
            assert is_valid_number(carrier, number)
