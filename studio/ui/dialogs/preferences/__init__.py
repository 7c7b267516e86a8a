"""How the studio shall behave: one page a file. What is chosen holds at once."""
