"""Stock by SKU and what is reserved of it."""
