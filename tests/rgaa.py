"""What RGAA 4.1.2 asks of a page, and the page alone can tell: docs/rgaa.md says what was looked at besides."""

from collections.abc import Iterable, Iterator, Sequence

from bs4 import Tag

# What a browser can fill in by itself of whoever types (RGAA 11.13), by the type of field that asks for it.
OF_ONESELF = {"password": {"current-password", "new-password"}, "email": {"email"}, "tel": {"tel"}}
# What a label, a legend or a hint says of a field that may be left, at least sometimes.
MAY_BE_LEFT = ("facultati", "laissez vide", "choisissez seulement une émotion")
NO_TEXT = frozenset({"hidden", "checkbox", "radio", "file", "submit", "range"})


def check_rgaa(tags: Sequence[Tag], path: str) -> None:
    """Assert what RGAA asks beyond the promises that each page keeps already."""
    by_id = {str(tag["id"]): tag for tag in tags if tag.has_attr("id")}
    for tag in tags:
        if tag.name == "form" and _asks(tag):
            _check_needed(tag, by_id, path)
        elif check := CHECKS.get(tag.name):
            check(tag, path)


def _check_link(link: Tag, path: str) -> None:
    told = f"{path}: {link.get_text()!r} opens a tab and does not say so (WCAG 3.2.5)"
    assert link.get("target") != "_blank" or "nouvel onglet" in link.get_text(), told


def _check_filled_in_alone(field: Tag, path: str) -> None:
    if known := OF_ONESELF.get(str(field.get("type"))):
        assert field.get("autocomplete") in known, f"{path}: a browser cannot fill in {field.get('name')} (11.13)"


def _check_figure(figure: Tag, path: str) -> None:
    if figure.figcaption and figure.get("aria-hidden") != "true":
        heard = (figure.get("role"), _plain(figure.get("aria-label")))
        told = f"{path}: a figure is not heard under its caption (1.9)"
        assert heard == ("figure", _plain(figure.figcaption.get_text(" "))), told


def _check_not_empty(tag: Tag, path: str) -> None:
    filled = tag.get_text(strip=True) or tag.find(True) or any(name.startswith("data-") for name in tag.attrs)
    assert filled, f"{path}: an empty <{tag.name}> is there for the eye alone (8.9)"


def _plain(words: object) -> str:
    return " ".join(str(words).split())


def _asks(form: Tag) -> bool:
    """Whether it is neither a search, nor what was typed given back by a page that could not take it."""
    return form.get("method") == "post" and form.get("role") != "search" and "kept-words" not in str(form.get("class"))


def _check_needed(form: Tag, by_id: dict[str, Tag], path: str) -> None:
    """Of several fields, each is needed and says so, or says that it may be left (11.10)."""
    shown = [each for each in form.select("input, select, textarea") if _is_filled_in(each)]
    names = {str(each.get("name")) for each in shown}
    if len(names) < 2:
        return
    typed = [
        each for each in shown if each.name == "textarea" or (each.name == "input" and each.get("type") not in NO_TEXT)
    ]
    if " est obligatoire" in form.get_text():
        return
    for each in typed:
        told = " ".join(_told_of(each, by_id)).casefold()
        said = each.has_attr("required") or any(words in told for words in MAY_BE_LEFT)
        assert said, f"{path}: {each.get('name')} says neither that it is needed nor that it may be left (11.10)"
    if typed and all(each.has_attr("required") for each in typed) and not form.select(".optional"):
        told = f"{path}: the form to {form['action']} needs all, and does not say so (11.10)"
        assert "sont obligatoires" in form.get_text(), told


def _is_filled_in(field: Tag) -> bool:
    if field.has_attr("readonly") or field.has_attr("disabled") or field.get("type") in {"hidden", "submit"}:
        return False
    return field.get("type") != "checkbox" or field.has_attr("required")


def _told_of(field: Tag, by_id: dict[str, Tag]) -> Iterator[str]:
    """Its label, the legends it is under, and what is heard with it."""
    form = field.find_parent("form")
    assert form is not None
    labels: Iterable[Tag] = form.find_all("label", attrs={"for": str(field.get("id"))})
    legends = (each.legend for each in field.find_parents("fieldset") if each.legend)
    hints = (by_id[name] for name in str(field.get("aria-describedby", "")).split())
    for each in (*labels, *legends, *hints):
        yield each.get_text(" ")


def _check_drawing(drawing: Tag, path: str) -> None:
    """One that tells something is heard as an image, or holds links; any other is not heard at all (1.1, 1.2)."""
    if drawing.get("aria-hidden") == "true":
        named = [each for each in (drawing, *drawing.find_all(True)) if each.name == "title" or each.get("aria-label")]
        assert not named, f"{path}: a drawing for the eye alone has a name (1.2)"
    else:
        assert drawing.get("role") == "img" or drawing.find("a"), f"{path}: a drawing is not heard as an image (1.1)"


def _check_table(table: Tag, path: str) -> None:
    """It has a title, and each of its headings says of what it is one (5.4, 5.6, 5.7)."""
    captioned = bool(table.caption and table.caption.get_text(strip=True))
    assert captioned or table.has_attr("aria-labelledby"), f"{path}: a table has no title (5.4)"
    headings = table.find_all("th")
    assert headings, f"{path}: a table has no heading (5.6)"
    for each in headings:
        scoped = each.get("scope") in {"row", "col", "rowgroup", "colgroup"}
        assert scoped, f"{path}: {each.get_text()!r} heads neither a row nor a column (5.7)"


CHECKS = {
    "a": _check_link,
    "figure": _check_figure,
    "input": _check_filled_in_alone,
    "li": _check_not_empty,
    "p": _check_not_empty,
    "svg": _check_drawing,
    "table": _check_table,
}
