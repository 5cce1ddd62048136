"""What the world must hear, kept until it has heard it."""
