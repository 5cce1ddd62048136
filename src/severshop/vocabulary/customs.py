"""What customs are told of a parcel that leaves the union."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsLine:
    """A line of a declaration. Value and weight are of all its pieces; the value is without tax."""

    description: str
    quantity: int
    weight_grams: int
    value_minor: int
    hs_code: str
    origin: str

    @property
    def is_complete(self) -> bool:
        """Whether customs find all that they ask for."""
        return bool(self.weight_grams and self.hs_code and self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsDeclaration:
    """What is in a parcel, as customs ask it."""

    lines: tuple[CustomsLine, ...]
    currency: str

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def weight_grams(self) -> int:
        return sum(line.weight_grams for line in self.lines)

    @property
    def value_minor(self) -> int:
        return sum(line.value_minor for line in self.lines)

    @property
    def is_complete(self) -> bool:
        """Whether no line lacks anything."""
        return all(line.is_complete for line in self.lines)
