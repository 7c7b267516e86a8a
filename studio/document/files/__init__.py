"""Pictures and masks on disk: opened with care, written so that nothing can be lost."""
