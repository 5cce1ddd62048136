"""Pure shared types and codes. No Django, no sentences."""
