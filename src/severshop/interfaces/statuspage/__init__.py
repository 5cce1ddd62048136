"""The public page of an order, its JSON and its live stream: raw ASGI, one indexed SELECT a view."""
