"""Raw carrier messages, legs, scans and the stage of a parcel."""
