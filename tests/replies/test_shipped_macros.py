"""The texts that come with Retour: complete, true, and as a kind person would write them."""

from __future__ import annotations

import re
import unicodedata

import pytest

from connector.domain.policy import COMES_BACK
from connector.domain.request import Reason
from connector.domain.step import EXPLAINED
from connector.ports.replies import Value
from connector.replies import MacroReplies, default_macros_dir

Values = dict[str, Value]

NEEDS = {
    "refunded": "order articles amount by",
    "refund_payout": "order articles amount by",
    "withdrawal_refunded": "order articles amount by made_on shipping_included",
    "withdrawal_payout": "order articles amount by made_on shipping_included",
    "cancelled_unpaid": "order",
    "cancelled_refunded": "order amount by",
    "cancelled_payout": "order amount by",
    "ask_order_number": "",
    "ask_order_again": "order",
    "ask_line": "order articles",
    "ask_photo": "by",
    "status_refunded": "order amount made_on by",
    "status_payout": "order amount by",
    "refused": "order articles because",
    "exchange_proposed": "order articles",
    "store_credit_proposed": "order articles amount bonus_included",
    "reship_proposed": "order articles",
    "handed_over": "by",
    "ask_variant": "order articles choices",
    "exchanged": "order articles goods",
    "exchanged_refunded": "order articles goods amount by",
    "exchanged_payout": "order articles goods amount by",
    "reshipped": "order articles",
    "return_instructions": "order articles rma address by because",
    "store_credit_given": "order articles amount code until",
}
WRITTEN = {
    "fr": {
        "amount": "1\u202f219,49\u00a0€",
        "by": "mardi 1er décembre 2026",
        "made_on": "vendredi 20 novembre 2026",
        "until": "mercredi 1er décembre 2027",
        "because": "Le délai dans lequel nous acceptons les retours est dépassé pour cet achat.",
        "shipping_included": "frais de livraison standard compris",
        "bonus_included": "bonus compris",
    },
    "en": {
        "amount": "€1,219.49",
        "by": "Tuesday 1 December 2026",
        "made_on": "Friday 20 November 2026",
        "until": "Wednesday 1 December 2027",
        "because": "The period in which we take back articles has passed for this purchase.",
        "shipping_included": "standard delivery included",
        "bonus_included": "bonus included",
    },
}
SAME = {
    "name": "Marie",
    "shop": "Maison Bleue",
    "order": "000000123",
    "articles": "1 × Mug bleu",
    "choices": "S / Bleu, L / Bleu",
    "goods": "1 × Mug bleu, grand",
    "rma": "R-7OK2BIQX",
    "address": "Maison Bleue, 12 rue des Lilas, 69003 Lyon",
    "code": "RET-7Q2M-K4XA",
}
SPEAK_FOR_THEMSELVES = {
    "withdrawal_refunded",
    "withdrawal_payout",
    "status_refunded",
    "status_payout",
    "ask_order_again",
}
every_macro = pytest.mark.parametrize("macro", sorted(NEEDS))
both_languages = pytest.mark.parametrize("language", ["fr", "en"])


def test_ships_one_macro_per_outcome_with_known_needs(replies: MacroReplies) -> None:
    for texts in replies.locales.values():
        needs = {name: macro.needs for name, macro in texts.macros.items()}
        assert needs == {name: {"name", "shop", *more.split()} for name, more in NEEDS.items()}


@every_macro
@both_languages
@pytest.mark.parametrize("reason", [None, *Reason])
def test_shows_exact_amounts_dates_and_names_for_every_reason(
    replies: MacroReplies, values: Values, macro: str, language: str, reason: Reason | None
) -> None:
    needs = {"name", "shop", *NEEDS[macro].split()}
    reply = replies.render(macro, language, reason, {name: values[name] for name in needs})
    wanted = {name: text for name, text in (SAME | WRITTEN[language]).items() if name in needs}
    assert {name: text for name, text in wanted.items() if text not in reply.text} == {}
    assert reply.dates == ((values["by"],) if "by" in needs else ())
    understood = replies.locales[language].snippets.understanding(reason)
    assert reply.text.count(understood) == (0 if macro in SPEAK_FOR_THEMSELVES else 1)


@every_macro
@both_languages
def test_is_brief_calm_and_offers_a_person(replies: MacroReplies, values: Values, macro: str, language: str) -> None:
    text = replies.render(macro, language, Reason.NOT_RECEIVED, values | {"shipping_included": False}).text
    person = {"fr": r"personne de notre équipe", "en": r"colleague"}[language]
    answer = {"fr": r"répon(dez|se) |dites-le-nous", "en": r"answer|tell us|say so"}[language]
    assert len(re.findall(r"\w+", text)) < 120
    assert re.search(person, text)
    assert re.search(answer, text, re.IGNORECASE)
    assert "!" not in text
    assert not [char for char in text if unicodedata.category(char) in {"So", "Cs"}]  # no emoji
    assert text.endswith("\nMaison Bleue")
    assert "\n\n\n" not in text
    assert "  " not in text


@every_macro
def test_french_is_polite_and_well_set(replies: MacroReplies, values: Values, macro: str) -> None:
    text = replies.render(macro, "fr", None, values).text
    assert not re.search(r"\b(tu|te|ton|ta|tes|toi)\b|\bt’", text)
    assert not re.search(r"(?<!\u202f)[:;!?»]|«(?!\u202f)", text)
    assert "'" not in text


@pytest.mark.parametrize("macro", sorted(name for name in NEEDS if "payout" in name))
def test_money_that_a_person_transfers_is_never_called_refunded(
    replies: MacroReplies, values: Values, macro: str
) -> None:
    for language in ("fr", "en"):
        text = replies.render(macro, language, None, values).text
        assert not re.search(r"rembours|refund", text, re.IGNORECASE)
        assert re.search(
            r"nous vous verserons .* par virement au plus tard le|we will transfer .* to you by", text, re.I
        )


@pytest.mark.parametrize("macro", ["withdrawal_refunded", "withdrawal_payout"])
@pytest.mark.parametrize(
    ("language", "included", "not_included"),
    [
        ("fr", "frais de livraison standard compris", "Ce montant ne comprend pas de frais de livraison."),
        ("en", "standard delivery included", "This amount does not include delivery costs."),
    ],
)
def test_a_withdrawal_says_whether_shipping_is_in_the_amount(
    replies: MacroReplies, values: Values, macro: str, language: str, included: str, not_included: str
) -> None:
    with_it = replies.render(macro, language, "withdrawal", values | {"shipping_included": True}).text
    without = replies.render(macro, language, "withdrawal", values | {"shipping_included": False}).text
    assert (with_it.count(included), with_it.count(not_included)) == (1, 0)
    assert (without.count(included), without.count(not_included)) == (0, 1)


@pytest.mark.parametrize(("language", "bonus"), [("fr", "bonus"), ("en", "bonus")])
def test_a_credit_without_a_bonus_speaks_of_none(
    replies: MacroReplies, values: Values, language: str, bonus: str
) -> None:
    with_it = replies.render("store_credit_proposed", language, None, values | {"bonus_included": True}).text
    without = replies.render("store_credit_proposed", language, None, values | {"bonus_included": False}).text
    assert (with_it.count(bonus), without.count(bonus)) == (1, 0)


AFTER_THE_PARCEL = {f"return.{option}" for option in COMES_BACK} | {"return.exchange_reserved"}


@both_languages
def test_every_refusal_and_every_return_is_explained(replies: MacroReplies, language: str) -> None:
    assert set(replies.locales[language].snippets.because) == EXPLAINED | AFTER_THE_PARCEL


@both_languages
@pytest.mark.parametrize("code", sorted(AFTER_THE_PARCEL))
def test_return_instructions_say_what_happens_when_the_parcel_is_there(
    replies: MacroReplies, values: Values, language: str, code: str
) -> None:
    said = {
        ("return.refund", "fr"): "Dès son arrivée, nous vous remboursons et vous en informons.",
        ("return.refund", "en"): "Once it has arrived, we refund you and tell you so.",
        ("return.store_credit", "fr"): "Dès son arrivée, nous vous envoyons le code de votre avoir.",
        ("return.store_credit", "en"): "Once it has arrived, we send you the code of your store credit.",
        ("return.exchange", "fr"): "Dès son arrivée, nous vous envoyons l’article souhaité à la place, s’il est encore "
        "en stock à ce moment-là.",
        ("return.exchange", "en"): "Once it has arrived, we send you the article you want instead, if it is still in "
        "stock then.",
        ("return.exchange_reserved", "fr"): "L’article souhaité à la place vous est réservé\u202f; il part dès que "
        "votre colis est arrivé.",
        ("return.exchange_reserved", "en"): "The article you want instead is reserved for you; it leaves as soon as "
        "your parcel has arrived.",
    }
    text = replies.render("return_instructions", language, "too_small", values | {"because": code}).text
    others = [each for (other, speak), each in said.items() if speak == language and other != code]
    assert text.count(said[code, language]) == 1
    assert [each for each in others if each in text] == []


@both_languages
@pytest.mark.parametrize("macro", ["exchanged", "exchanged_refunded", "exchanged_payout"])
def test_an_exchange_names_what_leaves_and_what_it_replaces(
    replies: MacroReplies, values: Values, macro: str, language: str
) -> None:
    text = replies.render(macro, language, "too_small", values).text
    between = {"fr": "pour vous en échange de", "en": "for you in exchange for"}[language]
    assert text.count(f"1 × Mug bleu, grand {between} 1 × Mug bleu (") == 1
    costs_nothing = {"fr": "sans frais pour vous", "en": "at no cost to you"}[language]
    assert text.count(costs_nothing) == (1 if macro == "exchanged" else 0)


@both_languages
@pytest.mark.parametrize(
    "macro", ["ask_variant", "exchanged", "reshipped", "return_instructions", "store_credit_given"]
)
def test_no_other_text_says_that_money_went_back(
    replies: MacroReplies, values: Values, macro: str, language: str
) -> None:
    text = replies.render(macro, language, "too_small", values | {"because": "return.exchange"}).text
    assert not re.search(r"rembours|refund|virement|transfer", text, re.IGNORECASE)


@both_languages
def test_a_store_credit_tells_what_it_is_not(replies: MacroReplies, values: Values, language: str) -> None:
    text = replies.render("store_credit_given", language, "too_small", values).text
    for told in {
        "fr": ("pour une seule commande", "n’est pas conservé", "un code à la fois", "avant d’utiliser le code"),
        "en": ("for one order", "is not kept", "one code at a time", "before you use the code"),
    }[language]:
        assert text.count(told) == 1
    assert text.count("RET-7Q2M-K4XA") == 1


@both_languages
def test_a_store_credit_without_a_bonus_speaks_of_none(replies: MacroReplies, values: Values, language: str) -> None:
    """A policy may give none, and then the sentence would be untrue."""
    text = replies.render("store_credit_given", language, None, values).text
    assert "bonus" not in text.lower()


@both_languages
def test_the_longest_address_a_policy_takes_is_told_whole(replies: MacroReplies, values: Values, language: str) -> None:
    """Eight lines of eighty characters, as `connector.flow.reply` joins them: a parcel must not go to half of it."""
    address = ", ".join(f"{number} {'x' * 78}" for number in range(8))
    text = replies.render("return_instructions", language, None, values | {"address": address}).text
    assert text.count(address) == 1


def test_no_macro_file_is_left_out() -> None:
    for locale in ("fr", "en"):
        files = {path.name for path in (default_macros_dir() / locale).iterdir()}
        assert files == {"snippets.yaml", *(f"{name}.md" for name in NEEDS)}


EXACT = {
    ("refunded", "fr", "damaged"): """Bonjour Marie,

Recevoir un article abîmé est décevant, et nous en sommes désolés.

Nous vous avons remboursé 1\u202f219,49\u00a0€ pour 1 × Mug bleu (commande 000000123). L’argent revient sur le moyen \
de paiement que vous aviez utilisé\u202f; vous l’y verrez au plus tard le mardi 1er décembre 2026.

S’il n’y était pas à cette date, ou pour toute question, répondez simplement à ce message\u202f: une personne de notre \
équipe vous lira.

Bien cordialement,
Maison Bleue""",
    ("refund_payout", "en", "not_received"): """Hello Marie,

You wrote that your parcel has not arrived, and we understand how tiresome the wait must be.

For 1 × Mug bleu (order 000000123), we will transfer €1,219.49 to you by Tuesday 1 December 2026. Your payment method \
does not let money flow back by itself, so a colleague takes care of it.

There is nothing you need to do now. If we need your bank details, a colleague will ask you for them; please do not \
send them beforehand.

If you have any question, just answer this message and a colleague will read it.

Kind regards,
Maison Bleue""",
    ("refused", "fr", "changed_mind"): """Bonjour Marie,

Vous avez changé d’avis, et cela se comprend tout à fait.

Nous avons examiné votre demande pour 1 × Mug bleu (commande 000000123). Nous ne pouvons malheureusement pas y donner \
suite. Le délai dans lequel nous acceptons les retours est dépassé pour cet achat. Vos garanties légales restent bien \
sûr entières.

Nous savons que ce n’est pas la réponse que vous attendiez. S’il y a quelque chose que nous ignorons, répondez à ce \
message\u202f: une personne de notre équipe lira votre demande à nouveau.

Bien cordialement,
Maison Bleue""",
    ("withdrawal_refunded", "en", "withdrawal"): """Hello Marie,

On Friday 20 November 2026 we received your declaration of withdrawal for 1 × Mug bleu (order 000000123). This message \
confirms it.

We have refunded €1,219.49, standard delivery included. The money goes back to the payment method you used, and you \
will see it there by Tuesday 1 December 2026.

If you have any question, just answer this message and a colleague will read it.

Kind regards,
Maison Bleue""",
    ("ask_line", "fr", None): """Bonjour Marie,

Merci pour votre message.

Votre commande 000000123 contient\u202f: 1 × Mug bleu. De quel article s’agit-il, et de combien d’exemplaires\u202f? \
Une ligne en réponse à ce message suffit.

Si vous préférez parler à quelqu’un, dites-le-nous\u202f: une personne de notre équipe vous lira.

Bien cordialement,
Maison Bleue""",
}


@pytest.mark.parametrize(("macro", "language", "reason"), EXACT)
def test_reads_exactly_like_this(
    replies: MacroReplies, values: Values, macro: str, language: str, reason: str | None
) -> None:
    assert replies.render(macro, language, reason, values).text == EXACT[macro, language, reason]
