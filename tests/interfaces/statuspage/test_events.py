"""The live stream: what an open page is told, and when it ends."""

import asyncio
import json

import pytest

from severshop.domain.snapshots import streams
from severshop.domain.snapshots.queries import PublicStatus


def parse(chunk: bytes) -> list[dict[str, str]]:
    """The events in a piece of a stream, without comments and `retry`."""
    found = []
    for block in chunk.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":") and ": " in line)
        if "data" in fields:
            found.append(fields)
    return found


async def begin(exchange):
    start = await exchange.next()
    assert start["status"] == 200
    return dict(start["headers"]), (await exchange.next())["body"]


def test_a_new_reader_gets_the_state_at_once(shop, new_link):
    link = new_link()

    async def story(s):
        exchange = s.open(f"/t/{link.token}/events")
        headers, first = await begin(exchange)
        exchange.leave()
        return headers, first

    headers, first = shop(story)
    assert headers[b"content-type"] == b"text/event-stream"
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert first.startswith(b"retry: ")
    (event,) = parse(first)
    assert (event["id"], event["event"]) == ("1", "status")
    assert json.loads(event["data"])["number"] == link.order.number


@pytest.mark.parametrize("as_header", [True, False])
def test_who_has_the_newest_is_not_told_again(shop, new_link, as_header):
    link = new_link()

    async def story(s):
        seen = {"last_event_id": "1"} if as_header else {}
        exchange = s.open(f"/t/{link.token}/events" + ("" if as_header else "?after=1"), **seen)
        _, first = await begin(exchange)
        exchange.leave()
        return first

    assert parse(shop(story)) == []


@pytest.mark.parametrize("seen", ["1", "999", "-1", "two", "9" * 40])
def test_whoever_has_another_version_is_told_the_newest(shop, new_link, seen):
    link = new_link()
    link.write("today")

    async def story(s):
        exchange = s.open(f"/t/{link.token}/events", last_event_id=seen)
        _, first = await begin(exchange)
        exchange.leave()
        return first

    assert [event["id"] for event in parse(shop(story))] == ["2"]


def test_changes_arrive_at_the_open_pages_of_that_order_only(shop, new_link):
    link, other = new_link(), new_link()

    async def story(s):
        pages = [s.open(f"/t/{link.token}/events") for _ in range(3)]
        stranger = s.open(f"/t/{other.token}/events")
        for page in (*pages, stranger):
            await begin(page)
        await link.write_meanwhile("delivered_letter_box")
        told = [parse((await page.next())["body"]) for page in pages]
        await other.write_meanwhile("today")
        told_stranger = parse((await stranger.next())["body"])
        for page in (*pages, stranger):
            page.leave()
        return told, told_stranger

    told, told_stranger = shop(story)
    assert [[event["id"] for event in events] for events in told] == [["2"]] * 3
    assert json.loads(told[0][0]["data"])["status"] == "delivered"
    assert [json.loads(event["data"])["number"] for event in told_stranger] == [other.order.number]


def test_it_goes_on_after_a_time_without_readers(shop, new_link):
    link = new_link()

    async def story(s):
        first = s.open(f"/t/{link.token}/events")
        await begin(first)
        first.leave()
        await first.task
        await link.write_meanwhile("today")
        second = s.open(f"/t/{link.token}/events", last_event_id="2")
        await begin(second)
        await link.write_meanwhile("delivered_neighbour")
        told = parse((await second.next())["body"])
        second.leave()
        return told

    assert [event["id"] for event in shop(story)] == ["3"]


def test_a_reader_who_left_is_forgotten(shop, new_link):
    link = new_link()

    async def story(s):
        exchange = s.open(f"/t/{link.token}/events")
        await begin(exchange)
        while_open = s.app.streams.count
        exchange.leave()
        await asyncio.wait_for(exchange.task, 5)
        return while_open, s.app.streams.count

    assert shop(story) == (1, 0)


def test_silence_is_broken_by_heartbeats(shop, new_link, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_EVERY", 0.05)
    link = new_link()

    async def story(s):
        exchange = s.open(f"/t/{link.token}/events")
        await begin(exchange)
        beat = await exchange.next()
        exchange.leave()
        return beat["body"]

    assert shop(story).startswith(b":")


def test_the_end_of_the_process_ends_every_stream(shop, new_link):
    link = new_link()

    async def story(s):
        exchange = s.open(f"/t/{link.token}/events")
        await begin(exchange)
        s.app.streams.close_all()
        last = await exchange.next()
        await asyncio.wait_for(exchange.task, 5)
        late = s.open(f"/t/{link.token}/events")
        await begin(late)
        await asyncio.wait_for(late.task, 5)
        return last

    assert shop(story) == {"type": "http.response.body", "body": b"", "more_body": False}


def test_too_many_readers_are_sent_away_politely(shop, new_link, monkeypatch):
    monkeypatch.setattr(streams, "MOST", 0)
    link = new_link()
    answer = shop(lambda s: s.ask(f"/t/{link.token}/events"))
    assert (answer.status, answer.headers["retry-after"]) == (503, "3")


def test_who_reads_slowly_gets_the_newest_only():
    async def story():
        stream = streams.PageStream()
        for version in (3, 5, 4):
            stream.push(version, b"%d" % version)
        return await stream.next()

    assert asyncio.run(story()) == b"5"


@pytest.mark.parametrize(("pushed", "next_sent"), [(2, b"4"), (3, b"3")])
def test_what_was_pushed_before_the_reader_was_told_is_not_told_twice(pushed, next_sent):
    async def story():
        stream = streams.PageStream()
        stream.push(pushed, b"%d" % pushed)
        stream.start_from(2)
        waiting = asyncio.create_task(stream.next())
        await asyncio.sleep(0)
        stream.push(4, b"4") if pushed == 2 else None
        return await waiting

    assert asyncio.run(story()) == next_sent


def test_a_body_over_several_lines_stays_one_event():
    encoded = streams.event(PublicStatus(2, b'{\n"a": 1\r\n}'))
    assert encoded == b'id: 2\nevent: status\ndata: {\ndata: "a": 1\ndata: }\n\n'
