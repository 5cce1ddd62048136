"""What the staff do about a parcel that has gone astray: ask the carrier, and write down what came of it."""
