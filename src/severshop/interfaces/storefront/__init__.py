"""Catalogue, basket, checkout."""
