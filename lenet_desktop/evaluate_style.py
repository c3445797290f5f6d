"""How the controls of the evaluate page look, in the colours of the palette in use."""

from __future__ import annotations

STYLE = """
QPushButton[primary="true"] { background: palette(highlight); color: palette(highlighted-text);
    border: 1px solid palette(highlight); font-weight: 600; }
QPushButton[primary="true"]:focus { border: 2px solid palette(text); padding: 5px 15px; }
QPushButton[primary="true"]:disabled { background: palette(midlight); border-color: palette(mid);
    color: palette(dark); }
QProgressBar { background: palette(mid); border: none; border-radius: 4px; }
QProgressBar::chunk { background: palette(highlight); border-radius: 4px; }
QSplitter::handle { background: transparent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; border: none; padding: 4px 2px; font-size: 12px;
    color: palette(placeholder-text); border-bottom: 1px solid palette(mid); }
QTableView { selection-background-color: palette(midlight);
    selection-color: palette(text); }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: palette(dark); border-radius: 3px; min-height: 32px;
    margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabBar::tab { padding: 6px 10px; margin: 0 2px; }
"""
