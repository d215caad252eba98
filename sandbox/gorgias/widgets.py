"""Sidebar widgets: templates for the data that an integration stored on a customer."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.gorgias.account import Json
from sandbox.gorgias.clock import Clock, iso, iso_or_none
from sandbox.gorgias.integrations import Integrations
from sandbox.gorgias.numbers import Numbers
from sandbox.gorgias.refusals import MISSING, invalid, not_found

TYPES = (
    "http custom customer_external_data standalone magento2 shopify bigcommerce woocommerce recharge smile yotpo "
    "klaviyo stripe"
).split()
CONTEXTS = ("ticket", "customer", "user")
PARTS = ("card", "list", "text", "date", "age", "boolean", "email", "url", "array")
EDITABLE = ("type", "context", "order", "integration_id", "app_id", "template", "deactivated_datetime")


@dataclass
class Widget:
    id: int
    created_at: datetime
    updated_at: datetime
    type: str
    context: str
    template: Json
    order: int = 0
    integration_id: int | None = None
    app_id: str | None = None
    deactivated_at: datetime | None = None


class Widgets:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._widgets: dict[int, Widget] = {}

    def add(self, given: Json, integrations: Integrations, *, keep_buttons: bool) -> Widget:
        _check(given, integrations, "Failed to create widget")
        now = self._clock.now()
        made = Widget(self._numbers.next("widget"), now, now, given["type"], given["context"], {})
        self._set(made, given, keep_buttons)
        self._widgets[made.id] = made
        return made

    def edit(self, widget: Widget, given: Json, integrations: Integrations, *, keep_buttons: bool) -> None:
        """Change what is named; a template is replaced as a whole."""
        known = {name: getattr(widget, name) for name in EDITABLE if name != "deactivated_datetime"}
        _check(known | given, integrations, "Failed to update widget")
        self._set(widget, given, keep_buttons)
        if "deactivated_datetime" in given:
            widget.deactivated_at = self._clock.now() if given["deactivated_datetime"] else None
        widget.updated_at = self._clock.now()

    def get(self, widget_id: int) -> Widget:
        if widget_id not in self._widgets:
            raise not_found()
        return self._widgets[widget_id]

    def remove(self, widget_id: int) -> None:
        self.get(widget_id)
        del self._widgets[widget_id]

    def all(self) -> list[Widget]:
        return sorted(self._widgets.values(), key=lambda widget: (widget.order, widget.id))

    def use(self, integration_id: int) -> bool:
        """Whether some widget draws this integration's data."""
        return any(widget.integration_id == integration_id for widget in self._widgets.values())

    def _set(self, widget: Widget, given: Json, keep_buttons: bool) -> None:
        for name in ("type", "context", "order", "integration_id", "app_id"):
            if name in given:
                setattr(widget, name, given[name])
        if "template" in given:
            widget.template = copy.deepcopy(given["template"])
            if not keep_buttons:
                _drop_buttons(widget.template)


def _check(given: Json, integrations: Integrations, message: str) -> None:
    faults: Json = {}
    if given.get("type") not in TYPES:
        faults["type"] = [f"Must be one of: {', '.join(TYPES)}." if given.get("type") else MISSING]
    if given.get("context") not in CONTEXTS:
        faults["context"] = [f"Must be one of: {', '.join(CONTEXTS)}." if given.get("context") else MISSING]
    if given.get("type") == "http" and integrations.find(given.get("integration_id") or 0) is None:
        faults["integration_id"] = ["Unknown integration."]
    template = given.get("template")
    complaint = _template_fault(template) if isinstance(template, dict) else MISSING
    if complaint is not None:
        faults["template"] = [complaint]
    if faults:
        raise invalid(message, faults)


def _template_fault(template: Json) -> str | None:
    """The root is a wrapper of widgets; a list has one card, which has no path of its own."""
    if template.get("type") != "wrapper":
        return "The root must be of type wrapper."
    if not isinstance(template.get("widgets"), list):
        return "A wrapper needs widgets."
    return next((fault for part in template["widgets"] if (fault := _part_fault(part)) is not None), None)


def _part_fault(part: Any) -> str | None:
    if not isinstance(part, dict) or part.get("type") not in PARTS:
        return f"A widget's type must be one of: {', '.join(PARTS)}."
    children = part.get("widgets", [])
    if part["type"] == "list" and not (len(children) == 1 and children[0].get("type") == "card"):
        return "A list needs exactly one card."
    if part["type"] == "list" and children[0].get("path"):
        return "The card of a list has no path."
    return next((fault for child in children if (fault := _part_fault(child)) is not None), None)


def _drop_buttons(part: Json) -> None:
    ((part.get("meta") or {}).get("custom") or {}).pop("buttons", None)
    for child in part.get("widgets", []):
        _drop_buttons(child)


def widget_json(widget: Widget) -> Json:
    return {
        "id": widget.id,
        "uri": f"/api/widgets/{widget.id}/",
        "type": widget.type,
        "context": widget.context,
        "order": widget.order,
        "integration_id": widget.integration_id,
        "app_id": widget.app_id,
        "template": widget.template,
        "created_datetime": iso(widget.created_at),
        "updated_datetime": iso(widget.updated_at),
        "deactivated_datetime": iso_or_none(widget.deactivated_at),
    }
