"""Reads that need several rooms; no writes."""
