"""Synthetic handwriting: glyphs of digits and signs; random variation and scans of digits."""
