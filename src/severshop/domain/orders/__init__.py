"""What was bought, by whom, for where; and the one rule that names its status."""
