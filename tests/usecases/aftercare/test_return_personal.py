"""What people wrote and showed of a return is theirs to take, and to have forgotten; nobody else's."""

import json

import pytest

from severshop.domain.returns.models import ReturnLine, ReturnPhoto
from severshop.domain.returns.rules import Chosen
from severshop.infra.people import Person, keepers
from severshop.infra.pictures import Picture
from severshop.usecases.aftercare.announce_return import Announcement, announce_return
from severshop.vocabulary.returning import ReturnReason
from tests.returning import arrived_order

pytestmark = pytest.mark.django_db
WORDS = "my left foot is larger"


def test_words_and_photos_are_taken_out_and_forgotten(now):
    keeper = next(one for one in keepers() if one.name == "returns")
    mine, other = arrived_order(now=now), arrived_order(now=now)
    for order in (mine, other):
        wish = Announcement(
            order_id=order.id,
            lines={1: Chosen(1, ReturnReason.TOO_SMALL, WORDS)},
            form=str(order.id),
            photos={1: [Picture(b"jpeg", 16, 16)]},
        )
        announce_return(wish, now=now)
    person = Person(user_id=mine.id, emails=frozenset(), order_ids=[mine.id])
    (told,) = json.loads(json.dumps(keeper.export(person)))
    assert told["number"] == f"{mine.number}-R1"
    assert (told["lines"][0]["note"], told["lines"][0]["photos"]) == (WORDS, ["anBlZw=="])
    keeper.erase(person)
    assert list(ReturnLine.objects.exclude(note="").values_list("case__order_id", flat=True)) == [other.id]
    assert list(ReturnPhoto.objects.values_list("line__case__order_id", flat=True)) == [other.id]
    assert keeper.export(person)[0]["lines"][0]["reason"] == "too_small"
