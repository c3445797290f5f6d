"""Synthetic handwriting: glyphs of digits and signs, and their random variation."""
