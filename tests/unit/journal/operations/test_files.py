"""A file that two processes write at once is whole, and nothing else of it is left."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from journal.operations.files import ABANDONED, replace_privately


def test_two_who_write_at_once_write_one_whole_file(tmp_path: Path) -> None:
    path, texts = tmp_path / "tombstones.txt", [letter * 50_000 for letter in "abcd"]
    path.write_text("before")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda text: [replace_privately(path, text) for _ in range(20)], texts))

    assert path.read_text() in texts
    assert [each.name for each in tmp_path.iterdir()] == ["tombstones.txt"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_process_left_goes_with_the_next_and_not_what_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "audit-head"
    old, young = (tmp_path / f"audit-head.{name}.part" for name in ("killed", "writing"))
    for part in (old, young):
        part.touch()
    made = young.stat().st_mtime - ABANDONED - 60
    os.utime(old, (made, made))

    replace_privately(path, "1:mac\n")

    assert {each.name for each in tmp_path.iterdir()} == {"audit-head", young.name}
