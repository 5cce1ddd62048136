"""Claims: opened by the shopper, decided by a rule or a person, made good once."""
