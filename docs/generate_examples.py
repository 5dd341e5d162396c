"""Write docs/exemples-recits.md: the months of the demonstration Lab, as they are published.

Run as ``python docs/generate_examples.py`` from the top of the repository, with the settings of a database into which
``recit demo load`` has put the demonstration. Nothing is retouched on the way.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from journal import create_app  # noqa: E402  (the path comes first: the script runs without an installation)
from journal.demo.people import LAB  # noqa: E402
from journal.narrative.models import Digest, DigestStatus, Narrative  # noqa: E402

INTRODUCTION = """# Six months of récits

These texts are those of the demonstration Lab: invented people, whose invented words went through the whole chain.
Their texts were masked, the analysis found the themes, a fictional team named and read them, authors accepted each
quote, and the récits were composed and published month after month. Nobody retouched them. Read them one after the
other to judge whether they become tiresome. To make them again, run `recit demo load`, then
`python docs/generate_examples.py` with the settings of that database.
"""


def as_markdown(title: str, parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"## {title}"
    for heading, text in parts:
        if heading:
            yield f"### {heading}"
        yield text


def main() -> None:
    app = create_app()
    published = sa.select(Digest).where(Digest.status == DigestStatus.PUBLISHED).order_by(Digest.month)
    with app.extensions["database"].read() as session:
        blocks = [INTRODUCTION.rstrip()]
        for digest in session.scalars(published):
            blocks += as_markdown(digest.title, ((p.heading, p.text) for p in digest.paragraphs))
        for narrative in session.scalars(sa.select(Narrative)):
            blocks += as_markdown(narrative.title, ((p["heading"], p["text"]) for p in narrative.paragraphs))
    if not any(LAB in block for block in blocks):
        sys.exit("This database does not hold the demonstration.")
    (HERE / "exemples-recits.md").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
