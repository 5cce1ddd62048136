"""What is wrong, or about to be: flags on orders and parcels, and what the shop does about them."""
