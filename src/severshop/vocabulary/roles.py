"""What a member of staff may do."""

from enum import StrEnum


class Role(StrEnum):
    WAREHOUSE = "warehouse"
    SUPPORT = "support"
    RETURNS = "returns"
    FINANCE = "finance"
    OWNER = "owner"
