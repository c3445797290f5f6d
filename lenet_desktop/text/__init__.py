"""Text: numbers, errors and names as people read them."""
