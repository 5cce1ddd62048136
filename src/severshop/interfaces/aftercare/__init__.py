"""What a shopper does after buying, without an account."""
