"""The app in a browser tab: a small server on this machine, and a process for each tab."""
