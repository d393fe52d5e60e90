"""Every error a caller can meet. A message names what was read, where, what was expected, what to do.

CoachError
├── InputError          the draft cannot be read
├── KnowledgeError      a page, a document or the metric library is not what it must be
├── HouseRulesError     the house rules file is not what it must be
├── IndexBuildError     the retrieval index could not be built or opened
├── SettingsError       the environment names something that is not there, or that cannot be
├── StoreError          what is kept cannot be read or written
│   └── StoreConflict       somebody else changed it meanwhile; nothing was overwritten
└── ModelError          the model gave no usable answer; the review goes on without it
    ├── ModelUnreachable    nothing answers there, or it answers too late
    ├── ModelRefused        it answers that it will not: the key, the model's name, the quota
    ├── ModelReplyError     it answered, and not in the form that was asked for
    └── BudgetSpent         the tokens set aside for this are used up
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
    """The environment names something that is not there, or gives a value that cannot be."""


class StoreError(CoachError):
    """What is kept (conversations, reviews) cannot be read or written."""


class StoreConflict(StoreError):
    """What was to be saved was changed by somebody else meanwhile; nothing was overwritten."""


class ModelError(CoachError):
    """The model gave no usable answer. The message is fit for a notice: what happened, and what to do; never the key."""

    tokens: tuple[int, int] = (0, 0)
    """Tokens in and out that were spent all the same, as on a reply that was cut off."""


class ModelUnreachable(ModelError):
    """Nothing answers at the endpoint, or it answers too late, or the connection broke."""


class ModelRefused(ModelError):
    """The endpoint will not answer this: a wrong key, an unknown model, a quota."""


class ModelReplyError(ModelError):
    """The endpoint answered, and not in the form that was asked for."""


class BudgetSpent(ModelError):
    """The tokens set aside for a review or a batch are used up."""
