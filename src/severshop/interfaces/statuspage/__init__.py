"""The public status page, its JSON and its live stream, as ASGI."""
