"""Commands of the command line; each module has `add_arguments` and `run`."""
