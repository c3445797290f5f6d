"""Lessons: their files, the conditions that end their steps, and the place of the reader."""
