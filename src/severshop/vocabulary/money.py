"""Money as integer minor units and an ISO 4217 currency."""

from dataclasses import dataclass

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents). Adding two currencies raises `ValueError`."""

    minor: int
    currency: str = "EUR"

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.minor * quantity, self.currency)


def tax_in(gross_minor: int, *, rate_bp: int) -> int:
    """Return the tax that a gross amount contains, rounded half up to a whole minor unit.

    `rate_bp` is the rate in basis points: 1900 is 19 %.
    """
    divisor = BASIS_POINTS + rate_bp
    return (2 * gross_minor * rate_bp + divisor) // (2 * divisor)
