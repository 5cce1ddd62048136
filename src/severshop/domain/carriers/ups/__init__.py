"""UPS: Track Alert messages and 1Z numbers."""
