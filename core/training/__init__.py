"""Training: plans, the training loop, its events and checkpoints, and fine-tuning."""
