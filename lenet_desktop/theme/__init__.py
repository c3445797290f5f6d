"""The appearance of the program: palettes, metrics, style sheet and icons."""
