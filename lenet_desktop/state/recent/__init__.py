"""My Digits: the user's labelled drawings, their file, predictions and fine-tuning."""
