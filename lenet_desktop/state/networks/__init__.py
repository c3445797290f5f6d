"""The networks that can be used, and what switching between them changes."""
