"""Records to the JSON every command, program and file shares, and back.

A missing value is `null` (or an empty list), never a missing key: a reader in another language can
rely on every field being there. Field names are those users script against; changing one breaks
them. Objects are plain dictionaries of JSON values, ready for `json.dumps`.
"""

from rag.wire.answers import answer_json, citation_json, claim_json, hit_json, search_json
from rag.wire.back import answer_from_json, citation_from_json
from rag.wire.documents import document_json, ingest_json, shown_json
from rag.wire.drafts import draft_json
from rag.wire.parts import Json, fingerprint_from_json, fingerprint_json, searched_json

__all__ = [
    "Json",
    "answer_from_json",
    "answer_json",
    "citation_from_json",
    "citation_json",
    "claim_json",
    "document_json",
    "draft_json",
    "fingerprint_from_json",
    "fingerprint_json",
    "hit_json",
    "ingest_json",
    "search_json",
    "searched_json",
    "shown_json",
]
