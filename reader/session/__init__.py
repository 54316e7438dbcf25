"""The app without a screen: what it shows, saves and asks; nothing here imports Textual."""
