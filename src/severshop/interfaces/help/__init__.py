"""Contact, shipping times and the words of the statuses."""
