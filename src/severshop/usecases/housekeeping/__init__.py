"""Letting go of what nobody needs any more."""
