"""A language model to develop against: OpenAI-compatible, and able to lie, to inject and to talk nonsense."""
