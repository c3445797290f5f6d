"""LeNet-5: layers, loss, optimiser, learning rate schedules, weights and weight files."""
