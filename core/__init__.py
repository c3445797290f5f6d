"""The network, its trainer and everything about digits; knows nothing of the window."""
