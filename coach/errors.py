"""Every error a caller can meet. A message names what was read, where, what was expected, what to do.

CoachError
├── InputError          the draft cannot be read
├── KnowledgeError      a page, a document or the metric library is not what it must be
├── HouseRulesError     the house rules file is not what it must be
└── IndexBuildError     the retrieval index could not be built or opened
"""

from __future__ import annotations


class CoachError(Exception):
    """The root: catching it catches everything the coach raises on purpose."""


class InputError(CoachError):
    """The draft cannot be read: the message says where, what was expected and what to do."""


class KnowledgeError(CoachError):
    """A criteria page, a guidance document or a metric is not what it must be."""


class HouseRulesError(CoachError):
    """The house rules file is not what it must be."""


class IndexBuildError(CoachError):
    """The retrieval index could not be built or opened."""


class SettingsError(CoachError):
    """The environment names something that is not there."""
