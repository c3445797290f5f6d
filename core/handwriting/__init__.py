"""Synthetic handwriting: glyphs of digits and signs, and how people vary them."""
