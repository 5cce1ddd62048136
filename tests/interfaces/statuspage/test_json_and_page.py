"""The JSON and the page by token: what they answer, and what they never say."""

import json
from datetime import timedelta

import pytest

from severshop.domain.snapshots import live
from severshop.infra.db.fast import DatabaseAway
from severshop.interfaces.statuspage import pages
from tests.look.status.states import NOW

SECRECY = {
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
}


def test_json_is_what_the_snapshot_holds(shop, new_link):
    link = new_link()
    body = link.write("today")
    answer = shop(lambda s: s.ask(f"/t/{link.token}.json"))
    assert (answer.status, answer.body) == (200, body)
    assert answer.headers.items() >= (SECRECY | {"etag": '"2"', "cache-control": "no-cache"}).items()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-length"] == str(len(body))


@pytest.mark.parametrize("kind", [".json", ""])
def test_who_holds_the_newest_is_told_so(shop, new_link, kind):
    link = new_link()

    async def story(s):
        first = await s.ask(f"/t/{link.token}{kind}")
        again = await s.ask(f"/t/{link.token}{kind}", if_none_match=first.headers["etag"])
        several = f'"other", W/{first.headers["etag"].removeprefix("W/")}'
        proxied = await s.ask(f"/t/{link.token}{kind}", if_none_match=several)
        await link.write_meanwhile("today")
        later = await s.ask(f"/t/{link.token}{kind}", if_none_match=first.headers["etag"])
        return first, again, proxied, later

    first, again, proxied, later = shop(story)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert proxied.status == 304
    assert later.status == 200
    assert later.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("makes_good", [False, True])
def test_page_offers_what_belongs_to_a_purchase_where_it_was_one(shop, new_link, makes_good):
    link = new_link("received", makes_good=makes_good)
    page = shop(lambda s: s.ask(f"/t/{link.token}")).text
    assert {way: f"/order/{link.token}/{way}/" in page for way in ("change", "cancel", "withdraw")} == dict.fromkeys(
        ("change", "cancel", "withdraw"), not makes_good
    )
    assert ("stands in for something" in page) is makes_good
    assert ("Invoice and packing slip" in page) is not makes_good


def test_page_says_the_answer_and_keeps_its_secret(shop, new_link):
    link = new_link()
    answer = shop(lambda s: s.ask(f"/t/{link.token}"))
    assert answer.status == 200
    assert '<h1 id="when">Arriving' in answer.text
    assert link.order.number in answer.text
    assert '<meta name="robots" content="noindex,nofollow">' in answer.text
    assert answer.headers.items() >= (SECRECY | {"cache-control": "no-cache", "x-frame-options": "DENY"}).items()
    assert "Accept-Language" in answer.headers["vary"]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "ada@example.com" not in answer.text


def test_page_needs_no_script_of_its_own_and_no_form(shop, new_link):
    link = new_link()
    text = shop(lambda s: s.ask(f"/t/{link.token}")).text
    for line in text.splitlines():
        assert "<script" not in line or 'src="/static/' in line
    assert "<form" not in text
    assert "style=" not in text


def test_page_is_packed_for_who_can_read_it_so(shop, new_link):
    link = new_link()

    async def story(s):
        return await s.ask(f"/t/{link.token}"), await s.ask(f"/t/{link.token}", accept_encoding="br, gzip")

    plain, packed = shop(story)
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert len(packed.body) < len(plain.body) / 2


def test_page_follows_its_order(shop, new_link):
    link = new_link("in_transit")

    async def story(s):
        before = await s.ask(f"/t/{link.token}")
        await link.write_meanwhile("delivered_neighbour")
        return before, await s.ask(f"/t/{link.token}")

    before, after = shop(story)
    assert "left it with a neighbour" not in before.text
    assert "left it with a neighbour" in after.text


def test_page_is_rendered_once_a_version(shop, new_link, monkeypatch):
    link, rendered = new_link(), []
    read = pages.read_facts
    monkeypatch.setattr(pages, "read_facts", lambda body: rendered.append(1) or read(body))

    async def story(s):
        for _ in range(3):
            await s.ask(f"/t/{link.token}")

    shop(story)
    assert len(rendered) == 1


def test_kept_pages_grow_old_and_are_bounded():
    cache = pages.PageCache(size=2)
    body = json.dumps(_document()).encode()
    for name in ("a", "b", "c"):
        cache.render(name, pages.PublicStatus(1, body), token=name, language="en", now=NOW)
    assert len(cache) == 2
    assert cache.get("a", version=1, language="en", now=NOW) is None
    assert cache.get("c", version=1, language="en", now=NOW)
    assert cache.get("c", version=2, language="en", now=NOW) is None
    assert cache.get("c", version=1, language="da", now=NOW) is None
    assert cache.get("c", version=1, language="en", now=NOW + timedelta(minutes=14)) is not None
    assert cache.get("c", version=1, language="en", now=NOW + timedelta(minutes=15)) is None


def _document():
    from tests.look.status.states import STATES

    return STATES["received"]


@pytest.mark.parametrize("kind", ["", ".json", "/events"])
def test_wrong_links_all_get_the_same_answer(shop, new_link, kind):
    good = new_link().token
    wrong = ["A" * 22, good[:-1], good + "x", "../secret", "%00", "", "a/b", "é" * 22]

    async def story(s):
        return [await s.ask(f"/t/{token}{kind}") for token in wrong]

    answers = shop(story)
    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
    assert all(answer.headers.items() >= SECRECY.items() for answer in answers)
    if not kind:
        assert 'href="/find-order/"' in answers[0].text


@pytest.mark.parametrize(("kind", "allowed"), [("", "GET, HEAD"), (".json", "GET, HEAD"), ("/events", "GET")])
def test_only_reading_is_allowed(shop, new_link, kind, allowed):
    link = new_link()

    async def story(s):
        return [await s.ask(f"/t/{link.token}{kind}", method=method) for method in ("POST", "DELETE", "OPTIONS")]

    for answer in shop(story):
        assert (answer.status, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("kind", ["", ".json"])
def test_head_is_the_answer_without_its_body(shop, new_link, kind):
    link = new_link()

    async def story(s):
        return await s.ask(f"/t/{link.token}{kind}"), await s.ask(f"/t/{link.token}{kind}", method="HEAD")

    full, head = shop(story)
    assert head.body == b""
    assert (head.status, head.headers) == (full.status, full.headers)


class Gone:
    """A database that gives no answer."""

    vendor = "sqlite"

    async def rows(self, *_arguments):
        raise DatabaseAway("gone")

    async def changed(self):
        raise DatabaseAway("gone")

    async def close(self):
        pass


@pytest.mark.parametrize("kind", ["", ".json", "/events"])
def test_without_a_database_it_says_when_to_come_back(monkeypatch, shop, kind):
    monkeypatch.setattr(live, "reader", lambda *_arguments, **_named: Gone())
    answer = shop(lambda s: s.ask(f"/t/{'A' * 22}{kind}"))
    assert (answer.status, answer.headers["retry-after"]) == (503, "3")


def test_language_of_the_reader():
    def best(*, query=b"", cookie=b"", accepted=b""):
        return pages.language_of(
            {"query_string": query, "headers": [(b"cookie", cookie), (b"accept-language", accepted)]}
        )

    assert best(accepted=b"de-AT,de;q=0.9,en;q=0.8") == "de"
    assert best(accepted=b"fr, en;q=0.5") == "en"
    assert best(cookie=b"a=b; language=de", accepted=b"en") == "de"
    assert best(cookie=b"language=tlh", accepted=b"de") == "de"
    assert best(query=b"lang=en", cookie=b"language=de", accepted=b"de") == "en"
    assert best(query=b"lang=%00&x=1", accepted=b"de") == "de"
    assert best() == best(accepted=b"fr") == best(accepted=b"*") == best(accepted=b"x" * 999) == pages.OF_THE_ORDER


def test_each_reader_has_the_page_in_their_language(shop, new_link):
    link = new_link(language="de")

    async def read(s):
        asked = [
            {"accept-language": "en"},
            {"accept-language": "de"},
            {"cookie": "language=de", "accept-language": "en"},
            {},
        ]
        return [await s.ask(f"/t/{link.token}", **headers) for headers in asked]

    answers = shop(read)
    assert [answer.headers["content-language"] for answer in answers] == ["en", "de", "de", "de"]
    assert all("cookie" in answer.headers["vary"].lower() for answer in answers)
    assert '<html lang="de">' in answers[1].text
    assert "?lang=en" in answers[1].text
