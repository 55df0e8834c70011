"""Finding passages: two searchers, one fused ranking, and the sentences that hold an answer."""
