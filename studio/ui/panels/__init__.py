"""One panel a file; each shows the session and tells it what a person wants."""
