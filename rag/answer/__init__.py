"""From evidence to an answer: picking, checking, citing and saying that nothing was found."""
