"""What was bought once goes into the basket again, as far as it is still sold in the same size and colour."""

from collections.abc import Iterable
from dataclasses import dataclass

from severshop.usecases.buying import fill_basket
from severshop.usecases.buying.fill_basket import BasketFullError, NotEnoughError, NotSoldError, Quantities


@dataclass(frozen=True, slots=True, kw_only=True)
class Refilled:
    """The basket afterwards. Of `short` codes fewer went in than were bought, of `missing` ones none."""

    basket: dict[str, int]
    short: tuple[str, ...]
    missing: tuple[str, ...]


def buy_again(basket: Quantities, *, bought: Iterable[tuple[str, int]]) -> Refilled:
    """Return the basket with what was bought, by code and how many, added to it. Prices are those of today."""
    filled, short, missing = dict(basket), [], []
    for sku, quantity in bought:
        try:
            filled = fill_basket.add(filled, sku=sku, quantity=quantity)
        except NotEnoughError as error:
            already = filled.get(sku, 0)
            if error.most > already:
                filled = fill_basket.change(filled, sku=sku, quantity=error.most)
                short.append(sku)
            else:
                missing.append(sku)
        except (NotSoldError, BasketFullError):
            missing.append(sku)
    return Refilled(basket=filled, short=tuple(short), missing=tuple(missing))
