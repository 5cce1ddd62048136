import pytest

from severshop.domain.baskets.rules import MOST_LINES, MOST_OF_ONE
from severshop.domain.inventory.actions import set_stock
from severshop.usecases.buying import fill_basket
from tests.usecases.buying.seeds import CARE, SHOE

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("open_shop")]


def test_adding_changing_and_removing_keep_the_order_of_things():
    basket = fill_basket.add({}, sku=SHOE)
    basket = fill_basket.add(basket, sku=CARE)
    basket = fill_basket.add(basket, sku=SHOE, quantity=2)
    assert list(basket.items()) == [(SHOE, 3), (CARE, 1)]
    assert fill_basket.change(basket, sku=SHOE, quantity=1) == {SHOE: 1, CARE: 1}
    assert fill_basket.change(basket, sku=SHOE, quantity=0) == {CARE: 1}
    assert fill_basket.remove(basket, sku="nothing") == basket


def test_never_more_than_is_left():
    with pytest.raises(fill_basket.NotEnoughError) as caught:
        fill_basket.change({}, sku=SHOE, quantity=6)
    assert caught.value.most == 5


def test_never_more_than_one_order_may_hold():
    set_stock(CARE, on_hand=1000)
    with pytest.raises(fill_basket.NotEnoughError) as caught:
        fill_basket.change({}, sku=CARE, quantity=MOST_OF_ONE + 1)
    assert caught.value.most == MOST_OF_ONE


def test_fewer_is_possible_even_when_that_is_still_too_many():
    set_stock(SHOE, on_hand=1)
    assert fill_basket.change({SHOE: 5}, sku=SHOE, quantity=4) == {SHOE: 4}
    with pytest.raises(fill_basket.NotEnoughError):
        fill_basket.change({SHOE: 4}, sku=SHOE, quantity=5)


def test_only_what_is_sold_and_only_so_many_kinds():
    with pytest.raises(fill_basket.NotSoldError):
        fill_basket.add({}, sku="nothing")
    with pytest.raises(fill_basket.BasketFullError):
        fill_basket.add({f"x{n}": 1 for n in range(MOST_LINES)}, sku=SHOE)


def test_looking_into_it_counts_at_the_prices_and_the_stock_of_now():
    set_stock(SHOE, on_hand=1)
    seen = fill_basket.look_into({SHOE: 2, CARE: 1, "gone": 1})
    assert seen.gone == ("gone",)
    assert seen.quantity == 3
    assert seen.items_minor == 2 * 12900 + 990
    assert [line.is_short for line in seen.lines] == [True, False]
    assert not seen.can_be_bought
    assert fill_basket.look_into({SHOE: 1}).can_be_bought
    assert not fill_basket.look_into({}).can_be_bought


def test_what_was_put_in_while_paying_stays():
    assert fill_basket.without({"a": 3, "b": 1, "c": 2}, bought={"a": 1, "b": 1, "d": 5}) == {"a": 2, "c": 2}
