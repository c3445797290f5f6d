"""The picture on the pad."""
