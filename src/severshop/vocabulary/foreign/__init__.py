"""Other systems' words for what can happen to a parcel, to and from ours. Tables only."""
