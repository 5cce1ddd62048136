"""People who sign in, and what staff may do."""
