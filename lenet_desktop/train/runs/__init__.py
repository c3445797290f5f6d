"""The earlier runs: their table, their notes, and what can be done with them."""
