"""Whom a limit counts against, with proxies between and with people who lie."""

import pytest

from severshop.infra.origins import origin_of


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("2001:db8:1:2:ffff::3", "", "2001:db8:1:2::/64"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("10.0.0.1", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("127.0.0.1", "", "unknown"),
        ("127.0.0.1", "nonsense", "unknown"),
        ("127.0.0.1", "203.0.113.7, nonsense", "unknown"),
        ("127.0.0.1", "10.0.0.2", "unknown"),
        ("", "203.0.113.7", "unknown"),
    ],
)
def test_forwarded_addresses_are_believed_as_far_as_our_own_proxies_wrote_them(settings, remote, forwarded, expected):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8"]
    assert origin_of({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}) == expected


def test_without_proxies_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert origin_of({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}) == "127.0.0.1"
