"""When an order arrives, as a date range that is kept with it."""
