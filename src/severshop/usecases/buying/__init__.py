"""From basket to a placed order."""
