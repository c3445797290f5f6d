"""The form of a new training run."""
