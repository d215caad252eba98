"""A language model as a plug: it advises the reader and may rephrase free sentences. It can lower what is
allowed, never raise it; without it everything works the same. See docs/language-model.md."""

from __future__ import annotations

from connector.language_model.client import Endpoint, LanguageModel
from connector.language_model.reader import AdvisedReader
from connector.language_model.rephraser import ModelRephraser

__all__ = ["AdvisedReader", "Endpoint", "LanguageModel", "ModelRephraser"]
