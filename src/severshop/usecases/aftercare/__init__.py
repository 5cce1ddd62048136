"""What a shopper does after buying."""
