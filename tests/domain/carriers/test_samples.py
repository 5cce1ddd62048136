"""Samples written after the carriers' public documentation; numbers, people and places are made up."""

from contextlib import suppress

import pytest

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.registry import CARRIERS
from severshop.usecases.tracking.parse import parse
from tests.domain.carriers.samples import EXPECTED, HERE, samples

SAMPLES = samples()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_is_read_as_its_expectation_says(sample):
    assert parse(sample.body, carrier=sample.carrier) == sample.expected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_name_of_a_person_gets_out(sample):
    news = CARRIERS[sample.carrier].read(sample.body).parcels
    names = [parcel.proof.name for parcel in news if parcel.proof and parcel.proof.name]
    told = str(parse(sample.body, carrier=sample.carrier))
    assert not [name for name in names if name in told]


def test_every_carrier_has_samples_and_every_expectation_its_message():
    assert {sample.carrier for sample in SAMPLES} == set(CARRIERS)
    assert sorted(HERE.glob(f"*/samples/*{EXPECTED}")) == sorted(sample.expected_path for sample in SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_other_carrier_takes_a_sample_for_its_own(sample):
    takers = []
    for carrier in set(CARRIERS) - {sample.carrier}:
        with suppress(NotUnderstoodError):
            CARRIERS[carrier].read(sample.body)
            takers.append(carrier)
    assert takers == []
