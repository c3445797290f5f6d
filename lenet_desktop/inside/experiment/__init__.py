"""Changes of the network: a unit is switched off, a weight or a bias is set, and what that does."""
