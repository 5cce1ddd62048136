"""The table of number formats, and what a number proves by fitting one of them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from severshop.domain.carriers.numbers.check_digits import KINDS, CheckDigit

TABLE = Path(__file__).with_name("formats.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One form of number of one carrier; the fields are explained at the head of the table."""

    carrier: str
    name: str
    pattern: re.Pattern[str]
    fixed: int
    check: CheckDigit | None
    weights: tuple[int, ...]
    tables: Mapping[str, re.Pattern[str]]
    needs: tuple[str, ...]
    prepend: str

    def proof(self, number: str) -> "Proof | None":
        """Return what speaks for the number being of this form, or None when it is not."""
        match = self.pattern.fullmatch(number)
        if match is None:
            return None
        found = {group: table.fullmatch(match[group]) is not None for group, table in self.tables.items()}
        if not all(found[group] for group in self.needs) or not self._adds_up(match):
            return None
        looked_up = sum(1 if is_found else -1 for is_found in found.values())
        certainty = self.fixed + looked_up + (1 if self.check else 0)
        return Proof(self.carrier, certainty, issuer=match.groupdict().get("issuer", ""))

    def _adds_up(self, match: re.Match[str]) -> bool:
        if self.check is None:
            return True
        body = match["body"]
        if not body.startswith(self.prepend):
            body = self.prepend + body
        return self.check(body, self.weights) == match["check"]


@dataclass(frozen=True, slots=True)
class Proof:
    """How much of a number was verified: a point for each fixed symbol, the check digit and each look-up."""

    carrier: str
    certainty: int
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Formats:
    formats: tuple[Format, ...]
    issuers: Mapping[str, str]
    """The carriers of ours that are posts, by the country code of their S10 numbers."""
    names: Mapping[str, str]

    @property
    def carriers(self) -> frozenset[str]:
        """Every carrier that has a form of number here."""
        return frozenset(form.carrier for form in self.formats) | frozenset(self.issuers.values())

    def proofs(self, number: str) -> Iterator[Proof]:
        """Yield what each form says for a number in capitals without separators."""
        for form in self.formats:
            if proof := form.proof(number):
                yield proof
                if carrier := self.issuers.get(proof.issuer):
                    yield Proof(carrier, proof.certainty)


@cache
def formats() -> Formats:
    """Return the table; it is read once."""
    raw = tomllib.loads(TABLE.read_text("utf-8"))
    tables = {name: re.compile("|".join(rows)) for name, rows in raw["tables"].items()}
    return Formats(tuple(_format(entry, tables) for entry in raw["formats"]), raw["issuers"], raw["names"])


def _format(entry: Mapping[str, Any], tables: Mapping[str, re.Pattern[str]]) -> Format:
    check: Mapping[str, Any] = entry.get("check", {})
    weights: Sequence[int] = check.get("weights", ())
    return Format(
        carrier=entry["carrier"],
        name=entry["name"],
        pattern=re.compile(entry["pattern"]),
        fixed=entry["fixed"],
        check=KINDS[check["kind"]] if check else None,
        weights=tuple(weights),
        tables={group: tables[name] for group, name in entry.get("tables", {}).items()},
        needs=tuple(entry.get("needs", ())),
        prepend=entry.get("prepend", ""),
    )
