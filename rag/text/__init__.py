"""What a text says of itself: its letters, language, sentences, words, tokens and quotes."""
