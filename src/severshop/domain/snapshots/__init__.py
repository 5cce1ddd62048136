"""The read model of the status page: one row an order."""
