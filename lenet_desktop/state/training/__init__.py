"""Training: the current run, its curves and progress, and the runs before it."""
