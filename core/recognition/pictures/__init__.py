"""Recognition of all digits in a picture."""
