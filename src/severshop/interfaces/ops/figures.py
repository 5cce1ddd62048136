"""The shop's figures in the text format of Prometheus."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from severshop.infra.metrics import open_streams, requests_total
from severshop.usecases.reading.system_state import Numbers

Sample = tuple[dict[str, str], float]


def exposition(numbers: Numbers, *, now: datetime) -> str:
    """Return every figure, each with what it counts."""
    return "".join(_families(numbers, now=now))


def _families(numbers: Numbers, *, now: datetime) -> Iterator[str]:
    yield _family(
        "severshop_http_requests_total",
        "counter",
        "Requests answered by this process.",
        [({"method": method, "status": str(status)}, n) for (method, status), n in sorted(requests_total.items())],
    )
    yield _family(
        "severshop_open_streams",
        "gauge",
        "Pages that are open and told of changes by this process.",
        [({"of": what}, n) for what, n in sorted(open_streams.items())],
    )
    yield _family(
        "severshop_raw_messages",
        "gauge",
        "Carrier messages that have not become scans, by state.",
        [
            ({"state": "new"}, numbers.messages_new),
            ({"state": "unmatched"}, numbers.messages_unmatched),
            ({"state": "not_understood"}, numbers.messages_not_understood),
        ],
    )
    yield _family(
        "severshop_raw_messages_taken_in_total",
        "counter",
        "Carrier messages taken in since the beginning.",
        [({}, numbers.messages_taken_in)],
    )
    yield from _outbox(numbers, now=now)
    seen = numbers.worker_seen_at
    yield _family(
        "severshop_worker_age_seconds",
        "gauge",
        "Seconds since a worker last said that it is alive; missing while none ever did.",
        [({}, _age(seen, now))] if seen else [],
    )


def _outbox(numbers: Numbers, *, now: datetime) -> Iterator[str]:
    topics = numbers.topics
    for name, help_text, samples in (
        ("pending", "Outbox entries that wait to be told.", [({"topic": t.topic}, t.waiting) for t in topics]),
        ("failed", "Outbox entries that were given up.", [({"topic": t.topic}, t.failed) for t in topics]),
    ):
        yield _family(f"severshop_outbox_{name}", "gauge", help_text, samples)
    oldest = min((topic.oldest_at for topic in topics if topic.oldest_at), default=None)
    yield _family(
        "severshop_outbox_oldest_pending_age_seconds",
        "gauge",
        "How long the longest-waiting outbox entry has waited; 0 when none waits.",
        [({}, _age(oldest, now) if oldest else 0)],
    )


def _family(name: str, kind: str, help_text: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {name} {help_text}", f"# TYPE {name} {kind}"]
    lines += [f"{name}{_labels(labels)} {value}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def _labels(labels: dict[str, str]) -> str:
    if not labels:
        return ""
    inside = ",".join(f'{key}="{_escaped(value)}"' for key, value in labels.items())
    return f"{{{inside}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _age(moment: datetime, now: datetime) -> float:
    return round(max((now - moment).total_seconds(), 0), 1)
