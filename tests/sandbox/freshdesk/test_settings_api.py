"""Canned responses, contacts and fields: what our installation makes and mends."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def folder(api: Any) -> int:
    made: int = api("POST", "/canned_response_folders", json={"name": "Retour templates"}).json()["id"]
    return made


@pytest.fixture
def response(api: Any, folder: int, sample: Any) -> Any:
    wanted = sample("canned_response_create_request") | {"folder_id": folder}
    return api("POST", "/canned_responses", json=wanted).json()


def test_a_canned_response_is_found_again_and_edited(api: Any, folder: int, response: Any) -> None:
    path = f"/canned_responses/{response['id']}"

    edited = api("PUT", path, json={"title": "New", "content_html": "Hi <b onclick='x'>you</b>"}).json()

    assert (edited["title"], edited["content_html"]) == ("New", "<div>Hi <b>you</b></div>")
    assert [one["title"] for one in api("GET", f"/canned_response_folders/{folder}/responses").json()] == ["New"]
    assert api("GET", path).json() == edited
    titles = api("GET", f"/canned_response_folders/{folder}").json()["canned_responses"]
    assert titles == [{"id": response["id"], "title": "New"}]


def test_canned_responses_cannot_be_deleted(api: Any, response: Any) -> None:
    answer = api("DELETE", f"/canned_responses/{response['id']}")

    assert (answer.status_code, answer.json()["message"].split(" ")[0]) == (405, "DELETE")
    assert api("GET", f"/canned_responses/{response['id']}").status_code == 200


def test_the_references_own_path_does_not_exist(api: Any) -> None:
    assert api("POST", "/canned_response_folder", json={"name": "n"}).status_code == 404


@pytest.mark.parametrize("name", ["title", "content_html", "folder_id", "visibility"])
def test_refuses_half_a_canned_response(api: Any, folder: int, sample: Any, name: str) -> None:
    wanted = sample("canned_response_create_request") | {"folder_id": folder}
    del wanted[name]

    answer = api("POST", "/canned_responses", json=wanted)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, name)
    assert api("GET", f"/canned_response_folders/{folder}/responses").json() == []


def test_contacts(api: Any, desk: Any) -> None:
    made = api("POST", "/contacts", json={"name": "Lena", "email": "lena@example.com", "phone": "1"})
    path = f"/contacts/{made.json()['id']}"

    edited = api("PUT", path, json={"other_emails": ["lena@work.example"], "job_title": "Chef"}).json()

    assert (made.status_code, edited["other_emails"], edited["job_title"]) == (201, ["lena@work.example"], "Chef")
    assert [one["id"] for one in api("GET", "/contacts?email=lena@work.example").json()] == [edited["id"]]
    assert api("GET", "/contacts/43009900001").status_code == 404  # an agent is no contact


def test_refuses_an_address_somebody_has(api: Any, desk: Any) -> None:
    api("POST", "/contacts", json={"name": "Lena", "email": "lena@example.com"})

    answer = api("POST", "/contacts", json={"name": "Other", "email": "LENA@example.com"})

    assert answer.status_code == 409
    assert [user.name for user in desk.people.contacts()] == ["Lena"]


def test_a_custom_field_gets_a_name_of_its_own(api: Any, ticket_id: int) -> None:
    wanted = {"label": "Retour Case", "label_for_customers": "Case", "type": "custom_text"}

    made = api("POST", "/admin/ticket_fields", json=wanted)

    assert (made.status_code, made.json()["name"]) == (201, "cf_retour_case")
    changed = api("PUT", f"/tickets/{ticket_id}", json={"custom_fields": {"cf_retour_case": "7"}})
    assert changed.json()["custom_fields"]["cf_retour_case"] == "7"
    assert "cf_retour_case" in [field["name"] for field in api("GET", "/ticket_fields").json()]
