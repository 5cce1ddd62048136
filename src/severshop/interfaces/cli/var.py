"""Where the demo keeps its files."""

import os
from pathlib import Path

JOURNEYS = "demo-journeys.json"
"""What the carrier is still to be told about the seeded parcels."""
CHARGES = "demo-charges.json"
"""What the gateway is still to be told: how the seeded orders were paid."""
EXAMPLES = "demo-orders.json"
"""Seeded orders that are worth a look."""
PREPARED = ".prepared.json"
"""Fingerprints of what the last set-up was made from."""


def var_folder() -> Path:
    """Return the folder: the same as in the settings, without loading them."""
    return Path(os.environ.get("SEVERSHOP_VAR") or "var").resolve()
