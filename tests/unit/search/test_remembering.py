"""An embedder that remembers gives the same vectors and is asked for each text once."""

import numpy as np

from rag.search.remembering import Remembering


class Counting:
    """Vectors that tell texts apart, and a list of all it was asked for."""

    name, dimensions, max_tokens = "counting", 3, 9

    def __init__(self):
        self.asked = []

    def embed_queries(self, texts):
        return -self.embed_passages(texts)

    def embed_passages(self, texts):
        self.asked.extend(texts)
        rows = [[len(text), ord(text[0]), ord(text[-1])] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 3)

    def count_tokens(self, texts):
        return [len(text) for text in texts]


def test_rows_are_those_of_the_embedder_in_the_order_asked_for():
    plain, remembering = Counting(), Remembering(Counting())
    for texts in (["ab", "c"], ["c", "dd", "ab", "c"], [], ["dd"]):
        np.testing.assert_array_equal(
            remembering.embed_passages(texts), plain.embed_passages(texts)
        )
        np.testing.assert_array_equal(remembering.embed_queries(texts), plain.embed_queries(texts))


def test_each_text_is_embedded_once_as_long_as_it_is_remembered():
    counting = Counting()
    remembering = Remembering(counting, most_texts=2)
    remembering.embed_passages(["a", "b"])
    remembering.embed_passages(["a"])
    remembering.embed_passages(["c"])  # "b" was not used for longest
    remembering.embed_passages(["a", "c"])
    assert counting.asked == ["a", "b", "c"]
    remembering.embed_passages(["b"])
    assert counting.asked == ["a", "b", "c", "b"]


def test_questions_and_passages_of_the_same_words_are_told_apart():
    remembering = Remembering(Counting())
    passage, question = remembering.embed_passages(["ab"]), remembering.embed_queries(["ab"])
    np.testing.assert_array_equal(passage, -question)


def test_what_a_caller_does_with_its_rows_is_not_remembered():
    remembering = Remembering(Counting())
    remembering.embed_passages(["ab"])[:] = 0
    assert remembering.embed_passages(["ab"]).any()


def test_the_rest_is_the_embedders_own():
    remembering = Remembering(Counting())
    assert (remembering.name, remembering.dimensions, remembering.max_tokens) == ("counting", 3, 9)
    assert remembering.count_tokens(["abc"]) == [3]
