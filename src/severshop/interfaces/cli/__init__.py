"""The `severshop` command."""
