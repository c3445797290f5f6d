"""Formatting of numbers, messages and names for the user."""
