"""What follows from having an account."""
