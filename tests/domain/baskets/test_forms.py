import pytest

from severshop.domain.baskets.forms import AddressForm, ContactForm

COUNTRIES = ("DE", "AT", "BE", "DK", "ES", "FR", "IT", "NL", "PL", "SE", "CH", "GB")
GOOD = {
    "country": "DE",
    "name": "Ada Lovelace",
    "street": "Severinstraße 12",
    "postal_code": "50678",
    "city": "Köln",
}


def form(**changes: str) -> AddressForm:
    return AddressForm(GOOD | changes, countries=COUNTRIES)


def wrong(checked: AddressForm | ContactForm) -> set[str]:
    return set(checked.errors)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"country": "AT", "postal_code": "1010", "city": "Wien"},
        {"country": "BE", "postal_code": "1000", "city": "Bruxelles"},
        {"country": "DK", "postal_code": "1566", "city": "København V"},
        {"country": "ES", "postal_code": "28013", "city": "Madrid", "region": "Madrid"},
        {"country": "FR", "postal_code": "75001", "city": "Paris"},
        {"country": "IT", "postal_code": "00144", "city": "Roma", "region": "RM"},
        {"country": "IT", "postal_code": "00144", "city": "Roma", "region": "Roma"},
        {"country": "NL", "postal_code": "1234ab", "city": "Utrecht"},
        {"country": "PL", "postal_code": "00-950", "city": "Warszawa"},
        {"country": "SE", "postal_code": "114 55", "city": "Stockholm"},
        {"country": "CH", "postal_code": "8001", "city": "Zürich"},
        {"country": "CH", "postal_code": "CH-8001", "city": "Zürich"},
        {"country": "GB", "postal_code": "sw1a 1aa", "city": "London"},
        {"postal_code": "D-50678"},
        {"company": "Analytical Engines & Co.", "extra": "3rd floor"},
        {"region": "Nordrhein-Westfalen"},
        {"name": "李小龍"},
    ],
)
def test_addresses_that_exist_are_taken_as_typed(changes: dict[str, str]) -> None:
    typed = form(**changes)
    assert typed.errors == {}
    address = typed.address()
    assert address.country == (GOOD | changes)["country"]
    for name, value in (GOOD | changes).items():
        assert getattr(address, name) == value


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"country": "US"}, {"country"}),
        ({"country": ""}, {"country"}),
        ({"country": "../../etc"}, {"country"}),
        ({"postal_code": ""}, {"postal_code"}),
        ({"postal_code": "5067"}, {"postal_code"}),
        ({"postal_code": "50678 "}, set()),
        ({"postal_code": "506781"}, {"postal_code"}),
        ({"country": "CH", "postal_code": "50678"}, {"postal_code"}),
        ({"country": "GB", "postal_code": "12345"}, {"postal_code"}),
        ({"country": "IT", "postal_code": "00144"}, {"region"}),
        ({"country": "IT", "postal_code": "00144", "region": "Bavaria"}, {"region"}),
        ({"name": ""}, {"name"}),
        ({"street": "   "}, {"street"}),
        ({"city": ""}, {"city"}),
        ({"name": "x" * 121}, {"name"}),
        ({"street": "x" * 201}, {"street"}),
        ({"street": "Weg 1\x07"}, {"street"}),
        ({"street": "Weg 1\nBcc: all@example.com"}, {"street"}),
        ({"name": "Ada\x00"}, {"name"}),
        ({"city": "Köln\u202e"}, {"city"}),
        ({"city": "Kö\u2028ln"}, {"city"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, str], fields: set[str]) -> None:
    assert wrong(form(**changes)) == fields


def test_the_postal_code_message_shows_one() -> None:
    assert form(country="NL", postal_code="99").errors["postal_code"] == ["A postal code there looks like 1234 AB."]


def test_an_empty_form_names_what_is_needed() -> None:
    assert wrong(AddressForm({}, countries=COUNTRIES)) == {"country", "name", "street", "city"}


def test_countries_are_named_in_words_and_keep_their_order() -> None:
    choices = AddressForm(countries=("DE", "CH")).fields["country"].choices  # type: ignore[attr-defined]
    assert list(choices) == [("DE", "Germany"), ("CH", "Switzerland")]


@pytest.mark.parametrize("phone", ["", "+49 221 123456", "0221/123-456", "(020) 7946 0000"])
def test_contacts_that_work(phone: str) -> None:
    typed = ContactForm({"email": " ada@example.com ", "phone": phone})
    assert typed.errors == {}
    assert (typed.contact().email, typed.contact().phone) == ("ada@example.com", phone)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"email": ""}, {"email"}),
        ({"email": "ada"}, {"email"}),
        ({"email": "ada@example"}, {"email"}),
        ({"email": "ada@example.com\nBcc: eve@example.com"}, {"email"}),
        ({"email": "a" * 250 + "@example.com"}, {"email"}),
        ({"email": "ada@example.com", "phone": "call me"}, {"phone"}),
        ({"email": "ada@example.com", "phone": "123"}, {"phone"}),
        ({"email": "ada@example.com", "phone": "0" * 41}, {"phone"}),
        ({"email": "ada@example.com", "phone": "------"}, {"phone"}),
    ],
)
def test_contacts_that_do_not(typed: dict[str, str], fields: set[str]) -> None:
    assert wrong(ContactForm(typed)) == fields
