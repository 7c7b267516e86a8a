"""Questions to a person, a dialog a file."""
