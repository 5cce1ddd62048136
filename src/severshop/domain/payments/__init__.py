"""Payments and their states."""
