"""The mailbox pages: what was sent can be read, and nothing else can."""

from email.message import EmailMessage

import pytest

from severshop.simulator.mailbox.server import keep


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR = tmp_path
    (tmp_path / "mail").mkdir()
    return tmp_path


def mail(subject: str = "Your order", *, html: str = "", text: str = "See http://localhost:8000/t/abc") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "shop@example.org", "ada@example.org", subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return bytes(message)


def test_an_empty_mailbox_says_what_to_do(client, var):
    answer = client.get("/demo/mailbox/")
    assert (answer.status_code, "No mail yet" in answer.text) == (200, True)


def test_it_leads_to_what_the_staff_see_of_the_past(client, var):
    page = client.get("/demo/mailbox/").content.decode()
    assert 'href="/staff/needs-a-hand/"' in page
    assert 'href="/staff/promises/quality/"' in page


def test_newest_mail_comes_first(client, var):
    for subject in ("first", "second", "third <b>"):
        keep(var / "mail", mail(subject))
    page = client.get("/demo/mailbox/").text
    assert page.index("third &lt;b&gt;") < page.index("second") < page.index("first")


def test_mail_shows_text_with_links_headers_and_source(client, var):
    path = keep(var / "mail", mail("Grüße", html="<p>Hello</p>"))
    page = client.get(f"/demo/mailbox/{path.stem}/").text
    assert "<h1" in page
    assert "Grüße" in page
    assert '<a href="http://localhost:8000/t/abc"' in page
    assert f'src="/demo/mailbox/{path.stem}/html"' in page
    assert "Content-Type: multipart/alternative" in page


def test_html_part_is_locked_in_its_frame(client, var):
    path = keep(var / "mail", mail(html='<style>p{color:red}</style><p><a href="/t/x">Track</a></p><script>1</script>'))
    answer = client.get(f"/demo/mailbox/{path.stem}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.text.startswith('<base target="_top">')


@pytest.mark.parametrize(
    "name",
    ["nothing", "..", "..%2Fsecret", "%2e%2e%2fsecret", "0" * 20 + "-deadbeef", "secret.eml", "%00", "a" * 5000],
)
def test_nothing_but_mails_can_be_read(client, var, name):
    (var / "secret.eml").write_bytes(mail("secret"))
    (var / "mail" / "secret.eml").write_bytes(mail("secret"))
    for address in (f"/demo/mailbox/{name}/", f"/demo/mailbox/{name}/html"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "secret@" not in answer.text


def test_a_mail_that_is_no_mail_is_shown_as_it_is(client, var):
    path = keep(var / "mail", b"\xff\xfe not a mail at all")
    assert client.get(f"/demo/mailbox/{path.stem}/").status_code == 200
    assert client.get("/demo/mailbox/").status_code == 200


def test_pages_are_read_only(client, var):
    assert client.post("/demo/mailbox/").status_code == 405
