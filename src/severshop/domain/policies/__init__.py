"""What the shop holds itself to, and what carriers say of themselves. Pure tables with their sources."""
