"""The network: layers with their gradients, LeNet-5, its loss, optimiser and weight files."""
