"""The images of an evaluation: all as tiles, or one large."""
