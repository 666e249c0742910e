import pytest

from engine import xml
from engine.errors import XmlRefused

BOMB = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize("data, said", [
    (f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{BOMB}]><a>&i;</a>', "this is not well-formed XML: Maximum entity"),
    ("<a>" * 300 + "</a>" * 300, "this is not well-formed XML: Excessive depth in document: 256, line 1"),
    ("", "this is not well-formed XML: Document is empty, line 1, column 1."),
])
def test_what_is_no_xml_is_told_in_words_for_whoever_sent_it(data, said):
    with pytest.raises(XmlRefused) as refused:
        xml.parse(data.encode(), "a.bpmn")

    told = str(refused.value)
    assert said in told
    assert not any(word in told for word in ("xmlCtxt", "XML_PARSE", "<string>"))
