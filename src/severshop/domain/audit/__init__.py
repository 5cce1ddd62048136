"""Who of the staff did what, and when: rows that the database lets nobody change."""
