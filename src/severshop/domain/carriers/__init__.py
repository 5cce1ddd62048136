"""One folder a carrier: reads its messages, checks its numbers."""
