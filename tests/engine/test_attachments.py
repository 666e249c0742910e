"""Files people send are taken by what they contain, under a name that hides nothing (S7)."""

import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from engine import attachments
from engine.db import Database
from engine.errors import NoRoom, TooLarge, TypeNotAllowed
from engine.model import Attachment
from tests.engine.tiny_house import TinyHouse

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PDF, PNG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN = "application/vnd.oasis.opendocument.text"


def zipped(**members: str) -> bytes:
    """A ZIP file; `__` stands for a slash and `_` for a point in the names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


DOCX = zipped(Types_xml="<Types/>", word__document_xml="<document/>")
ODT = zipped(mimetype=OPEN, content_xml="<document/>")


def kept(database: Database, name: str, content: bytes, limit_mb: int = 1) -> Attachment:
    with database.transaction() as session:
        attachments.keep(session, name, content, limit_mb, "Complainant", NOON)
    with database.reading() as session:
        file = session.scalars(select(Attachment)).one()
        assert file.content == content
        return file


@pytest.mark.parametrize(("name", "content", "media_type"), [
    ("bill.pdf", PDF, "application/pdf"), ("BILL.PDF", PDF, "application/pdf"), ("photo.png", PNG, "image/png"),
    ("photo.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"), ("photo.jpeg", b"\xff\xd8\xff\xe1", "image/jpeg"),
    ("drawing.gif", b"GIF89a", "image/gif"), ("photo.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ("letter.docx", DOCX, WORD), ("letter.odt", ODT, OPEN),
    ("note.txt", "Zoë’s note\n".encode(), "text/plain; charset=utf-8"),
])
def test_a_file_is_taken_when_its_name_and_its_content_agree(name: str, content: bytes, media_type: str) -> None:
    assert attachments.type_of(name, content) == media_type


@pytest.mark.parametrize(("name", "content"), [
    ("page.html", b"<script>alert(1)</script>"), ("picture.svg", b"<svg onload='alert(1)'/>"),
    ("page.pdf", b"<html>"), ("program.exe", b"MZ\x90"), ("program.pdf", b"MZ\x90"), ("photo.png", PDF),
    ("bill.pdf.html", PDF), ("bill", PDF), ("", PDF), (".pdf", b""), ("sound.webp", b"RIFF\x00\x00\x00\x00WAVE"),
    ("program.docx", zipped(META_INF="x", Main_class="x")), ("letter.docx", ODT), ("letter.odt", DOCX),
    ("macros.docx", zipped(word__document_xml="x", word__vbaProject_bin="x")),
    ("macros.docm", DOCX), ("archive.zip", DOCX), ("note.txt", b"a\0b"), ("note.txt", b"\xff\xfe"),
])
def test_a_file_is_refused_when_it_is_not_what_it_says(name: str, content: bytes) -> None:
    assert attachments.type_of(attachments.clean_name(name), content) is None


@pytest.mark.parametrize(("given", "shown"), [
    ("bill.pdf", "bill.pdf"), ("../../etc/passwd.txt", "passwd.txt"), (r"D:\papers\zoe\bill.pdf", "bill.pdf"),
    ("bill\x00\r\n.pdf", "bill.pdf"), ("bill\u202efdp.exe", "billfdp.exe"), ("bill\u2066\u200e.pdf", "bill.pdf"),
    (" räkning .pdf ", "räkning .pdf"), ("...", "file"), ("", "file"), ("/", "file"),
    ("without-an-ending", "without-an-ending"), ("\ud800bill.pdf", "bill.pdf"),
])
def test_a_name_shows_what_it_is(given: str, shown: str) -> None:
    assert attachments.clean_name(given) == shown


@pytest.mark.parametrize("name", ["a" * 500 + ".pdf", "a." + "b" * 500, "c" * 500, ("." * 300) + "pdf"])
def test_a_name_is_never_too_long_to_keep(name: str) -> None:
    assert 0 < len(attachments.clean_name(name)) <= 120


def test_a_file_is_kept_as_it_came_with_its_fingerprint(database: Database) -> None:
    content = PDF + b"\x00\xff"

    file = kept(database, "bill.pdf", content)

    assert (file.name, file.media_type, file.size, file.added_by) == ("bill.pdf", "application/pdf", 11, "Complainant")
    assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_a_file_of_just_the_limit_is_taken(database: Database) -> None:
    assert kept(database, "bill.pdf", PDF.ljust(attachments.MEGABYTE, b" ")).size == attachments.MEGABYTE


def test_a_file_above_the_limit_is_refused_with_the_limit(database: Database) -> None:
    with pytest.raises(TooLarge) as refused, database.transaction() as session:
        attachments.keep(session, "bill.pdf", PDF.ljust(attachments.MEGABYTE + 1), 1, "Complainant", NOON)

    assert refused.value.about == {"limit": 1, "name": "bill.pdf"}


def test_a_refused_type_is_told_with_those_that_are_taken(database: Database) -> None:
    with pytest.raises(TypeNotAllowed) as refused, database.transaction() as session:
        attachments.keep(session, "../page.html", b"<html>", 1, "Complainant", NOON)

    assert refused.value.about["name"] == "page.html"
    assert {".pdf", ".docx", ".txt"} <= set(refused.value.about["accepted"])


# --- how much fits -----------------------------------------------------------------------------------------

def full_of(database: Database, case_id: int, files: int, size: int) -> None:
    row = {"case_id": case_id, "name": "f.txt", "media_type": "text/plain", "size": size, "content": b"",
           "added_by": "Complainant", "added_at": NOON}
    with database.transaction() as session:
        session.execute(insert(Attachment), [{**row, "sha256": str(number)} for number in range(files)])


@pytest.mark.parametrize(("files", "size"), [(attachments.MOST_FILES, 1), (1, attachments.MOST_MEGABYTES * 10**6)])
def test_a_case_that_holds_all_it_can_takes_no_more(database: Database, files: int, size: int) -> None:
    with database.transaction() as session:
        case = TinyHouse(session).opened(session)
    full_of(database, case.case_id, files, size)

    with pytest.raises(NoRoom, match="100 files and 100 MB"), database.transaction() as session:
        attachments.keep(session, "more.png", PNG, 1, "Complainant", NOON, case_id=case.case_id)


def test_what_one_case_holds_leaves_another_its_room(database: Database) -> None:
    with database.transaction() as session:
        house = TinyHouse(session)
        full, other = house.opened(session), house.opened(session)
    full_of(database, full.case_id, attachments.MOST_FILES, 1)

    with database.transaction() as session:
        left = attachments.room(session, case_id=other.case_id)
        attachments.keep(session, "more.png", PNG, 1, "Complainant", NOON, case_id=other.case_id)

    assert (left.files, left.size) == (attachments.MOST_FILES, attachments.MOST_MEGABYTES * 10**6)


def test_ten_who_add_the_last_file_at_once_are_counted_one_after_the_other(database: Database) -> None:
    with database.transaction() as session:
        case = TinyHouse(session).opened(session)
    full_of(database, case.case_id, attachments.MOST_FILES - 1, 1)

    def add(number: int) -> bool:
        try:
            with database.transaction() as session:
                attachments.keep(session, f"{number}.png", PNG, 1, "Complainant", NOON, case_id=case.case_id)
        except NoRoom:
            return False
        return True

    with ThreadPoolExecutor(10) as clicks:
        taken = list(clicks.map(add, range(10)))

    assert taken.count(True) == 1
