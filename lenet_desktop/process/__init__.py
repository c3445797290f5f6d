"""The process: its memory, its signals, and whether it has a display."""
