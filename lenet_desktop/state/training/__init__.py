"""Training: the current run, its curves and progress, and earlier runs."""
