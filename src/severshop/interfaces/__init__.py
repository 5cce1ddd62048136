"""Translate the outside world into one use case (to write) or one reading (to read)."""
