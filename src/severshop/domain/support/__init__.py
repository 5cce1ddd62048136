"""Questions to people: cases, and the messages that they consist of."""
