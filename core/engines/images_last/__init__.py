"""Fast layers for one part of a batch, with the images as the last axis of all arrays."""
