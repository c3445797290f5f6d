"""Strokes, pictures and ink files, and their rendering as 28x28 images."""
