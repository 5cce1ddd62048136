"""`severshop doctor`, `backup` and `restore` at the keyboard."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection

from severshop.infra import clock
from severshop.infra.jobs.runner import beat
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.surroundings import Finding, Grade, disk, hooks
from severshop.interfaces.cli.backups import restore
from severshop.interfaces.cli.doctor import examine, findings
from severshop.interfaces.cli.errors import MendableError
from tests.factories import placed_order


def said_of(about, found):
    return [finding for finding in found if finding.about == about]


@pytest.fixture
def nobody_answers(settings):
    """Services at a port where nobody listens."""
    settings.GATEWAY_URL = settings.CARRIER_URL = "http://127.0.0.1:9"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2},
        }
    }


def test_what_is_wrong_is_said_with_its_mend(db, nobody_answers, capsys):
    with pytest.raises(SystemExit) as ended:
        examine(as_json=False)
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("WRONG  gateway: does not answer") for line in lines)
    assert any(line.startswith("WRONG  mail server: cannot be reached") for line in lines)
    assert "WRONG  worker: never seen (it speaks every few seconds; alarm after 60)" in lines
    assert "       Start: severshop worker" in lines


def test_the_same_as_json(db, nobody_answers, capsys):
    with pytest.raises(SystemExit):
        examine(as_json=True)
    found = [Finding(**one) for one in json.loads(capsys.readouterr().out)]
    assert said_of("database", found)[0].grade == Grade.WELL


def test_a_worker_that_speaks_is_alive(db, nobody_answers):
    now = clock.now()
    beat(now=now)
    assert said_of("worker", findings(now)) == [Finding(Grade.WELL, "worker", "alive")]
    (silent,) = said_of("worker", findings(now + timedelta(minutes=5)))
    assert (silent.grade, "silent since" in silent.says) == (Grade.ILL, True)


def test_what_waits_too_long_or_was_given_up_is_told(db, nobody_answers):
    now = clock.now()
    put([NewEntry(topic="mail", key=f"k{n}", order_id=None, payload={}) for n in range(2)], now=now)
    OutboxEntry.objects.filter(key="k0").update(failed_at=now)
    assert said_of("outbox mail", findings(now))[0].says == "1 given up"
    late = said_of("outbox mail", findings(now + timedelta(minutes=25)))
    assert [finding.says for finding in late] == ["1 given up", "1 wait, the oldest for 25 minutes"]


def test_a_database_that_is_behind_is_told(db, nobody_answers):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'watch'")
    (found,) = said_of("database", findings(clock.now()))
    assert (found.grade, found.mend) == (Grade.ILL, "Run them: severshop migrate")


def test_every_hook_closed_is_an_alarm_one_open_is_not():
    assert hooks({"ups": "", "dhl": ""}).grade == Grade.ILL
    assert hooks({"ups": "secret", "dhl": ""}).says == "open for ups; closed: dhl"


def test_each_disk_is_told_once(tmp_path):
    assert len(list(disk([tmp_path, tmp_path / "not" / "there", tmp_path]))) == 1


def test_a_restore_over_orders_must_be_meant(db, tmp_path):
    placed_order(now=clock.now())
    with pytest.raises(MendableError, match="--replace"):
        restore(str(tmp_path / "copy"), replace=False)


def test_a_restore_beside_a_worker_is_refused(db, tmp_path):
    beat(now=clock.now())
    with pytest.raises(MendableError, match="stop the shop"):
        restore(str(tmp_path / "copy"), replace=True)


def test_backup_and_restore_from_the_command_line(tmp_path):
    shop = tmp_path / "shop.sqlite3"
    with closing(sqlite3.connect(shop, isolation_level=None)) as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER)")

    def severshop(*arguments):
        own = {"DATABASE_URL": f"sqlite:///{shop}", "SEVERSHOP_VAR": str(tmp_path)}
        command = [sys.executable, "-m", "severshop.interfaces.cli", *arguments]
        return subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=60, check=False)

    made = severshop("backup")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(str(tmp_path / "backups" / "severshop-"))
    refused = severshop("backup", made.stdout.strip())
    assert (refused.returncode, "name another file" in refused.stderr) == (1, True)
    shop.unlink()
    restored = severshop("restore", made.stdout.strip())
    assert (restored.returncode, shop.exists()) == (0, True), restored.stderr
