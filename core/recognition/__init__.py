"""Recognition of digits in images and drawings."""
