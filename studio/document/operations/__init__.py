"""What can be done to a picture: each function gives the edit, or None where nothing changes."""
