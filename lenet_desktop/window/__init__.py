"""The main window: menus, files, clipboard and notices."""
