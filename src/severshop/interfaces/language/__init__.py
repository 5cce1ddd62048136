"""The switch in the footer: which language the shop speaks to this browser, and to this person."""
