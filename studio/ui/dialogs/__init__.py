"""Questions to a person, a dialog a file.

The larger ones are imported when they are first asked: the window is on screen before.
"""
