"""The two flows in which the stages meet: files into the library, questions into answers."""
