"""How the pages of an .xls are printed and shown: paper, scale, print area, titles, feet, frozen panes, filter."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import xlrd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from importers.workbook import biff
from importers.workbook.sheet import address

_SETUP, _HEADER, _FOOTER, _SHEET_FLAGS, _FILTER = 0x00A1, 0x0014, 0x0015, 0x0081, 0x009D
#: paper, scale, first page, pages across, pages down, flags
_PRINTED = struct.Struct("<HHHHHH")
_IS_UPRIGHT, _IS_UNKNOWN, _FITS = 0x0002, 0x0004, 0x0100
#: an area of a sheet in a formula: its token, then sheet, first and last row, first and last column
_AREA = struct.Struct("<xHHHHH")
_AREA_TOKEN, _AROUND = 0x3B, {0x10: 1, 0x29: 3}
_FULL = 100
_LAST_ROW, _LAST_COLUMN = 0xFFFF, 0xFF


def carry(source: xlrd.Book, content: bytes, pages: Sequence[Worksheet]) -> tuple[str, ...]:
    """Set the pages, in the order of the source's sheets, up as the source has them; what cannot be, in plain words."""
    lost = []
    for sheet, page in zip(source.sheets(), pages, strict=True):
        if sheet.panes_are_frozen and (sheet.horz_split_pos or sheet.vert_split_pos):
            page.freeze_panes = address(sheet.horz_split_pos + 1, sheet.vert_split_pos + 1)
    filtered = set()
    found = biff.stream(content)
    if source.biff_version >= biff.UNICODE:
        for place, kind, at, length in biff.of_sheets(found):
            if place >= 0:
                body = found[at : at + length]
                _take(pages[place], kind, body)
                if kind in (_HEADER, _FOOTER) and len(body) > 3 and not _repeated(pages[place], kind, body):
                    lost.append("页眉和页脚")
                elif kind == _FILTER:
                    filtered.add(place)
        for name in source.name_obj_list:
            if name.builtin and 0 <= name.scope < len(pages):
                _named(pages[name.scope], name.name, list(_areas(name.raw_formula)), is_filtered=name.scope in filtered)
    return tuple(lost)


def _take(page: Worksheet, kind: int, body: bytes) -> None:
    if kind == _SETUP and len(body) >= _PRINTED.size:
        paper, scale, _, across, down, flags = _PRINTED.unpack_from(body)
        if not flags & _IS_UNKNOWN:
            page.page_setup.paperSize = paper or None
            page.page_setup.scale = scale if scale != _FULL and 10 <= scale <= 400 else None
            page.page_setup.orientation = "portrait" if flags & _IS_UPRIGHT else "landscape"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = across, down
    elif kind == _SHEET_FLAGS and len(body) > 1 and body[1] & _FITS >> 8:
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _repeated(page: Worksheet, kind: int, body: bytes) -> bool:
    """Put a line at the head or foot of every page; whether openpyxl could take it apart."""
    text = body[3:].decode("utf-16-le" if body[2] & 1 else "latin-1", "replace")
    written = Element("text")
    written.text = text if text.startswith(("&L", "&C", "&R")) else f"&C{text}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the answer says so
        read = HeaderFooterItem.from_tree(written)
    target = page.oddHeader if kind == _HEADER else page.oddFooter
    for part in ("left", "center", "right"):
        setattr(target, part, getattr(read, part))
    return any(getattr(read, part).text for part in ("left", "center", "right"))


def _areas(formula: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The areas that a name stands for: first and last row, first and last column, from 0."""
    place = 0
    while place < len(formula):
        token = formula[place]
        if token == _AREA_TOKEN and place + _AREA.size <= len(formula):
            _, top, bottom, left, right = _AREA.unpack_from(formula, place)
            yield top, bottom, left & 0xFF, right & 0xFF
            place += _AREA.size
        elif token in _AROUND:
            place += _AROUND[token]
        else:
            return


def _named(page: Worksheet, name: str, areas: list[tuple[int, int, int, int]], *, is_filtered: bool) -> None:
    if name == "Print_Titles":
        for top, bottom, left, right in areas:
            if (left, right) == (0, _LAST_COLUMN):
                page.print_title_rows = f"{top + 1}:{bottom + 1}"
            elif (top, bottom) == (0, _LAST_ROW):
                page.print_title_cols = f"{get_column_letter(left + 1)}:{get_column_letter(right + 1)}"
        return
    written = [f"{address(top + 1, left + 1)}:{address(bottom + 1, right + 1)}" for top, bottom, left, right in areas]
    if name == "Print_Area" and written:
        page.print_area = ",".join(written)
    elif name == "_FilterDatabase" and written and is_filtered:
        page.auto_filter.ref = written[0]
