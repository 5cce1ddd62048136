"""Withdrawals from contracts: a log that nobody can change, and what followed from each."""
