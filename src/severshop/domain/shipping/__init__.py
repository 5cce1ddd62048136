"""Destinations, delivery options, prices, VAT."""
