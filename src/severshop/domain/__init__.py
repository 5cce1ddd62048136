"""The rooms. None imports another."""
