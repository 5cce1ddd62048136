"""An endpoint is a stranger's wish where we should connect to."""

import socket

import pytest

from severshop.infra.webpush.endpoints import EndpointRefusedError, check_form, resolve


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QABC",
        "https://wns2-par02p.notify.windows.com:443/w/?token=B",
    ],
)
def test_the_push_services_of_the_browsers_are_taken(endpoint):
    check_form(endpoint, local_allowed=False)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "nonsense",
        "http://push.example.com/a",
        "ftp://push.example.com/a",
        "javascript:alert(1)",
        "https://push.example.com:8443/a",
        "https://user:pass@push.example.com/a",
        "https://push.example.com/a#b",
        "https://push.example.com/a b",
        "https://push.example.com/\r\nHost: x",
        "https://pushé.example.com/a",
        "https://localhost/a",
        "https://shop/a",
        "https://push.local/a",
        "https://metadata.google.internal/a",
        "https://metadata.google.internal./a",
        "https://127.0.0.1/a",
        "https://127.1/a",
        "https://2130706433/a",
        "https://0x7f.1/a",
        "https://10.0.0.7/a",
        "https://169.254.169.254/latest/meta-data",
        "https://192.168.1.1/a",
        "https://100.64.0.1/a",
        "https://0.0.0.0/a",
        "https://224.0.0.1/a",
        "https://[::1]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://[64:ff9b::7f00:1]/a",
        "https://[2002:7f00:1::]/a",
        "https://[fd00::1]/a",
        "https://[fe80::1%25eth0]/a",
        "https://[::1/a",
        "https://push.example.com/" + "a" * 2048,
    ],
)
def test_what_could_lead_into_our_own_network_is_refused(endpoint):
    with pytest.raises(EndpointRefusedError):
        check_form(endpoint, local_allowed=False)


@pytest.mark.parametrize(
    "leads_to", [["127.0.0.1"], ["10.1.2.3"], ["93.184.216.34", "192.168.0.9"], ["fd12::1"], ["::ffff:10.0.0.1"]]
)
def test_a_public_name_that_leads_to_a_private_address_is_refused_when_it_is_used(monkeypatch, leads_to):
    def lookup(_name, port, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in leads_to]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(EndpointRefusedError):
        resolve("https://push.example.com/a", local_allowed=False)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2a00:1450:4001:81b::200a", 443, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    target = resolve("https://push.example.com/send/a?b=c", local_allowed=False)
    assert target.url == "https://[2a00:1450:4001:81b::200a]:443/send/a?b=c"
    assert (target.host, target.name) == ("push.example.com", "push.example.com")


def test_on_this_machine_only_where_it_is_allowed():
    assert resolve("http://127.0.0.1:9/a", local_allowed=True).url == "http://127.0.0.1:9/a"
    with pytest.raises(EndpointRefusedError):
        resolve("http://127.0.0.1:9/a", local_allowed=False)
    with pytest.raises(EndpointRefusedError):
        check_form("http://10.0.0.1/a", local_allowed=True)
