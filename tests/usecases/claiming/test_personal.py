"""What people wrote and showed of a claim is theirs to take, and to have forgotten; nobody else's."""

import json

import pytest

from severshop.domain.claims.actions import add_photos
from severshop.domain.claims.models import Claim, ClaimPhoto
from severshop.infra.people import Person, keepers
from severshop.infra.pictures import Picture
from tests.usecases.claiming.claimed import claimed, shipped_order

pytestmark = pytest.mark.django_db


def test_words_and_photos_are_taken_out_and_forgotten(now):
    keeper = next(one for one in keepers() if one.name == "claims")
    mine, other = shipped_order(now=now), shipped_order(now=now)
    for order, parcel in (mine, other):
        found = claimed(parcel, {1: 1}, now=now, form=order.number)
        add_photos(found.id, [Picture(b"jpeg", 16, 16)], now=now)
    order = mine[0]
    person = Person(user_id=order.id, emails=frozenset(), order_ids=[order.id])
    (told,) = json.loads(json.dumps(keeper.export(person)))
    assert (told["kind"], told["words"], told["photos"]) == ("damaged", "The box was wet.", ["anBlZw=="])
    keeper.erase(person)
    assert list(Claim.objects.exclude(words="").values_list("order_id", flat=True)) == [other[0].id]
    assert list(ClaimPhoto.objects.values_list("claim__order_id", flat=True)) == [other[0].id]
    assert keeper.export(person)[0]["kind"] == "damaged"
