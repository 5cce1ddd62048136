"""The rules of a basket. It lives in the browser: nothing is written until somebody checks out."""

from collections.abc import Mapping
from dataclasses import dataclass

from severshop.domain.baskets.rules import MOST_LINES, MOST_OF_ONE
from severshop.domain.catalogue.queries import Article, articles
from severshop.domain.inventory.queries import available
from severshop.vocabulary.availability import Availability, slowest

type Quantities = Mapping[str, int]
"""Units by SKU, in the order in which they were put in."""


class NotSoldError(LookupError):
    """The shop sells nothing under this code."""

    def __init__(self, sku: str) -> None:
        super().__init__(sku)
        self.sku = sku


class NotEnoughError(ValueError):
    """More was wanted than is left, or than one basket may hold. `most` is how many there can be."""

    def __init__(self, sku: str, *, most: int) -> None:
        super().__init__(f"{most} of {sku} at most")
        self.sku = sku
        self.most = most


class BasketFullError(ValueError):
    """A basket holds so many different articles and no more."""

    def __init__(self) -> None:
        super().__init__(f"{MOST_LINES} articles at most")
        self.most = MOST_LINES


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """An article in the basket, how many of it, and how many there can be."""

    article: Article
    quantity: int
    most: int

    @property
    def line_minor(self) -> int:
        return self.quantity * self.article.price_minor

    @property
    def is_short(self) -> bool:
        """Whether fewer are left than the basket holds."""
        return self.quantity > self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketView:
    """What a basket holds at this moment. `gone` are codes that are no longer sold."""

    lines: tuple[BasketLine, ...]
    gone: tuple[str, ...]

    @property
    def items_minor(self) -> int:
        return sum(line.line_minor for line in self.lines)

    @property
    def availability(self) -> Availability:
        """What the whole basket waits for."""
        return slowest(line.article.availability for line in self.lines)

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def can_be_bought(self) -> bool:
        return bool(self.lines) and not any(line.is_short for line in self.lines)


def add(basket: Quantities, *, sku: str, quantity: int = 1) -> dict[str, int]:
    """Return the basket with so many more of an article.

    Raises `NotSoldError`, `NotEnoughError`, `BasketFullError`.
    """
    return change(basket, sku=sku, quantity=basket.get(sku, 0) + quantity)


def change(basket: Quantities, *, sku: str, quantity: int) -> dict[str, int]:
    """Return the basket with exactly so many of an article; none removes it.

    Fewer than before is always possible. Raises `NotSoldError`, `NotEnoughError`, `BasketFullError`.
    """
    if quantity <= 0:
        return remove(basket, sku=sku)
    if sku not in articles([sku]):
        raise NotSoldError(sku)
    most = most_of(available([sku])[sku])
    if quantity > most and quantity >= basket.get(sku, 0):
        raise NotEnoughError(sku, most=most)
    changed = {**basket, sku: quantity}
    if len(changed) > MOST_LINES:
        raise BasketFullError
    return changed


def remove(basket: Quantities, *, sku: str) -> dict[str, int]:
    """Return the basket without an article; it need not be in it."""
    return {code: quantity for code, quantity in basket.items() if code != sku}


def without(basket: Quantities, *, bought: Quantities) -> dict[str, int]:
    """Return what is left of the basket after an order: what was put in while it was being paid stays."""
    return {sku: left for sku, quantity in basket.items() if (left := quantity - bought.get(sku, 0)) > 0}


def look_into(basket: Quantities) -> BasketView:
    """Return what the basket holds, with the prices and the stock of this moment."""
    sold, left = articles(basket), available(tuple(basket))
    lines = tuple(
        BasketLine(article=sold[sku], quantity=quantity, most=most_of(left[sku]))
        for sku, quantity in basket.items()
        if sku in sold
    )
    return BasketView(lines=lines, gone=tuple(sku for sku in basket if sku not in sold))


def most_of(left: int) -> int:
    """Return how many of an article one basket may hold when so many are left."""
    return max(0, min(left, MOST_OF_ONE))
