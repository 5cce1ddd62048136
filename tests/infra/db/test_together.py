"""Many who ask at once share a statement, and each gets their own answer or the failure."""

import asyncio

import pytest

from severshop.infra.db.together import FLIGHTS, Together


class Fetch:
    """Answers with each key in capitals; keeps what it was asked for."""

    def __init__(self):
        self.asked, self.error, self.gate = [], None, asyncio.Event()
        self.gate.set()

    async def __call__(self, keys):
        self.asked.append(sorted(keys))
        await self.gate.wait()
        if self.error:
            raise self.error
        return {key: key.upper() for key in keys if key != "nobody"}


def test_those_who_ask_in_the_same_turn_share_a_statement():
    async def story():
        fetch = Fetch()
        together = Together(fetch)
        found = await asyncio.gather(*(together.get(key) for key in ("a", "b", "a", "nobody")))
        return found, fetch.asked

    assert asyncio.run(story()) == (["A", "B", "A", None], [["a", "b", "nobody"]])


def test_who_comes_while_the_database_is_busy_waits_for_the_next():
    async def story():
        fetch = Fetch()
        together = Together(fetch)
        fetch.gate.clear()
        asking = []
        for key in ("a", "b", "c", "d"):
            asking.append(asyncio.create_task(together.get(key)))
            await asyncio.sleep(0.01)
        busy = list(fetch.asked)
        fetch.gate.set()
        return busy, await asyncio.gather(*asking), fetch.asked

    busy, found, asked = asyncio.run(story())
    assert len(busy) == FLIGHTS
    assert found == ["A", "B", "C", "D"]
    assert asked == [["a"], ["b"], ["c", "d"]]


def test_a_failure_reaches_all_who_asked_and_nobody_after():
    async def story():
        fetch = Fetch()
        together = Together(fetch)
        fetch.error = OSError("gone")
        failed = await asyncio.gather(*(together.get(key) for key in "ab"), return_exceptions=True)
        fetch.error = None
        return failed, await together.get("c")

    failed, later = asyncio.run(story())
    assert [type(error) for error in failed] == [OSError, OSError]
    assert later == "C"


def test_who_goes_away_does_not_take_the_others_along():
    async def story():
        fetch = Fetch()
        together = Together(fetch)
        fetch.gate.clear()
        leaving, staying = (asyncio.create_task(together.get("a")) for _ in range(2))
        await asyncio.sleep(0.01)
        leaving.cancel()
        fetch.gate.set()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        return await staying

    assert asyncio.run(story()) == "A"
