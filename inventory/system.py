"""What the operating system refused, told in the language of whoever asked for it.

The English sentences are those the system itself says of its error numbers; any other is passed on as it came.
"""

from __future__ import annotations

import errno

from inventory.language import Phrase, _

REASONS: dict[int, str] = {
    errno.EACCES: _("Permission denied"),
    errno.EPERM: _("Operation not permitted"),
    errno.EROFS: _("Read-only file system"),
    errno.ENOENT: _("No such file or directory"),
    errno.ENOTDIR: _("Not a directory"),
    errno.EISDIR: _("Is a directory"),
    errno.EEXIST: _("File exists"),
    errno.ENAMETOOLONG: _("File name too long"),
    errno.EINVAL: _("Invalid argument"),
    errno.ENOSPC: _("No space left on device"),
    errno.EFBIG: _("File too large"),
    errno.EIO: _("Input/output error"),
    errno.EBUSY: _("Device or resource busy"),
    errno.EMFILE: _("Too many open files"),
    errno.ENOMEM: _("Cannot allocate memory"),
}
#: Windows numbers a file that Excel or WPS holds apart, and calls it a permission denied
HELD = {32, 33}
IN_USE = _("another program holds it open; close it there")


def reason(error: OSError) -> Phrase:
    """Why it was refused; a fact for the sentence of an error."""
    if getattr(error, "winerror", None) in HELD:
        return Phrase(IN_USE)
    return Phrase(REASONS.get(error.errno or 0) or error.strerror or str(error))
