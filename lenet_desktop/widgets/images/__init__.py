"""Images of drawings: painting, the network input, and tiles."""
