"""The corridors: the only place where domain rooms meet."""
