"""Order histories as they could have been: the shop's promises are tried on them (see `model`)."""
