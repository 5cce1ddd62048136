"""Answers to what shoppers ask, in general and for the order in hand. Frozen facts in, sentences out."""
