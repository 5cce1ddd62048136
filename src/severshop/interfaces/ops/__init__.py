"""Health and metrics for whoever runs the shop."""
