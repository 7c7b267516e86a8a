"""Errors that a person can act on: their text is shown as it stands, in window and terminal."""

from __future__ import annotations


class StudioError(Exception):
    """One clear sentence that says what is wrong and, where it can, what to do."""


class BadInput(StudioError):
    """A number, a text or a picture that was given cannot be used."""


class FileProblem(StudioError):
    """A file cannot be read or written."""


class ModelNotFound(StudioError):
    """No model goes by that name, or nothing is at that path."""


class ModelBroken(StudioError):
    """The files of a model are incomplete, damaged or of a kind that is not supported."""
