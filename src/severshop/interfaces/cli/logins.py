"""The demo's staff, and somebody who buys. They exist in the demo only; production refuses its settings."""

PASSWORD = "demo-shoes-2026"  # noqa: S105 - printed to everybody who starts the demo
LOGINS = {f"{role}@demo.example": role for role in ("warehouse", "support", "returns", "finance", "owner")}
SHOPPER = "shopper@demo.example"
SHOPPER_NAME = "Mira Sommer"
