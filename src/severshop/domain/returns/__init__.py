"""What comes back: returns from their announcement to their inspection."""
