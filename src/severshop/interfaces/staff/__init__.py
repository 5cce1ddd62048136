"""Work screens by role."""
