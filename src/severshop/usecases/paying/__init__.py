"""What payment providers tell us."""
