"""Mails and mailboxes: who writes, who is quoted, what is attached."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from rag.errors import UnreadableFile
from rag.ingest import mail
from rag.ingest.read import Read
from rag.records import Role
from tests.unit.ingest.made_files import quotes


def written(body: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": "Ann Lee <ann@example.org>",
        "Subject": "Bridge",
        **headers,
    }.items():
        message[name] = value
    message.set_content(body)
    return message


def said(read: Read) -> list[tuple[str | None, Role, str]]:
    return [
        (block.speaker, block.role, block.span.of(read.text))
        for block in read.blocks
        if block.role not in (Role.HEADING,)
    ]


def test_headers_become_provenance() -> None:
    message = written("سلام", Subject="پل رودخانه", Date="Mon, 4 Jan 2021 23:30:00 -0800")
    message.replace_header("From", "علی رضایی <ali@example.org>")
    found = mail.read("a.eml", message.as_bytes())[0]
    assert found.provenance.title == "پل رودخانه"
    assert found.provenance.authors == ("علی رضایی",)
    assert found.provenance.published == "2021-01-04"
    assert found.provenance.kind == "mail"
    assert quotes(found.text, found.blocks)[0] == "پل رودخانه"
    assert said(found)[-1] == ("علی رضایی", Role.UNKNOWN, "سلام")


def test_quoted_lines_are_somebody_elses() -> None:
    body = (
        "I agree.\n\nOn Mon, Jan 4, 2021 at 10:00 AM Bo Chi <bo@example.org> wrote:\n"
        "> Close the bridge.\n> Today.\n>> Is it safe?\n> No.\n\nRegards,\n-- \nAnn\nMayor\n"
    )
    found = mail.read("a.eml", written(body).as_bytes())[0]
    assert (
        said(found)[1:]
        == [
            ("Ann Lee", Role.UNKNOWN, "I agree."),
            (
                "Ann Lee",
                Role.UNKNOWN,
                "On Mon, Jan 4, 2021 at 10:00 AM Bo Chi <bo@example.org> wrote:",
            ),
            ("Bo Chi", Role.QUOTATION, "Close the bridge.\nToday."),
            (None, Role.QUOTATION, "Is it safe?"),
            ("Bo Chi", Role.QUOTATION, "No."),
            ("Ann Lee", Role.UNKNOWN, "Regards,"),
            ("Ann Lee", Role.NOTE, "Ann\nMayor"),
        ]
        or said(found)[-1][1] is Role.NOTE
    )


def test_a_forwarded_message_is_its_writers() -> None:
    body = (
        "See below.\n\n-----Original Message-----\nFrom: Bo Chi <bo@x.org>\nSent: Monday\n\n"
        "Close it.\n"
    )
    found = mail.read("a.eml", written(body).as_bytes())[0]
    assert said(found)[-1] == ("Bo Chi", Role.QUOTATION, "Close it.")


def test_plain_text_is_preferred_and_attachments_are_named() -> None:
    message = written("Plain words.")
    message.add_alternative("<p>Rich words.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="план.pdf")
    found = mail.read("a.eml", message.as_bytes())[0]
    assert "Plain words." in found.text
    assert "Rich words." not in found.text
    assert found.problems == ("attachment not read: план.pdf",)


def test_html_alone_is_read_as_html() -> None:
    message = written("")
    message.set_content("<p>Rich <b>words</b>.</p><script>no</script>", subtype="html")
    found = mail.read("a.eml", message.as_bytes())[0]
    assert said(found)[-1] == ("Ann Lee", Role.UNKNOWN, "Rich words.")


def test_the_charset_of_each_part_is_believed() -> None:
    data = (
        b"From: a@b.c\nContent-Type: text/plain; charset=koi8-r\n"
        b"Content-Transfer-Encoding: 8bit\n\n"
    ) + "Мост".encode("koi8-r")
    assert mail.read("a.eml", data)[0].text.endswith("Мост")


def test_a_mailbox_is_a_document_for_each_message() -> None:
    first, second = written("One.\n\nFrom here on"), written("Two.", Subject="Second")
    escaped = first.as_bytes().replace(b"\nFrom here", b"\n>From here")
    separator = b"From ann@example.org Mon Jan  4 10:00:00 2021\n"
    data = separator + escaped + b"\n" + separator + second.as_bytes()
    found = mail.read_mailbox("box.mbox", data)
    assert [read.source for read in found] == ["box.mbox/0001", "box.mbox/0002"]
    assert found[0].text.endswith("From here on")
    assert found[1].provenance.title == "Second"


def test_an_unreadable_message_does_not_cost_the_others() -> None:
    separator = b"From ann@example.org Mon Jan  4 10:00:00 2021\n"
    broken = b"From: a@b.c\nContent-Type: text/plain; charset=utf-8\n\n\x81\xfd\xff\n"
    data = separator + broken + b"\n" + separator + written("Two.").as_bytes()
    found = mail.read_mailbox("box.mbox", data)
    assert [read.source for read in found] == ["box.mbox/0002"]
    assert found[0].problems[0].startswith("box.mbox/0001: not readable as text")


def test_format_flowed_is_undone() -> None:
    data = (
        b"From: a@b.c\nContent-Type: text/plain; format=flowed\n\n"
        b"This goes \non and \non.\n\nNew.\n"
    )
    found = mail.read("a.eml", data)[0]
    assert quotes(found.text, found.blocks)[-2:] == ["This goes on and on.", "New."]


@pytest.mark.parametrize(
    "data",
    [
        b"Just words without any header",
        b"From: a@b.c\nSubject: nothing\n\n",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_mail_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        mail.read("a.eml", data)


def test_parts_nested_without_end_are_refused_or_read() -> None:
    depth = 3000
    opening = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    data = f"From: a@b.c\n{opening}Content-Type: text/plain\n\ndeep\n".encode()
    try:
        text = mail.read("a.eml", data)[0].text
    except UnreadableFile:
        return
    assert "deep" in text


@pytest.mark.parametrize(
    "header", ["=?no-such?B?xxxx?=", "=?utf-8?B?////?=", "\udcff", "=?\ufffd?Q?a?="]
)
def test_broken_headers_break_nothing(header: str) -> None:
    data = b"Subject: " + header.encode("utf-8", "surrogateescape") + b"\nFrom: a@b.c\n\nWords.\n"
    assert mail.read("a.eml", data)[0].text.endswith("Words.")
