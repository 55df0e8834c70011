"""Where settings come from and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import Settings, load


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "footnote.toml").write_text(
        '[search]\ndepth = 3\ndense_depth = 11\n[chat]\nmodel = "openai:file"\n', encoding="utf-8"
    )
    environment = {"FOOTNOTE_SEARCH_DEPTH": "4", "FOOTNOTE_CHAT_MODEL": "openai:env"}
    flags = {"data": str(tmp_path), "chat.model": "none"}
    settings = load(flags, environment).settings
    assert (settings.search.depth, settings.search.dense_depth) == (4, 11)
    assert settings.chat.model == "none"
    assert settings.answer == Settings().answer


def test_all_problems_at_once(tmp_path: Path) -> None:
    (tmp_path / "footnote.toml").write_text('colour = 1\n[search]\ndepth = "x"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load({"data": str(tmp_path)}, {})
    assert len(caught.value.problems) == 2
    assert "colour" in str(caught.value)


def test_an_unknown_variable_is_a_warning(tmp_path: Path) -> None:
    loaded = load({"data": str(tmp_path)}, {"FOOTNOTE_COLOUR": "1", "FOOTNOTE_SHARED": "x"})
    assert loaded.warnings == ("unknown variable FOOTNOTE_COLOUR is ignored",)


def test_values_out_of_range_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="max_tokens"):
        load({"data": str(tmp_path), "passages.max_tokens": 9000}, {})


def test_the_hash_ignores_places_and_follows_the_rest(tmp_path: Path) -> None:
    here = load({"data": str(tmp_path)}, {}).settings
    there = load({"data": str(tmp_path / "x")}, {}).settings
    deeper = load({"data": str(tmp_path), "search.depth": 20}, {}).settings
    assert here.hash == there.hash != deeper.hash


def test_unknown_keys_wrong_types_and_values_out_of_range_are_told_together(
    tmp_path: Path,
) -> None:
    (tmp_path / "footnote.toml").write_text(
        'embedder = ""\n[search]\ndepht = 3\nlexical_weight = nan\n'
        '[answer]\nmax_chars = -1\nmax_sentences = "many"\n[chat]\ntimeout_s = 0\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as caught:
        load({"data": str(tmp_path)}, {"FOOTNOTE_CHAT_MODEL": "nameless"})
    told = sorted(caught.value.problems)
    assert [each.split(":")[0] for each in told if "unknown" not in each] == [
        "answer.max_chars",
        "answer.max_sentences",
        "chat.model",
        "chat.timeout_s",
        "embedder",
        "search.lexical_weight",
    ]
    assert "unknown key 'search.depht' (close to it: search.depth" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "read"), [("yes", True), ("True", True), ("0", False), ("off", False)]
)
def test_truth_is_read_from_words(tmp_path: Path, given: str, read: bool) -> None:
    environment = {"FOOTNOTE_SERVER_LOG_TEXT": given}
    assert load({"data": str(tmp_path)}, environment).settings.server.log_text is read


def test_a_word_that_is_neither_true_nor_false_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="'maybe' is not true or false"):
        load({"data": str(tmp_path)}, {"FOOTNOTE_SERVER_LOG_TEXT": "maybe"})


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x = [", b'data = "/elsewhere"\n'])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "footnote.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"footnote\.toml: "):
        load({"data": str(tmp_path)}, {})


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "footnote.toml").write_bytes(b"\xef\xbb\xbf[search]\ndepth = 7\n")
    assert load({"data": str(tmp_path)}, {}).settings.search.depth == 7
