"""Break each rule of the private core on purpose, in a copy, and see a test fail: ``python -m tests.mutants``.

A rule that no test watches would break one day without a sound. ``python -m tests.mutants sessions`` breaks those of
the files whose path holds this word.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("journal", "nlp", "templates", "tests", "migrations", "docs", "pyproject.toml")


@dataclass(frozen=True)
class Mutant:
    file: str
    old: str
    new: str
    tests: str
    database: str = "sqlite"


def mutants() -> list[Mutant]:
    return [Mutant(**each) for each in tomllib.loads((ROOT / "tests" / "mutants.toml").read_text("utf-8"))["mutant"]]


def survives(mutant: Mutant) -> bool:
    """Whether the tests still pass once the rule is broken."""
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, Path(folder) / name)
        broken = Path(folder) / mutant.file
        broken.write_text(broken.read_text("utf-8").replace(mutant.old, mutant.new), "utf-8")
        options = ["-q", "-x", "-m", "not model", "--database", mutant.database]
        command = [sys.executable, "-m", "pytest", *options, mutant.tests]
        done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": folder}, capture_output=True, check=False)
        if done.returncode not in (0, 1):  # neither passed nor failed: the tests could not run
            raise RuntimeError(done.stdout.decode())
        return done.returncode == 0


def main(word: str = "") -> int:
    alive = []
    for mutant in (each for each in mutants() if word in each.file):
        lives = survives(mutant)
        alive += [mutant] if lives else []
        sys.stdout.write(
            f"{'SURVIVES' if lives else 'caught':<9} {mutant.file}: {mutant.old.strip().splitlines()[0]}\n"
        )
        sys.stdout.flush()
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
