"""The keys that sign what goes to browsers: printed, and made once for a demo."""

import stat

from severshop.infra.webpush.vapid import public_key
from severshop.interfaces.cli.main import main
from severshop.interfaces.cli.push_keys import demo_push_key


def test_a_pair_is_printed_that_belongs_together_and_is_new_each_time(capsys):
    main(["keys", "push"])
    first = capsys.readouterr().out
    setting, public = first.splitlines()
    assert public.endswith(public_key(setting.removeprefix("VAPID_PRIVATE_KEY=")))
    main(["keys", "push"])
    assert capsys.readouterr().out != first


def test_a_demo_makes_its_key_once_and_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("VAPID_PRIVATE_KEY", raising=False)
    made = demo_push_key(tmp_path)
    assert public_key(made["VAPID_PRIVATE_KEY"])
    assert demo_push_key(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "push.key").stat().st_mode) == 0o600


def test_a_key_that_is_given_is_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("VAPID_PRIVATE_KEY", "given")
    assert demo_push_key(tmp_path) == {"VAPID_PRIVATE_KEY": "given"}
    assert not (tmp_path / "push.key").exists()
