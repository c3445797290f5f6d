"""Experiments on the network: changes of its weights, and what they cost."""
