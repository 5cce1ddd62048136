"""One question a file: its words, the answer in general, and the answer for an order."""
