"""The digits of a drawing: strokes grouped, cut, and left out where they do not fit."""
