"""Reply: which macro says what happened, with amounts that Magento made and dates that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from connector.domain.decision import Decision
from connector.domain.facts import Facts
from connector.domain.ids import LineId
from connector.domain.money import Money, total
from connector.domain.plan import REFUNDS, MoneyAction, Route
from connector.domain.policy import Policy
from connector.domain.refund import GOODS, quote
from connector.domain.request import Option, Reason, Request
from connector.domain.step import EXPLAINED, Next, Step
from connector.flow.lines import everything_left
from connector.flow.services import Services, local
from connector.flow.words import MoneyOrder, Spoken, first_name
from connector.ports.helpdesk import Ticket
from connector.ports.shop import ShopOrder
from connector.ports.store import Case, Payout, Return

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


def after_effects(
    services: Services, policy: Policy, case: Case, request: Request, ordered: MoneyOrder, now: datetime
) -> Spoken:
    """Say what was done. "Refunded" only of money that moves by itself; a payout says by when we transfer it.

    `ordered.made` holds what Magento's books say of each part, read back.
    """
    action, reason = ordered.action, request.reason.value if request.reason else None
    texts = _texts(policy, case.order_number, articles=ordered.articles)
    if action.route is Route.CANCEL:
        return Spoken("cancelled_unpaid", case.language, reason, texts)
    if action.route is Route.COUPON and action.until is not None:
        amounts, until = {"amount": action.amount}, {"until": action.until}
        secrets = {"code": action.key}
        return Spoken("store_credit_given", case.language, reason, texts, amounts, until, secrets=secrets)
    today = local(now, policy).date()
    by = (we_transfer if action.payout else bank_shows)(services, policy, today)
    money = [part.amount for part in ordered.made if part.route in REFUNDS]
    made = total(money, action.amount.currency)
    if action.option in GOODS:
        return _goods_left(case, reason, {**texts, "goods": ordered.goods or ordered.articles}, action, made, by)
    shipping = any(part.shipping for part in ordered.made)
    return _money_left(case, request, {**texts}, action, made, by, today, shipping=shipping)


def _goods_left(
    case: Case, reason: str | None, texts: Mapping[str, str], action: MoneyAction, made: Money, by: date
) -> Spoken:
    if action.option is Option.RESHIP:
        return Spoken("reshipped", case.language, reason, {**texts})
    if not made:
        return Spoken("exchanged", case.language, reason, {**texts})
    macro = "exchanged_payout" if action.payout else "exchanged_refunded"
    return Spoken(macro, case.language, reason, texts, {"amount": made}, {"by": by})


def _money_left(
    case: Case,
    request: Request,
    texts: Mapping[str, str],
    action: MoneyAction,
    made: Money,
    by: date,
    today: date,
    *,
    shipping: bool,
) -> Spoken:
    reason = request.reason.value if request.reason else None
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
        {"shipping_included": shipping},
    )


def return_instructions(policy: Policy, case: Case, request: Request, agreed: Return, articles: str) -> Spoken:
    """Where the parcel goes, under which number, by when, and what happens once it is there."""
    returns = policy.returns
    if returns is None:
        raise LookupError("the policy names no address for returns")
    what = "return.exchange_reserved" if agreed.held else f"return.{agreed.option}"
    texts = _texts(
        policy,
        agreed.order_number,
        articles=articles,
        rma=agreed.rma,
        address=", ".join(returns.address),
        because=what,
    )
    reason = request.reason.value if request.reason else None
    by = local(agreed.agreed_at, policy).date() + timedelta(days=returns.send_within)
    return Spoken("return_instructions", case.language, reason, texts, {}, {"by": by})


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
    choices: str,
    now: datetime,
) -> Spoken | None:
    """What is said without any money moving; None where there are no words for it and a person must find them.

    `given`: order numbers as the customer wrote them. `payouts`: money we still have to transfer. `choices`: the
    variants that are in stock, in words.
    """
    reason = request.reason.value if request.reason else None
    number = order.number if order else None
    if step.next is Next.ASK_ORDER:
        return _ask_order(case, policy, reason, given)
    if order is None:
        return None
    if step.next is Next.ASK_PHOTO:
        return Spoken("ask_photo", case.language, reason, _texts(policy), {}, {"by": photo_by(policy, request, now)[0]})
    if step.next is Next.ASK_VARIANT:
        if not choices:
            return None
        texts = _texts(policy, number, articles=articles(order, request.lines), choices=choices)
        return Spoken("ask_variant", case.language, reason, texts)
    if step.next is Next.ASK_LINE:
        texts = _texts(policy, number, articles=articles(order, everything_left(order)))
        return Spoken("ask_line", case.language, reason, texts)
    if step.next is Next.ANSWER_STATUS:
        return _status(services, case, policy, order.number, reason, facts, payouts)
    if step.next is Next.REFUSE:
        texts = _texts(policy, number, articles=articles(order, request.lines), because=step.why)
        return Spoken("refused", case.language, reason, texts)
    return None


def photo_by(policy: Policy, request: Request, now: datetime) -> tuple[date, datetime]:
    """The day we tell the customer, and the moment at which a person takes over."""
    until = now + timedelta(hours=policy.journey(request.reason).proof_hours)
    return local(until, policy).date(), until


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
        bonus = {"bonus_included": policy.bonus_of(request.reason) > 0}
        spoken = Spoken(PROPOSED[offer.option], case.language, reason, texts, {"amount": offer.amount}, {}, bonus)
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
