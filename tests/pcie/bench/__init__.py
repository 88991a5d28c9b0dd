"""What stands between the card's gates and a root complex of other authors, and a host's software that drives it."""
