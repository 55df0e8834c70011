"""The interface OpenAI's clients speak: chat completions and the list of models."""
