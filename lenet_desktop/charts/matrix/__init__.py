"""The confusion matrix: its values, layout and painter, and the widget that shows it."""
