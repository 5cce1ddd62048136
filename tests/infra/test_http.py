import pytest
from django.db import transaction

from severshop.infra import http
from tests.processes import listener


@pytest.mark.django_db
def test_a_call_inside_a_transaction_is_refused_even_when_the_test_is_wrapped_in_one() -> None:
    with listener() as server, http.client(base_url=server.url) as client:
        with transaction.atomic(), pytest.raises(http.InsideTransactionError):
            client.post("/")
        assert client.post("/").status_code == 200
        assert len(server.received) == 1


@pytest.mark.django_db(transaction=True)
def test_a_client_made_before_the_transaction_is_refused_too() -> None:
    with listener() as server, http.client(base_url=server.url) as client:
        with transaction.atomic(), transaction.atomic(), pytest.raises(http.InsideTransactionError):
            client.post("/")
        assert server.received == []
