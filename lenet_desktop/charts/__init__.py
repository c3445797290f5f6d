"""Charts: line plots, probability bars, confusion matrices, and their export."""
