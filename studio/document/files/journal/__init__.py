"""What is done to a document, written down as it is done, so that a crash takes no work along."""
