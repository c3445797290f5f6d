"""The page to train on."""
