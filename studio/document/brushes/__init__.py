"""Painting with dabs: brushes, the marks of their tips, their way and what they do."""
