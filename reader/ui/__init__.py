"""The Textual app: screens, panes, widgets, commands, keymap."""
