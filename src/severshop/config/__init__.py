"""Wiring only: settings, urls, the ASGI composition."""
