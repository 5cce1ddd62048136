"""A footwear shop whose heart is the status of every order."""
