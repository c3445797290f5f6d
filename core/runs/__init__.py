"""Runs: the folder a run leaves behind, its plots and the library of earlier runs."""
