"""Help: the glossary, the control under the focus or the mouse, keyboard shortcuts, About."""
