"""What a shopper can do after buying, without signing in."""
