"""A broken macro stops the start, and the message says which file and what in it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from connector.domain.money import Money
from connector.domain.request import Reason
from connector.ports.replies import BrokenMacro
from connector.replies import MacroReplies, default_macros_dir
from connector.replies.template import MacroEnvironment

MacroFolder = Callable[..., Path]
TWO_EUROS = {"amount": Money(Decimal(2), "EUR")}


def problems(path: Path) -> str:
    with pytest.raises(BrokenMacro) as caught:
        MacroReplies(path, "en")
    return str(caught.value)


def test_loads_a_sound_folder(folder: MacroFolder) -> None:
    replies = MacroReplies(folder(), "en")
    assert replies.render("note", "en", "late", TWO_EUROS).text == "€2.00 About late."


@pytest.mark.parametrize(
    ("head", "body", "problem"),
    [
        ("name: note\nneeds: [amount, by]", "{{ amount }}", "in needs, but never used: by"),
        ("name: note\nneeds: [amount]", "{{ amount }} {{ by }}", "used, but not in needs: by"),
        ("name: note", "{{ amount }}", "used, but not in needs: amount"),
        ("name: note\nneeds: [amount]", "{% if by %}x{% endif %}{{ amount }}", "used, but not in needs: by"),
        ("name: note\nneeds: [amount]", "{{ amount }} {{ iban }}", "unknown variable: iban"),
        ("name: note\nneeds: [amount, iban]", "{{ amount }} {{ iban }}", "needs: unknown: iban"),
        ("name: note\nneeds: [understood]", "{{ understood }}", "needs: unknown: understood"),
        ("name: note\nneeds: amount", "{{ amount }}", "needs is a list, such as [amount, by]"),
        ("name: note\nneed: [amount]", "{{ amount }}", "unknown key in front matter: need"),
        ("name: other\nneeds: [amount]", "{{ amount }}", "name is 'other', not 'note' as the file's"),
        ("name: note\nneeds: []\nreasons: [boredom]", "Hello", "reasons: unknown: boredom"),
        ("name: note\nneeds: []", "  \n", "the text is empty"),
        ("- name", "Hello", "it starts with front matter between two lines of '---'"),
    ],
)
def test_names_file_and_variable(folder: MacroFolder, head: str, body: str, problem: str) -> None:
    path = folder(body, head)
    assert problems(path) == f"{path}/en/note.md: {problem}\n{path}/fr/note.md: {problem}"


@pytest.mark.parametrize(
    ("body", "node"),
    [
        ("{{ 'a' * 10**9 }}", "Mul"),
        ("{{ 2 ** 99999999 }}", "Pow"),
        ("{{ '%999999999d' % 1 }}", "Mod"),
        ("{{ 'a'|center(999999999) }}", "Filter"),
        ("{{ amount.__class__ }}", "Getattr"),
        ("{{ amount['__class__'] }}", "Getitem"),
        ("{{ range(9) }}", "Call"),
        ("{% for x in amount %}{{ x }}{% endfor %}", "For"),
        ("{% set x = amount %}{{ x }}", "Assign"),
        ("{% include '/etc/passwd' %}", "Include"),
        ("{% macro x() %}{% endmacro %}{{ amount }}", "Macro"),
    ],
)
def test_refuses_all_of_jinja_but_values_and_if(folder: MacroFolder, body: str, node: str) -> None:
    path = folder("Hello,\n" + body, locales=("en",))
    assert problems(path) == f"{path}/en/note.md: line 6: {node} is not for macros, only values and if are"


@pytest.mark.parametrize("expression", ["'a' * 10**9", "2 ** 99999999", "'%999999999d' % 1"])
def test_the_environment_itself_does_not_multiply(expression: str) -> None:
    template = MacroEnvironment().from_string("{{ " + expression + " }}")
    with pytest.raises(Exception, match="a macro does not calculate"):
        template.render()


def test_names_the_line_of_a_syntax_error(folder: MacroFolder) -> None:
    path = folder("Hello,\n{{ amount", locales=("en",))
    assert problems(path).startswith(f"{path}/en/note.md: line 6: ")


def test_refuses_a_macro_without_its_counterpart(folder: MacroFolder) -> None:
    path = folder()
    (path / "fr" / "note.md").unlink()
    assert problems(path) == f"{path}/fr/note.md: the file is missing"


def test_refuses_counterparts_that_need_different_values(folder: MacroFolder) -> None:
    path = folder()
    (path / "fr" / "note.md").write_text("---\nname: note\nneeds: [by]\n---\n{{ by }}\n", encoding="utf-8")
    assert problems(path) == f"{path}/fr/note.md: needs differ from {path}/en/note.md: amount, by"


def test_refuses_snippets_without_a_sentence_for_every_reason(folder: MacroFolder) -> None:
    some = {reason.value: "Thanks." for reason in Reason if reason is not Reason.LATE} | {"none": "Thanks."}
    path = folder(snippets={"understood": some | {"tardy": "Sorry."}, "because": {}}, locales=("en",))
    assert problems(path) == f"{path}/en/snippets.yaml: understood: missing or unknown: late, tardy"


def test_refuses_a_sentence_with_variables(folder: MacroFolder) -> None:
    plain = {reason.value: "Thanks." for reason in Reason} | {"none": "{{ ticket.id }}"}
    path = folder(snippets={"understood": plain, "because": {}}, locales=("en",))
    assert problems(path) == f"{path}/en/snippets.yaml: understood: none: a sentence holds no variables"


def test_refuses_an_explanation_that_one_language_lacks(folder: MacroFolder) -> None:
    path = folder()
    sound = (path / "fr" / "snippets.yaml").read_text(encoding="utf-8")
    (path / "fr" / "snippets.yaml").write_text(sound.replace("window.expired", "window.over"), encoding="utf-8")
    assert problems(path) == (
        f"{path}/en/snippets.yaml: because: window.over is missing\n"
        f"{path}/fr/snippets.yaml: because: window.expired is missing"
    )


def test_refuses_missing_snippets(folder: MacroFolder) -> None:
    path = folder(locales=("en",))
    (path / "en" / "snippets.yaml").unlink()
    assert problems(path) == f"{path}/en/snippets.yaml: the file is missing"


def test_refuses_a_folder_that_is_no_locale(folder: MacroFolder) -> None:
    path = folder(locales=("en", "klingonese"))
    assert problems(path) == f"{path}/klingonese: 'klingonese' is no locale, such as fr or en_GB"


def test_refuses_an_empty_folder_and_an_absent_default(folder: MacroFolder, tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere") == f"{tmp_path}/nowhere: no macros there"
    path = folder(locales=("fr",))
    assert problems(path) == f"{path}: no macros for the default language 'en'"


def test_the_shipped_macros_lie_beside_the_package() -> None:
    folders = {path.name for path in default_macros_dir().iterdir()}
    assert {"fr", "en"} <= folders
