"""What is printed: labels and customs declarations, as PDF."""
