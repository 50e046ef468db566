"""Which kind of file the bytes are; the name of a file decides nothing."""

from __future__ import annotations

import io
import re
import zipfile

from inventory.errors import WorkbookError
from inventory.language import Phrase, _

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BIFF_BOF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_FOREIGN = (
    (b"%PDF", _("a PDF document")),
    (b"{\\rtf", _("a text document (RTF)")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"BM", _("a picture")),
    (b"II*\0", _("a picture")),
    (b"MM\0*", _("a picture")),
    (b"Rar!", _("a packed archive")),
    (b"7z\xbc\xaf", _("a packed archive")),
    (b"\x1f\x8b", _("a packed archive")),
    (b"ID;P", _("a SYLK file")),
    (b"SQLite format 3", _("a database")),
    (b"MZ", _("a program")),
    (b"\x7fELF", _("a program")),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|table|head|body|meta|style|div|tr)\b", re.IGNORECASE)


def found(data: bytes) -> str:
    """The format of a workbook's bytes: xlsx, xlsb, ods, xls, spreadsheetml, html or csv.

    :raises WorkbookError: they are no workbook, or one that cannot be read; the sentence says what to do.
    """
    if not data.strip(b"\0\r\n\t "):
        raise WorkbookError("the file is empty: save the ledger as .xlsx and hand it in again")
    if data.startswith(_ZIP):
        return _zipped(data)
    if data.startswith(OLE) or (data[:2] in _BIFF_BOF and data[2:4] in (b"\x04\0", b"\x06\0", b"\x08\0", b"\x10\0")):
        return "xls"
    for magic, what in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64]):
            raise not_a_workbook(what)
    return _text(data)


def _zipped(data: bytes) -> str:
    try:
        names = {name.replace("\\", "/").lstrip("/").lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise damaged(error) from error
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise not_a_workbook(_("a text document (Word)"))
    if any(name.startswith("ppt/") for name in names):
        raise not_a_workbook(_("a presentation"))
    if "[content_types].xml" in names:
        return "xlsx"
    raise not_a_workbook(_("a packed archive"))


def _text(data: bytes) -> str:
    head = data[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").lstrip()
    if head[:13].lower() == b"mime-version:":
        return "html"
    if head.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:65536].replace(b"\0", b""):
            return "spreadsheetml"
        if b"urn:oasis:names:tc:opendocument" in head:
            raise not_a_workbook(_("a flat OpenDocument file"))
        if _HTML.search(head):
            return "html"
        raise not_a_workbook(_("an XML file of another kind"))
    return "csv"


def not_a_workbook(what: str) -> WorkbookError:
    """The sentence for a file of another kind."""
    return WorkbookError(
        "the file is no workbook but {what}: hand in the ledger as .xlsx, .xls or .csv", what=Phrase(what)
    )


def protected() -> WorkbookError:
    """The sentence for an encrypted workbook."""
    return WorkbookError(
        "the workbook is protected by a password: remove it in the spreadsheet program "
        "(File, Info or Encryption, empty password, save) and hand it in again"
    )


def damaged(reason: object = "") -> WorkbookError:
    """The sentence for a workbook whose bytes cannot be followed."""
    return WorkbookError(
        "the workbook is damaged or incomplete: "
        "open it in the spreadsheet program, save it as .xlsx and hand it in again",
        reason=str(reason),
    )
