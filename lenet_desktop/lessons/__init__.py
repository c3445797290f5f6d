"""The panel beside the pages that shows a lesson and points at controls."""
