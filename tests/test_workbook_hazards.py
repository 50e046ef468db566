from __future__ import annotations

import io
import os
import random
import struct
import time
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest
import workbook_files as files
import xlwt

from importers import workbook
from importers.workbook import Limits
from inventory.errors import NotUnderstood, WorkbookError

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def small_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(20):
        sheet.append([f"企业{number}", number * 1.5, "是", None])
    sheet.merge_cells("A3:A4")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def small_xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for number in range(20):
        sheet.write(number, 0, f"企业{number}")
        sheet.write(number, 1, number * 1.5)
    sheet.merge(2, 3, 2, 3)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def small_ods() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>甲厂</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    return files.ods(f'<table:table table:name="台账">{row * 20}</table:table>')


def small_xlsb() -> bytes:
    rows = []
    for number in range(20):
        rows.append(files.record(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0, 0)))
        rows.append(files.record(7, struct.pack("<III", 0, 0, 0)))
    return files.xlsb(rows)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def walked(data: bytes) -> int:
    """Reads everything there is; how many rows."""
    return sum(1 for sheet in workbook.parse(data).sheets for _ in sheet.rows())


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(101):
                part.write(bytes(10_000_000))
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\r\n \0\0", "is empty"),
        (b"%PDF-1.4 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
        (b"Rar!\x1a\x07\0", "a packed archive"),
        (b"{\\rtf1 text}", "a text document"),
        (b"ID;PWXL;N;E\r\n", "a SYLK file"),
        (bytes(range(256)) * 8, "of an unknown kind"),
        (random.Random(1).randbytes(5000), "of an unknown kind"),
        (b'<?xml version="1.0"?><svg/>', "an XML file of another kind"),
        (b"<html><body>no ledger</body></html>", "without a table"),
        (files.zipped({"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"}), "a text document"),
        (files.zipped({"ppt/presentation.xml": "<p/>"}), "a presentation"),
        (files.zipped({"notes.txt": "x"}), "a packed archive"),
        (files.ods("", manifest="<m><encryption-data/></m>"), "protected by a password"),
        (OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(500), "protected by a password"),
        (OLE + bytes(1000) + "WordDocument".encode("utf-16-le") + bytes(500), "a text document"),
        (OLE + bytes(3000), "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (small_xlsx()[:-200], "damaged"),
        (small_xls()[:1500], "damaged"),
        (files.xlsx("<row r='1'><c r='A1'><v>1</v></c>"), "damaged"),
        (files.xlsx('<row r="1"><c r="ZZZ1"><v>7</v></c></row>'), "damaged"),
        (files.xlsx('<row r="2"><c r="A2"><v>7</v></c></row><row r="1"><c r="A1"><v>8</v></c></row>'), "damaged"),
        (files.xlsx('<row r="1"><c r="A1"><v>7</v></row>'), "damaged"),
        (files.xlsx("", sheet='<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row>'), "damaged"),
        (b"<html><table><tr><td>1</td></tr></table><table><tr><td>2</td></tr><tr>", "damaged"),
        ("企业名称,用煤量\n".encode() * 50 + b"\xe4\xbc" + "企业\n".encode(), "text that is damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(WorkbookError, match=sentence) as caught:
        walked(data)
    assert "\n" not in str(caught.value)


def test_a_protected_xls_is_said_to_be_so() -> None:
    data = small_xls()
    stream = data.index(struct.pack("<HHHH", 0x0809, 16, 0x0600, 5))
    after = stream + 20
    protected = data[:after] + struct.pack("<HHHHH", 0x002F, 6, 0, 1, 2) + data[after + 10 :]
    with pytest.raises(WorkbookError, match="protected by a password"):
        walked(protected)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(WorkbookError, match="unpacks to 1010 MB"):
        walked(bomb())


def test_a_lone_cell_in_the_last_corner_is_one_cell() -> None:
    data = files.xlsx(
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'
    )
    ((number, cells),) = workbook.open(data).sheets[0].rows()
    assert number == 1048576
    assert len(cells) == 16384
    assert cells[-1] == 1


def test_an_ods_row_repeated_to_the_end_stays_within_the_sheet() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="99999999">'
        '<table:table-cell table:number-columns-repeated="99999999"/></table:table-row>'
    )
    assert walked(files.ods(f'<table:table table:name="台账">{row}</table:table>')) == 0


@pytest.mark.parametrize("make", [small_xlsx, small_xls, small_ods, small_xlsb])
@pytest.mark.parametrize("seed", range(3))
def test_damaged_bytes_end_in_rows_or_in_one_sentence(make: Callable[[], bytes], seed: int) -> None:
    chance = random.Random(seed)
    whole = make()
    for _ in range(15):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        read_or_refused(bytes(data))


@pytest.mark.parametrize("make", [small_xlsx, small_ods, small_xlsb])
@pytest.mark.parametrize("seed", range(3))
def test_damaged_parts_in_a_sound_zip_end_in_rows_or_in_one_sentence(make: Callable[[], bytes], seed: int) -> None:
    chance = random.Random(seed)
    whole = unpacked(make())
    for _ in range(15):
        parts: dict[str, str | bytes] = dict(whole)
        name = chance.choice(sorted(whole))
        data = bytearray(whole[name])
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        parts[name] = bytes(data)
        read_or_refused(files.zipped(parts))


def read_or_refused(data: bytes) -> None:
    sentence = ""
    try:
        walked(data)
    except WorkbookError as error:
        sentence = str(error)
    assert "\n" not in sentence


def counted(most: int) -> Iterator[int]:
    yield from range(most)


def process_id() -> Iterator[int]:
    yield os.getpid()
    yield 0
    time.sleep(600)


def hanging() -> Iterator[int]:
    yield 1
    while True:
        pass


def greedy() -> Iterator[int]:
    yield len(bytearray(800_000_000))


def dying() -> Iterator[int]:
    yield 1
    os._exit(3)


def printing() -> Iterator[int]:
    print("not an item", flush=True)
    os.write(1, b"nor this")
    yield 1


def refusing() -> Iterator[int]:
    yield 1
    raise NotUnderstood("the day {said} is none", said="2019-06-31")


def mistaken() -> Iterator[int]:
    yield 1 // 0


def test_items_come_over_in_order() -> None:
    assert list(workbook.guarded(counted, 5000)) == list(range(5000))


def test_what_the_child_prints_is_no_item() -> None:
    assert list(workbook.guarded(printing)) == [1]


# the limit leaves room for a child that starts slowly on a busy machine
def test_a_hang_ends_with_the_time_limit() -> None:
    stream = workbook.guarded(hanging, limits=Limits(seconds=6.0))
    assert next(stream) == 1
    with pytest.raises(WorkbookError, match="took longer than"):
        next(stream)


def test_time_spent_by_the_consumer_does_not_count() -> None:
    stream = workbook.guarded(counted, 3, limits=Limits(seconds=6.0))
    assert next(stream) == 0
    time.sleep(6.5)
    assert list(stream) == [1, 2]


def test_too_much_memory_ends_in_one_sentence() -> None:
    with pytest.raises(WorkbookError, match="more than 400 MB of memory"):
        list(workbook.guarded(greedy, limits=Limits(bytes=400_000_000)))


def test_limits_grow_with_the_file_above_20_megabytes() -> None:
    assert Limits().grown(5_000_000) == Limits()
    assert Limits().grown(40_000_000) == Limits(seconds=60.0, bytes=3_000_000_000)


def test_limits_are_set_by_the_environment(monkeypatch) -> None:
    assert Limits.usual() == Limits()
    monkeypatch.setenv("INVENTORY_READ_SECONDS", "2.5")
    monkeypatch.setenv("INVENTORY_READ_MEGABYTES", "800")
    assert Limits.usual() == Limits(2.5, 800_000_000)
    monkeypatch.setenv("INVENTORY_READ_SECONDS", "0")
    with pytest.raises(NotUnderstood, match="INVENTORY_READ_SECONDS is 0; set it to a number above 0"):
        Limits.usual()


@pytest.mark.parametrize(("function", "reason"), [(dying, "ended with 3"), (mistaken, "ZeroDivisionError")])
def test_a_child_that_fails_is_one_sentence_with_the_reason_kept(
    function: Callable[[], Iterator[int]], reason: str
) -> None:
    with pytest.raises(WorkbookError, match="cannot be read") as caught:
        list(workbook.guarded(function))
    assert reason in str(caught.value.facts["reason"])


def test_an_error_of_our_own_comes_over_as_it_is() -> None:
    with pytest.raises(NotUnderstood, match="the day 2019-06-31 is none") as caught:
        list(workbook.guarded(refusing))
    assert caught.value.facts == {"said": "2019-06-31"}


def test_closing_the_stream_ends_the_child() -> None:
    stream = workbook.guarded(process_id)
    child = next(stream)
    os.kill(child, 0)
    stream.close()  # type: ignore[attr-defined] # a generator, promised as an iterator
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ('<c r="B1"><v>seven</v></c>', "seven"),
        ('<c r="B1" t="s"><v>7</v></c>', "7"),
        ('<c r="B1" t="s"><v>none</v><f>A1</f></c>', "none"),
    ],
)
def test_a_cell_that_cannot_be_read_is_an_error_cell_and_the_others_are_read(cell: str, error: str) -> None:
    data = files.xlsx(f'<row r="1"><c r="A1"><v>1</v></c>{cell}<c r="C1"><v>3</v></c></row>')
    sheet = workbook.parse(data).sheets[0]
    assert list(sheet.walk(sheet)) == [(1, [1, error, 3])]
    assert sheet.error_cells == {(1, 2): error}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("_xD83D__xDE00_窑", "\U0001f600窑"),
        ("襄_xD83D_阳", "襄\ufffd阳"),
        ("襄_x0000_阳", "襄\ufffd阳"),
        ("_x4E00_", "一"),
    ],
)
def test_characters_that_no_text_can_hold_are_shown_as_lost(written: str, text: str) -> None:
    data = files.xlsx(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{written}</t></is></c></row>')
    sheet = workbook.parse(data).sheets[0]
    assert list(sheet.walk(sheet)) == [(1, [text])]


def test_a_number_that_is_none_is_an_error_cell_in_the_xml_formats_too() -> None:
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row>'
        '<Cell><Data Type="Number">seven</Data></Cell><Cell><Data Type="Number">3</Data></Cell></Row></Table>'
        "</Worksheet></Workbook>"
    )
    cells = "".join(f'<table:table-cell office:value-type="float" office:value="{said}"/>' for said in ("seven", "3"))
    ods = files.ods(f'<table:table table:name="台账"><table:table-row>{cells}</table:table-row></table:table>')
    for data in (xml.encode(), ods):
        sheet = workbook.parse(data).sheets[0]
        assert list(sheet.rows()) == [(1, ["seven", 3])]
        assert sheet.error_cells == {(1, 1): "seven"}


def test_a_span_in_strange_digits_is_none() -> None:
    sheet = workbook.parse("<table><tr><td colspan='²'>甲</td><td>乙</td></tr></table>".encode()).sheets[0]
    assert list(sheet.rows()) == [(1, ["甲", "乙"])]
