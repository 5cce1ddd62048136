"""The desk where returns come in: received, looked at, paid back or sent back; one file for each act."""
