"""Web push: messages to browsers by their push services (RFC 8030), locked (RFC 8291) and signed (RFC 8292)."""
