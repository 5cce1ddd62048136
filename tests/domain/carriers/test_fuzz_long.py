"""Every adapter against far more nonsense than the suite has time for."""

import random

import pytest

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.registry import CARRIERS
from tests.domain.carriers.samples import samples

ROUNDS = 200_000


@pytest.mark.long
@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_a_mangled_message_is_read_or_refused(carrier):
    dice = random.Random(carrier)
    bodies = [sample.body for sample in samples() if sample.carrier == carrier]
    for _ in range(ROUNDS):
        try:
            CARRIERS[carrier].read(_mangled(dice.choice(bodies), dice))
        except NotUnderstoodError:
            continue


def _mangled(body, dice):
    mangled = bytearray(body)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(mangled))
        if dice.random() < 0.5:
            mangled[place] = dice.randrange(256)
        else:
            del mangled[place : place + dice.randint(1, 12)]
        if not mangled:
            break
    return bytes(mangled)
