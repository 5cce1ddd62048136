"""How often somebody may ask: counts in the database, so that they hold for all processes and over restarts."""
