"""From a carrier message to a timeline."""
