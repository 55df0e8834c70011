"""A chat model's opinion of the answers, optional and apart from every counted figure."""
