"""The watch over open orders and parcels: what it finds while orders are refreshed, and what the shop does then."""
