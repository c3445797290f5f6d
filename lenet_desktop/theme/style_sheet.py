"""The style sheet: what Fusion would draw in another manner."""

from __future__ import annotations

STYLE_ICONS = ("arrow_down", "arrow_up", "tick")
"""The icons that the sheet needs the files of."""

STYLE = """
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 8px;
    padding: 7px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed {{ background: {line}; }}
QToolButton:checked {{ background: {accent_soft}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {surface}; border: 1px solid {line}; border-radius: 8px;
    padding: 6px 16px; color: {text}; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:disabled {{ color: {faint}; }}
QPushButton#details_button {{ background: transparent; border-color: transparent;
    color: {accent}; padding: 4px 8px; }}
QPushButton#details_button:hover {{ background: {accent_soft}; }}
QPushButton#details_button:focus {{ border-color: {accent}; }}
QPushButton[primary="true"] {{ background: {accent}; border-color: {accent}; color: {on_accent};
    font-weight: 600; }}
QPushButton[primary="true"]:hover {{ border-color: {text}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {text}; padding: 5px 15px; }}
QPushButton[primary="true"]:disabled {{ background: {hover}; border-color: {line};
    color: {faint}; }}
QToolButton[flat="true"] {{ padding: 4px 6px; color: {accent}; }}
QToolButton[flat="true"]:disabled {{ color: {faint}; }}
QToolButton[small="true"] {{ padding: 3px; }}
QLabel[heading="true"] {{ font-weight: 600; }}
QLabel[small="true"] {{ font-size: 12px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMenuBar {{ background: {window}; padding: 4px 8px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: 6px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {accent_soft}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 6px 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 3px 5px; }}
QTabWidget::pane {{ border: none; }}
QTabBar::tab {{ padding: 8px 16px; margin: 0 4px; border: none;
    border-bottom: 2px solid transparent; color: {muted}; background: transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ background: {hover}; }}
QWidget#evaluate_page QTabBar::tab {{ padding: 6px 10px; margin: 0 2px; }}
QFrame#card {{ background: {surface}; border: 1px solid {line}; border-radius: 14px; }}
QFrame#outcome {{ background: {surface}; border: 1px solid {accent}; border-radius: 14px; }}
QFrame#outcome[bad="true"] {{ border-color: {danger}; }}
QFrame#separator {{ background: {line}; border: none; }}
QFrame#notice {{ background: {surface}; border: 1px solid {accent}; border-radius: 12px; }}
QFrame#notice[bad="true"] {{ border-color: {danger}; }}
QSlider {{ background: transparent; min-height: 18px; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {accent}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: {surface}; border: 1px solid {faint}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ border-color: {accent}; }}
QSlider::handle:horizontal:focus {{ background: {accent_soft}; }}
QProgressBar {{ background: {line}; border: none; border-radius: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QComboBox, QAbstractSpinBox {{ background: {surface}; border: 1px solid {line}; border-radius: 8px;
    padding: 4px 4px 4px 10px; color: {text}; selection-background-color: {accent};
    selection-color: {on_accent}; }}
QComboBox:hover, QAbstractSpinBox:hover {{ border-color: {faint}; }}
QComboBox:focus, QAbstractSpinBox:focus {{ border-color: {accent}; }}
QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {faint}; background: {window}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{arrow_down}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {line}; padding: 4px;
    selection-background-color: {accent_soft}; selection-color: {text}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 6px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: 20px;
    background: transparent; subcontrol-origin: border; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin: 3px 3px 0 0; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin: 0 3px 3px 0; }}
QAbstractSpinBox::up-arrow {{ image: url("{arrow_up}"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{arrow_down}"); width: 10px; height: 10px; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox:disabled {{ color: {faint}; }}
QCheckBox::indicator, QListView::indicator {{ width: 16px; height: 16px; border-radius: 5px;
    border: 1px solid {faint}; background: {surface}; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{ background: {accent};
    border-color: {accent}; image: url("{tick}"); }}
QListWidget {{ background: transparent; border: none; outline: none; }}
QListWidget::item {{ padding: 6px; border-radius: 8px; color: {text}; }}
QListWidget::item:hover {{ background: {hover}; }}
QListWidget::item:selected {{ background: {accent_soft}; color: {text}; }}
QSplitter::handle {{ background: transparent; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ subcontrol-position: top center; width: 9px;
    height: 9px; }}
QHeaderView::up-arrow {{ image: url("{arrow_up}"); }}
QHeaderView::down-arrow {{ image: url("{arrow_down}"); }}
QHeaderView::section {{ background: transparent; border: none; padding: 8px 2px 4px;
    font-size: 12px; color: {muted}; border-bottom: 1px solid {line}; }}
QTableView {{ selection-background-color: {hover}; selection-color: {text}; }}
QScrollArea#train_setup, QWidget#train_setup_content {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 3px; min-height: 32px;
    margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
"""With the names of `theme.Colours`, and of the icons, to be filled in."""
