import pytest

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


def test_the_front_shows_everything_by_group(client):
    page = client.get("/").content.decode()
    for name in ("Strada Runner", "Kontor Derby", "Leather Balm", "Hopser"):
        assert name in page
    assert page.count('class="product-card"') == 34


def test_a_kind_and_a_size_narrow_it(client):
    page = client.get("/?kind=boots&size=42").content.decode()
    assert "Werk Boot" in page
    assert "Strada Runner" not in page
    assert "Isar Chelsea" in page
    assert "Isar Chelsea" not in client.get("/?kind=boots&size=45").content.decode()


def test_a_size_shows_only_what_is_in_stock(client):
    from severshop.domain.inventory.models import Stock

    Stock.objects.filter(sku__startswith="werk-boot", sku__endswith="-42").update(on_hand=0)
    assert "Werk Boot" not in client.get("/?kind=boots&size=42").content.decode()


def test_nothing_in_a_size_is_said_kindly(client):
    answer = client.get("/?kind=kids&size=47")
    assert answer.status_code == 200
    assert "Nothing here in this size" in answer.content.decode()


@pytest.mark.parametrize("query", ["kind=hats", "size=99", "size=%27", "kind=boots&size=abc", "kind=%00"])
def test_a_kind_or_size_that_does_not_exist_is_refused(client, query):
    assert client.get(f"/?{query}").status_code == 400


def test_the_list_cannot_be_posted_to(client):
    assert client.post("/").status_code == 405
