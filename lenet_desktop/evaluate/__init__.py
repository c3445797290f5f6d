"""The page to evaluate on."""
