"""Messages from carriers and payment providers, as ASGI."""
