"""Every adapter against far more nonsense than the suite has time for."""

import json
import random

import pytest

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.registry import CARRIERS
from tests.domain.carriers.ups.test_push import MESSAGE

ROUNDS = 200_000


@pytest.mark.long
@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_a_mangled_message_is_read_or_refused(carrier):

    dice = random.Random(carrier)
    whole = json.dumps(MESSAGE).encode()
    for _ in range(ROUNDS):
        body = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(len(body))
            if dice.random() < 0.5:
                body[place] = dice.randrange(256)
            else:
                del body[place : place + dice.randint(1, 12)]
            if not body:
                break
        try:
            CARRIERS[carrier].read(bytes(body))
        except NotUnderstoodError:
            continue
