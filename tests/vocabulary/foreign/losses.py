"""What each foreign vocabulary loses in each direction, as the rows of docs/reference/foreign-vocabularies.md.

`python -m tests.vocabulary.foreign.losses` prints them.
"""

from types import ModuleType

from severshop.vocabulary.foreign import aftership, easypost, seventeentrack, shippo, shopify
from severshop.vocabulary.foreign.pairs import PAIRS
from severshop.vocabulary.foreign.tables import Meaning

VOCABULARIES: dict[str, ModuleType] = {
    "AfterShip": aftership,
    "EasyPost": easypost,
    "Shippo": shippo,
    "Shopify": shopify,
    "17TRACK": seventeentrack,
}


def lost_from_ours(foreign: ModuleType) -> list[list[str]]:
    """Rows of (ours, there, what comes back) for whatever does not come back as it went."""
    found = []
    for meaning in PAIRS:
        code = foreign.from_ours(*meaning)
        back = foreign.to_ours(code)
        if back != meaning:
            found.append([words(meaning), f"`{code}`" if code else "no word", words(back) if code else "nothing"])
    return found


def lost_to_ours(foreign: ModuleType) -> list[list[str]]:
    """Rows of (there, ours, what goes back) for whatever does not go back as it came."""
    found = []
    for code, meaning in foreign.VOCABULARY.ours.items():
        back = foreign.from_ours(*meaning)
        if back != code:
            found.append([f"`{code}`", words(meaning), f"`{back}`" if back else "no word"])
    return found


def words(meaning: Meaning) -> str:
    return " ".join(f"`{part.value}`" for part in meaning if part.value)


def _print() -> None:
    for name, foreign in VOCABULARIES.items():
        print(f"\n## {name}\n\n### From ours to {name}\n\n| ours | there | comes back as |\n|---|---|---|")
        print("\n".join(f"| {' | '.join(row)} |" for row in lost_from_ours(foreign)))
        print(f"\n### From {name} to ours\n\n| there | ours | goes back as |\n|---|---|---|")
        print("\n".join(f"| {' | '.join(row)} |" for row in lost_to_ours(foreign)))


if __name__ == "__main__":
    _print()
