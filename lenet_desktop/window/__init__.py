"""The main window: frame, menus, files and clipboard."""
