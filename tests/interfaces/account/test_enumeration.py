"""Whether an address has an account is not to be learnt here: same answer, same work.

Work is counted (passwords hashed, queries, letters), not timed.
"""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from severshop.domain.customers.actions import make_staff
from severshop.infra.outbox.models import OutboxEntry
from severshop.vocabulary.roles import Role
from tests.interfaces.account.people import make_shopper

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.com", "never@example.com"
hashed = []
FRAMES = ("SAVEPOINT", "RELEASE", "ROLLBACK")
"""Inside of a test, taking back costs a word more than keeping; outside both are one."""


class Counting(Argon2PasswordHasher):
    """argon2, as in production, that keeps count."""

    def encode(self, password, salt):
        hashed.append("encode")
        return super().encode(password, salt)

    def verify(self, password, encoded):
        hashed.append("verify")
        return super().verify(password, encoded)


@pytest.fixture(autouse=True)
def argon2(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]


@pytest.fixture
def known(argon2):
    return make_shopper(KNOWN)


def told_and_done(path, fields, *, email):
    """What somebody sees who sends a form, and what it cost."""
    client = Client()
    hashed.clear()
    letters = OutboxEntry.objects.count()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, fields)
    cost = SimpleNamespace(
        hashes=len(hashed),
        letters=OutboxEntry.objects.count() - letters,
        queries=[kind(query["sql"]) for query in queries if not query["sql"].startswith(FRAMES)],
    )
    after = client.get(answer.headers["Location"]) if answer.status_code == 302 else None
    told = (answer.status_code, answer.headers.get("Location"), seen(answer, email), seen(after, email))
    return told, cost, client


def seen(answer, email):
    if answer is None:
        return ""
    page = answer.content.decode().replace(email, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def kind(sql):
    """A query without its values."""
    return re.sub(r"'[^']*'|\b\d+\b|%s|\bIN \([^)]*\)", "?", sql)[:70]


FORMS = {
    "sign in": ("/account/login/", lambda email: {"login": email, "password": "certainly-not-this"}),
    "sign up": ("/account/signup/", lambda email: {"email": email, "password1": "certainly-a-new-one"}),
    "sign up without a password": ("/account/signup/", lambda email: {"email": email, "password1": ""}),
    "code": ("/account/login/code/", lambda email: {"email": email}),
    "reset": ("/account/password/reset/", lambda email: {"email": email}),
}


@pytest.mark.parametrize("form", FORMS)
def test_known_and_unknown_addresses_get_the_same_answer_for_the_same_work(form, known):
    path, fields = FORMS[form]
    told_known, cost_known, _ = told_and_done(path, fields(KNOWN), email=KNOWN)
    told_unknown, cost_unknown, _ = told_and_done(path, fields(UNKNOWN), email=UNKNOWN)
    assert told_known == told_unknown
    assert cost_known.hashes == cost_unknown.hashes
    assert cost_known.letters == cost_unknown.letters
    assert len(cost_known.queries) == len(cost_unknown.queries), (cost_known.queries, cost_unknown.queries)


@pytest.mark.parametrize("form", ["sign up", "code", "reset"])
def test_the_page_for_the_code_is_the_same_too_whatever_is_done_there(form, known, letters):
    path, fields = FORMS[form]
    confirm = {"sign up": "/account/confirm-email/", "code": "/account/login/code/confirm/"}
    told, mailed = [], []
    for email in (KNOWN, UNKNOWN):
        client = told_and_done(path, fields(email), email=email)[2]
        where = confirm.get(form, "/account/password/reset/confirm/")
        steps = [client.post(where, {"action": "verify", "code": "0000-0000"})]
        steps.append(client.post(where, {"action": "resend"}))
        steps.append(client.get(where))
        steps.extend(client.post(where, {"action": "verify", "code": "0000-0000"}) for _ in range(5))
        told.append([(step.status_code, step.headers.get("Location"), seen(step, email)) for step in steps])
        mailed.append(len(letters(email)))
    assert told[0] == told[1]
    assert mailed[0] == mailed[1] == (1 if form == "reset" else 2)


@pytest.mark.parametrize("form", ["code", "reset"])
def test_people_who_work_here_are_strangers_at_this_door(form, letters):
    make_staff(KNOWN, name="Wim", password="a-long-password", roles=[Role.OWNER])
    path, fields = FORMS[form]
    told_staff, cost_staff, _ = told_and_done(path, fields(KNOWN), email=KNOWN)
    told_unknown, cost_unknown, _ = told_and_done(path, fields(UNKNOWN), email=UNKNOWN)
    assert told_staff == told_unknown
    assert len(cost_staff.queries) == len(cost_unknown.queries)
    assert [letter.kind for letter in letters(KNOWN)] == ["no_account"]


def test_passwords_are_kept_as_argon2id(known):
    assert known.password.startswith("argon2$argon2id$")
