"""The small illustrated world that the default model learns: its description, pixels and words."""
