"""The desktop window and the command line around `core`."""
