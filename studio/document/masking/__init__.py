"""Masks as plain arrays: shapes, sizes, edges and regions. Nothing here knows a document."""
