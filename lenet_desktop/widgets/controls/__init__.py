"""Controls: buttons, choices and boxes with a number."""
