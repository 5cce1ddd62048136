"""When orders arrive: the one function that says it, and what it goes by."""
