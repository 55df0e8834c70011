"""An ingest that is stopped half-way leaves what it has stored ready to be found."""

from dataclasses import replace

from rag.settings import Settings
from rag.wiring import Mode, opened


def test_what_was_added_before_the_stop_is_ready(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(3):
        text = "\n\n".join(f"Wagtail {number} of flock {flock} flew." for flock in range(300))
        (folder / f"{number}.txt").write_text(text, "utf-8")
    with opened(replace(Settings(), data=tmp_path / "data"), Mode.SERVE) as engine:
        ingest = engine.ingest([folder])
        next(ingest)
        ingest.close()
        states = {each.source: each.state for each in engine.documents()}
    assert set(states) == {"0.txt"}
    assert states["0.txt"] == "ready"
