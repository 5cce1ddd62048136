"""Whatever comes: it is read, or refused by name. Nothing else may happen."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.registry import CARRIERS
from severshop.usecases.tracking.parse import parse
from tests.domain.carriers.samples import samples

SAMPLES = samples()
PER_CARRIER = {
    carrier: [sample.body for sample in SAMPLES if sample.carrier == carrier] or [b"{}"] for carrier in CARRIERS
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def read(body, carrier):
    """Read and show: what is read must also be fit to be printed and stored."""
    with suppress(NotUnderstoodError):
        json.dumps(parse(body, carrier=carrier), ensure_ascii=False).encode()


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
@given(body=st.binary(max_size=400))
def test_any_bytes(carrier, body):
    read(body, carrier)


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
@given(data=st.data())
def test_a_sample_cut_or_overwritten(carrier, data):
    body = bytearray(data.draw(st.sampled_from(PER_CARRIER[carrier])))
    start = data.draw(st.integers(0, len(body)))
    body[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    read(bytes(body), carrier)


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
@given(data=st.data())
def test_a_sample_with_anything_in_a_field(carrier, data):
    bodies = [body for body in PER_CARRIER[carrier] if body.lstrip()[:1] in (b"{", b"[")]
    if not bodies:
        return
    message = json.loads(data.draw(st.sampled_from(bodies)))
    for _ in range(data.draw(st.integers(1, 3))):
        _overwrite(message, data)
    read(json.dumps(message).encode(), carrier)


def _overwrite(node, data):
    while isinstance(node, dict | list) and node:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
            node[key] = data.draw(VALUES)
            return
        node = node[key]


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"<a>" * 50_000,
        b"<html><body><h1>502 Bad Gateway</h1></body></html>",
        b"<!DOCTYPE html><html><body>Service unavailable</body></html>",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<?xml version="1.0" encoding="cp037"?>' + '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("cp037"),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        '{"trackingNumber": "1Z"}'.encode("utf-16"),
        b"\xff\xfe\x00\x00",
        b"9" * 10_000,
    ],
    ids=range(15),
)
def test_what_no_carrier_sends_is_refused(carrier, body):
    with pytest.raises(NotUnderstoodError):
        parse(body, carrier=carrier)
