"""The state of the program: QObjects without widgets."""
