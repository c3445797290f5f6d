"""The page of the person's own digits."""
