"""The look of the program: palette, metrics, style sheet and icons."""
