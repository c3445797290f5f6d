"""Recognition: from an image or a drawing to digits."""
