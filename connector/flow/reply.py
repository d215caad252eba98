"""Reply: which macro says what happened, with amounts that Magento made and dates that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from connector.domain.decision import Decision
from connector.domain.facts import Facts
from connector.domain.ids import LineId
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route
from connector.domain.policy import Policy
from connector.domain.refund import quote
from connector.domain.request import Option, Reason, Request
from connector.domain.step import EXPLAINED, Next, Step
from connector.flow.lines import everything_left
from connector.flow.services import Services, local
from connector.flow.words import Spoken, first_name
from connector.ports.helpdesk import Ticket
from connector.ports.shop import ShopOrder
from connector.ports.store import Case, Payout

PROPOSED = {
    Option.EXCHANGE: "exchange_proposed",
    Option.STORE_CREDIT: "store_credit_proposed",
    Option.RESHIP: "reship_proposed",
}


def language_of(services: Services, spoken: str, policy: Policy) -> str:
    """The customer's language where there are macros in it, else the shop's."""
    return spoken if spoken in services.replies.languages else policy.language


def articles(order: ShopOrder, units: Mapping[LineId, int]) -> str:
    """`1 × Blue mug, 2 × Bowl`, in the order's own sequence."""
    return ", ".join(f"{units[line.id]} × {line.name}" for line in order.lines if units.get(line.id))


def _texts(policy: Policy, order_number: str | None = None, **more: str) -> dict[str, str]:
    return {"shop": policy.shop, **({"order": order_number} if order_number else {}), **more}


def bank_shows(services: Services, policy: Policy, since: date) -> date:
    """The working day by which the customer's bank shows an online refund, at the latest."""
    return services.calendar.add_working_days(since, policy.online_days, policy.country)


def we_transfer(services: Services, policy: Policy, since: date) -> date:
    """The working day by which a person has transferred what Magento only booked."""
    return services.calendar.add_working_days(since, policy.offline_days, policy.country)


def after_money(
    services: Services,
    policy: Policy,
    case: Case,
    request: Request,
    action: MoneyAction,
    made: Money,
    named: str,
    now: datetime,
) -> Spoken:
    """Say what was done. "Refunded" only of money that moves by itself; a payout says by when we transfer it.

    `made` is the memo's own amount, read back; `named` the articles in words.
    """
    reason = request.reason.value if request.reason else None
    today = local(now, policy).date()
    texts = _texts(policy, case.order_number, articles=named)
    if action.route is Route.CANCEL:
        return Spoken("cancelled_unpaid", case.language, reason, texts)
    by = (we_transfer if action.payout else bank_shows)(services, policy, today)
    withdrawal = request.reason is Reason.WITHDRAWAL and action.option is Option.REFUND
    subject = "withdrawal" if withdrawal else "cancelled" if action.option is Option.CANCEL else "refund"
    macro = f"{subject}_payout" if action.payout else "refunded" if subject == "refund" else f"{subject}_refunded"
    return Spoken(
        macro,
        case.language,
        reason,
        texts,
        {"amount": made},
        {"by": by, "made_on": today},
        {"shipping_included": action.whole_shipping},
    )


def for_step(
    services: Services,
    case: Case,
    policy: Policy,
    order: ShopOrder | None,
    given: Sequence[str],
    request: Request,
    facts: Facts,
    step: Step,
    payouts: Sequence[Payout],
) -> Spoken | None:
    """What is said without any money moving; None where there are no words for it and a person must find them.

    `given`: order numbers as the customer wrote them. `payouts`: money we still have to transfer.
    """
    reason = request.reason.value if request.reason else None
    number = order.number if order else None
    if step.next is Next.ASK_ORDER:
        return _ask_order(case, policy, reason, given)
    if order is None:
        return None
    if step.next is Next.ASK_LINE:
        texts = _texts(policy, number, articles=articles(order, everything_left(order)))
        return Spoken("ask_line", case.language, reason, texts)
    if step.next is Next.ANSWER_STATUS:
        return _status(services, case, policy, order.number, reason, facts, payouts)
    if step.next is Next.REFUSE:
        texts = _texts(policy, number, articles=articles(order, request.lines), because=step.why)
        return Spoken("refused", case.language, reason, texts)
    return None


def _ask_order(case: Case, policy: Policy, reason: str | None, given: Sequence[str]) -> Spoken:
    """An order that is not there and one that is somebody else's get the same words: nothing about it leaks."""
    if not given:
        return Spoken("ask_order_number", case.language, reason, _texts(policy))
    return Spoken("ask_order_again", case.language, reason, _texts(policy, given[0]))


def _status(
    services: Services,
    case: Case,
    policy: Policy,
    number: str,
    reason: str | None,
    facts: Facts,
    payouts: Sequence[Payout],
) -> Spoken | None:
    """Where the money is: one credit memo that moved it by itself, or one we promised to transfer. None for anything
    else (several memos, a card refund that was only booked, a date that is over): a person finds out."""
    if len(facts.memos) != 1:
        return None
    amount, made_on, memo = facts.memo_amounts[0], facts.memo_dates[0], facts.memos[0]
    if facts.payment_method in policy.online_methods and facts.memo_online[0]:
        macro, by = "status_refunded", bank_shows(services, policy, made_on)
    else:
        ours = [each for each in payouts if each.memo == memo and each.order_number == number]
        if not ours:
            return None
        macro, by = "status_payout", ours[0].due_on
    if by < facts.today:
        return None
    texts, dates = _texts(policy, number), {"by": by, "made_on": made_on}
    return Spoken(macro, case.language, reason, texts, {"amount": amount}, dates)


def draft(
    services: Services,
    case: Case,
    policy: Policy,
    ticket: Ticket,
    order: ShopOrder | None,
    request: Request,
    facts: Facts,
    decision: Decision,
) -> str | None:
    """A text to be sent once it is done: about what was asked, a kind no to it, or the best other option. None without
    an order of theirs."""
    if order is None or not request.lines or not facts.sender_matches_order:
        return None
    asked = decision.asked(request)
    offer = next((each for each in (asked, *decision.offers) if each and each.verdict != "deny"), None)
    texts = _texts(policy, order.number, articles=articles(order, request.lines))
    reason = request.reason.value if request.reason else None
    refused = asked.codes[0] if asked is not None and offer is not asked else None
    if refused in EXPLAINED:
        spoken = Spoken("refused", case.language, reason, {**texts, "because": str(refused)})
    elif offer is None or offer.amount is None:
        return None
    elif offer.option in PROPOSED:
        spoken = Spoken(PROPOSED[offer.option], case.language, reason, texts, {"amount": offer.amount})
    else:
        spoken = _money_draft(services, case, policy, request, facts, offer.option, offer.amount, texts)
    values = spoken.values(first_name(ticket.requester_name))
    return services.replies.render(spoken.macro, spoken.language, spoken.reason, values).text


def _money_draft(
    services: Services,
    case: Case,
    policy: Policy,
    request: Request,
    facts: Facts,
    option: Option,
    amount: Money,
    texts: Mapping[str, str],
) -> Spoken:
    reason = request.reason.value if request.reason else None
    if option is Option.CANCEL and not facts.anything_invoiced:
        return Spoken("cancelled_unpaid", case.language, reason, texts)
    offline = facts.payment_method not in policy.online_methods
    by = (we_transfer if offline else bank_shows)(services, policy, facts.today)
    subject = "cancelled" if option is Option.CANCEL else "refund"
    macro = f"{subject}_payout" if offline else "refunded" if subject == "refund" else "cancelled_refunded"
    included = quote(request, option, facts, policy).whole_shipping
    switches = {"shipping_included": included}
    return Spoken(macro, case.language, reason, texts, {"amount": amount}, {"by": by}, switches)
