"""The package around an .xlsx or .xlsb: a zip of parts that point to each other by relationships."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from importers.workbook.detection import damaged, protected
from inventory.errors import WorkbookError

#: A workbook unpacks to some ten times its size; what unpacks to more than this is refused before it is read.
UNPACKED_LIMIT = 1_000_000_000
_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']""")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?[A-Za-z_]")


class Package:
    """The parts of a zipped workbook by name; names are taken as people's programs write them (``\\``, upper case)."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise damaged(error) from error
        self._members = {_plain(member.filename): member for member in members}
        self.size = sum(member.file_size for member in self._members.values())
        if self.size > max(UNPACKED_LIMIT, 20 * len(data)):
            raise WorkbookError(
                "the workbook unpacks to {size} MB: take out what is no ledger, save it as .xlsx and hand it in again",
                size=self.size // 1_000_000,
            )

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def part(self, name: str) -> bytes:
        """The bytes of one part.

        :raises WorkbookError: there is none of that name, it is encrypted, or its checksum fails.
        """
        member = self._members.get(_plain(name))
        if member is None:
            raise damaged(f"no part {name}")
        if member.flag_bits & 1:
            raise protected()
        try:
            return self._zip.read(member)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise damaged(error) from error

    def tree(self, name: str) -> ET.Element:
        """One small part as a tree of elements without namespaces, so that strict and transitional files read alike."""
        try:
            root = ET.fromstring(self.part(name))  # noqa: S314 - expat bounds what entities grow to, and reading is confined
        except (ET.ParseError, ValueError, LookupError) as error:
            raise damaged(error) from error
        for element in root.iter():
            element.tag = local(element.tag)
            for attribute in [key for key in element.attrib if "}" in key]:
                element.attrib.setdefault(local(attribute), element.attrib[attribute])
        return root

    def relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind (the last word of its type) and target of every part that this one points to."""
        folder, base = posixpath.split(name)
        rels = f"{folder}/_rels/{base}.rels".lstrip("/")
        if rels not in self:
            return
        for relation in self.tree(rels).iter("Relationship"):
            target = relation.get("Target", "").replace("\\", "/")
            if relation.get("TargetMode") != "External":
                yield (
                    relation.get("Id", ""),
                    relation.get("Type", "").rsplit("/", 1)[-1],
                    posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target)).lstrip(
                        "/"
                    ),
                )

    def main(self, usual: str) -> str:
        """The name of the workbook part, by the package's own relationships, else the usual one."""
        for _, kind, target in self.relations(""):
            if kind == "officeDocument" and target in self:
                return target
        return usual


def recoded(data: bytes) -> bytes:
    """XML in UTF-8, whatever its encoding was.

    :raises WorkbookError: in the encoding it declares, the bytes make no text.
    """
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16").encode()
        declared = _ENCODING.match(data[:200])
        if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
            name = declared[1].decode("ascii").lower()
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name).encode()
    except (LookupError, UnicodeDecodeError) as error:
        raise damaged(error) from error
    return data


def flat(data: bytes) -> bytes:
    """XML in a form that patterns can follow: UTF-8, no namespace prefix, CDATA as escaped text, no comments."""
    data = recoded(data)
    if b"!" in data:  # one byte is looked for ten times as fast as two
        # a beginning without end is looked for to the end of the data, each time anew
        if b"]]>" in data:
            data = _CDATA.sub(lambda found: found[1].replace(b"&", b"&amp;").replace(b"<", b"&lt;"), data)
        if b"-->" in data:
            data = _COMMENT.sub(b"", data)
    root = _ROOT.search(data)
    if root and root[1]:
        data = re.sub(rb"<(/?)" + re.escape(root[1]), rb"<\1", data)
    return data


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rsplit("}", 1)[-1]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
