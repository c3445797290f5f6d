"""Datasets: examples, named sources, IDX files, MNIST, splits, sampling and augmentation."""
