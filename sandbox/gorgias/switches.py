"""Where Gorgias' behaviour is a setting, or not known for sure."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.gorgias.account import ADMIN_ID


@dataclass
class Switches:
    """The defaults are what the contract holds likeliest."""

    auto_approve: bool = False  # the consent page redirects at once
    consenting_user: int = ADMIN_ID  # whose token an authorisation yields
    tell_life: bool = True  # tokens come with their `expires_in`; else it is 0, as once seen
    custom_headers: bool = True  # an integration's own headers arrive; some report that they often do not
    lower_booleans: bool = False  # forms say "true" instead of "True"; both were seen
    underscore_triggers: bool = False  # integrations show their triggers with underscores
    keep_buttons: bool = True  # widgets made by API keep their buttons
    any_sender: bool = True  # a token may write as any agent
    empty_ticket_put: bool = False  # PUT /tickets/{id} answers without a body
    send_lag: float = 0.0  # seconds until a message leaves; 0: right after the answer
    sending_error: str | None = None  # messages written from now on fail to leave, for this reason
