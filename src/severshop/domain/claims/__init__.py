"""What went wrong with parcels, and what their shoppers were given for it."""
