"""A pack in a zip: unpacked within limits, or refused before anything is unpacked."""

import io
import stat
import zipfile

import pytest

from engine.check import zipped
from engine.errors import PackInvalid
from tests.engine.check.tiny import pack

FILES = pack("good.bpmn").files


def zip_of(files, **about):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = about.get("mode", 0o644) << 16
            opened.writestr(entry, data)
    return packed.getvalue()


@pytest.mark.parametrize("top", ["", "my pack/"])
def test_the_files_of_a_pack_come_out_with_or_without_a_folder_round_them(top):
    found = zipped.unpack("pack.zip", zip_of({f"{top}{name}": data for name, data in FILES.items()}))

    assert found == FILES


@pytest.mark.parametrize(("files", "said"), [
    ({"../bpmn/a.bpmn": b""}, r"leads out of the pack: ../bpmn/a.bpmn\."),
    ({"/etc/a.md": b""}, "leads out of the pack"),
    ({"bpmn\\a.bpmn": b""}, "leads out of the pack"), ({"C:a.md": b""}, "leads out of the pack"),
    ({"bpmn/in.zip": b""}, "zip in the zip"), ({"a.md": b""}, "no pack in this zip"),
    ({f"bpmn/{n}.md": b"" for n in range(10_000)}, "10,000 files"),
    ({"bpmn/a.bpmn": bytes(2_000_000), "forms/b.json": b""}, "larger than 1,000,000"),
    ({f"bpmn/{n}.bpmn": bytes(900_000) for n in range(30)}, "20,000,000 bytes together"),
])
def test_a_zip_with_tricks_is_refused_with_the_reason(files, said):
    with pytest.raises(PackInvalid, match=said):
        zipped.unpack("pack.zip", zip_of(files))


def test_links_are_refused():
    with pytest.raises(PackInvalid, match="a link or a device"):
        zipped.unpack("pack.zip", zip_of({"bpmn/a.bpmn": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777))


@pytest.mark.parametrize("broken", [b"", b"PK\x05\x06", b"no zip", zip_of(FILES)[:200], zip_of(FILES)[300:]])
def test_what_is_no_zip_is_refused(broken):
    with pytest.raises(PackInvalid):
        zipped.unpack("pack.zip", broken)
