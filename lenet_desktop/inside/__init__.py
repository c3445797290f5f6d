"""The Inside page: every value of the network for the drawing."""
