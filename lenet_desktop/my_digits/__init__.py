"""The My Digits page."""
