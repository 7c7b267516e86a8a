"""The layers as a tree: how they look, their order, and what can be done to them."""
