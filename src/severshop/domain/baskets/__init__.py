"""Checkouts on their way to an order."""
