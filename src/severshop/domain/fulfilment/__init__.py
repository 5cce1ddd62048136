"""Picking, packing and handing over parcels."""
