"""What the operating system refuses is told in the language of whoever asked."""

from __future__ import annotations

import errno
import os

import pytest

from inventory import language, system


@pytest.mark.parametrize("number", system.REASONS)
def test_a_refusal_is_told_in_both_languages(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVENTORY_LANG", "en")
    said = system.reason(OSError(number, os.strerror(number), "台账.xlsx"))
    assert language.translate(said).isascii()
    monkeypatch.setenv("INVENTORY_LANG", "zh_CN")
    assert not language.translate(said).isascii()


def test_a_refusal_without_a_sentence_of_ours_is_passed_on() -> None:
    assert system.reason(OSError(errno.ENOTEMPTY, "Directory not empty")) == "Directory not empty"
    assert system.reason(OSError("the reader gave up")) == "the reader gave up"


def test_a_file_that_another_program_holds_is_not_taken_for_missing_rights() -> None:
    held = PermissionError(errno.EACCES, "The process cannot access the file")
    vars(held)["winerror"] = 32  # what Windows sets
    assert "another program holds it open" in system.reason(held)
