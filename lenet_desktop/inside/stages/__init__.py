"""The stages of the network: their values, their colours, and the strip that shows them all."""
