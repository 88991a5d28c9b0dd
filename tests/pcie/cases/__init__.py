"""The cases. `gates.py` and `devices.py` break the card or the bench, and name the case that notices."""
