"""The pad and what is on it, for every page that is drawn on."""
