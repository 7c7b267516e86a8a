"""The window's own controls, drawn from the theme's tokens; none knows the session."""
