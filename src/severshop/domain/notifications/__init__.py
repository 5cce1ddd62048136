"""Which messages an order owes its shopper."""
