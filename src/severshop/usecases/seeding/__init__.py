"""The first fill: what a shop starts with, and the demo's story."""
