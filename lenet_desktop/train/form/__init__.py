"""The form that describes a new run."""
