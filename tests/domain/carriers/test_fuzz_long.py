"""Every adapter, and the table of numbers, against far more nonsense than the suite has time for."""

import importlib.util
import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.registry import CARRIERS, is_valid_number, likely_carriers
from severshop.usecases.tracking.parse import parse
from tests.domain.carriers.samples import samples

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
RUNS = {"number": 60_000} | dict.fromkeys(CARRIERS, 100_000)
LARGEST = 256 * 1024
"""Bytes that a hook takes."""
SECONDS = 2.0
"""A body of that size is read in a fiftieth of it; whatever grows with the square of the length takes minutes."""


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris, which fuzzes by coverage, has no wheel for this machine: test_fuzz.py alone has looked",
)
@pytest.mark.parametrize("target", sorted(RUNS))
def test_nothing_but_the_adapters_own_refusal_gets_out(target, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for place, body in enumerate(_numbers() if target == "number" else _bodies(target)):
        (corpus / str(place)).write_bytes(body)
    limits = [
        f"-runs={RUNS[target]}",
        "-seed=20261124",
        "-timeout=5",
        f"-max_len={64 if target == 'number' else 16384}",
    ]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.domain.carriers.fuzzer",
            target,
            corpus,
            *limits,
            f"-artifact_prefix={tmp_path}/",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=1200,
        check=False,
    )
    found = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert done.returncode == 0, (found, done.stdout[-3000:], done.stderr[-1000:])
    assert f"Done {RUNS[target]} runs" in done.stderr


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_no_message_of_full_size_takes_long_to_read(carrier):
    for body in _bodies(carrier):
        for large in _blown_up(body):
            began = time.process_time()
            with suppress(NotUnderstoodError):
                parse(large, carrier=carrier)
            assert time.process_time() - began < SECONDS, large[:2000]


@pytest.mark.parametrize("piece", ["9", "1Z", " -", "٣", "ß", "A1", "JD0"])
def test_no_number_however_long_takes_long_to_judge(piece):
    number = piece * (LARGEST // len(piece))
    began = time.process_time()
    assert likely_carriers(number) == ()
    assert not any(is_valid_number(carrier, number) for carrier in CARRIERS if carrier != "generic")
    assert time.process_time() - began < SECONDS


def _bodies(carrier):
    return [sample.body for sample in samples() if sample.carrier == carrier]


def _numbers():
    told = {parcel["tracking_number"] for sample in samples() for parcel in sample.expected["parcels"]}
    return [number.encode() for number in sorted(told)]


def _blown_up(body):
    """The message with one part of it repeated until it is as large as a hook takes, each repetition a little other."""
    if body.lstrip()[:1] in {b"{", b"["}:
        message = json.loads(body)
        for holder, key in list(_places(message)):
            kept = holder[key]
            pieces = [*_pieces(kept)] if isinstance(kept, list) else ["9", "a ", "1:", "T", "-", "é"]
            for piece in pieces:
                holder[key] = _repeated(kept, piece)
                yield json.dumps(message, ensure_ascii=False).encode()
            holder[key] = kept
    else:
        text = body.decode("latin-1")
        for start in range(len(text)):
            name = text[start + 1 : start + 40].partition(">")[0].split(" ")[0]
            if text[start] == "<" and name[:1].isalpha() and (end := text.find(f"</{name}>", start)) > 0:
                element = text[start : end + len(name) + 3]
                yield (text[:start] + element * (LARGEST // len(element)) + text[end + len(name) + 3 :]).encode(
                    "latin-1"
                )


def _places(node):
    for key in node if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _places(node[key])


def _pieces(items):
    return items[:3]


def _repeated(kept, piece):
    if not isinstance(kept, list):
        return piece * (LARGEST // 4 // len(piece))
    text = json.dumps(piece)
    count = LARGEST // max(len(text), 8)
    return [
        json.loads(text.replace(":00", f":{turn % 60:02d}").replace("10", f"{turn % 90 + 10}")) for turn in range(count)
    ]
