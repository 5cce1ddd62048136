"""From a placed order to the carrier."""
