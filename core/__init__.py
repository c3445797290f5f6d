"""LeNet-5, its training and its data, independent of the window."""
