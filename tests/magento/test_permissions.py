"""One list of permissions: what the check reads, the README's table and the merchant's page say the same."""

from __future__ import annotations

from connector.magento.criteria import PAGE_SIZE
from connector.magento.permissions import PERMISSIONS, UNPROVEN, Permission
from tests.conftest import ROOT


def row(each: Permission) -> str:
    calls = ", ".join(f"`{call}`" for call in each.calls)
    proof = f"`GET {each.proof.path}`" if each.proof else "not provable"
    return f"| `{each.resource}` | {calls} | {proof} |"


def table(path: str, heading: str) -> list[str]:
    """The rows of the first table below a heading."""
    text = (ROOT / path).read_text(encoding="utf-8")
    lines = text.split(f"\n{heading}\n", 1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    rows = lines[start + 1 :]
    return rows[: next((number for number, line in enumerate(rows) if not line.startswith("|")), len(rows))]


def test_the_readme_lists_every_permission_with_its_calls() -> None:
    assert table("connector/magento/README.md", "## Permissions") == [row(each) for each in PERMISSIONS]


def test_the_merchants_page_lists_every_permission_as_the_admin_screen_shows_it() -> None:
    rows = [f"| {each.screen} | `{each.resource}` |" for each in PERMISSIONS]
    assert [line.rsplit(" |", 2)[0] + " |" for line in table("docs/magento-admin.md", "## Permissions")] == rows


def test_no_permission_is_listed_twice() -> None:
    assert len({each.resource for each in PERMISSIONS}) == len(PERMISSIONS) == 16


def test_what_only_a_write_asks_for_is_not_provable() -> None:
    """A read that proves would be better; there is none."""
    assert UNPROVEN == (
        "Magento_Sales::creditmemo",
        "Magento_Sales::cancel",
        "Magento_Sales::comment",
        "Magento_Sales::hold",
        "Magento_Sales::unhold",
    )
    for each in PERMISSIONS:
        writes_only = not any(call.startswith("GET ") for call in each.calls)
        assert (each.proof is None) <= writes_only, each.resource


def test_proofs_search_for_what_is_not_there_a_page_at_a_time() -> None:
    """They cost the shop nothing, and meet its limits as our own searches do."""
    sizes = {}
    for each in PERMISSIONS:
        if each.proof is not None and each.proof.field:
            query = dict(each.proof.query())
            assert query["searchCriteria[filter_groups][0][filters][0][value]"] == "0"
            sizes[each.proof.path] = query["searchCriteria[pageSize]"]
    assert sizes.pop("carts/search") == "1"  # a guest's cart may have customer 0
    assert set(sizes.values()) == {str(PAGE_SIZE)}
    assert len(sizes) == 6
