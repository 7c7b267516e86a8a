"""Training of the default models on scenes that are drawn while they learn."""
