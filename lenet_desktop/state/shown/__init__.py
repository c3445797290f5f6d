"""The weights that the Inside page looks into."""
