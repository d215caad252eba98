"""One file per rule; each judges one option for one line. Every rule runs and is kept: a refund may be denied where
store credit is allowed, and a person sees all of it."""

from connector.domain.finding import Rule
from connector.domain.rules.amount_asked import amount_asked
from connector.domain.rules.amount_cap import amount_cap
from connector.domain.rules.brake import brake
from connector.domain.rules.credit_currency import credit_currency
from connector.domain.rules.final_sale import final_sale
from connector.domain.rules.goods import goods
from connector.domain.rules.journey import journey
from connector.domain.rules.limits import customer_limit, shop_limit
from connector.domain.rules.line_plain import line_plain
from connector.domain.rules.low_confidence import low_confidence
from connector.domain.rules.mode import mode
from connector.domain.rules.not_shipped import not_shipped
from connector.domain.rules.order_state import order_state
from connector.domain.rules.parcel_back import parcel_back
from connector.domain.rules.payment_known import payment_known
from connector.domain.rules.pilot_share import pilot_share
from connector.domain.rules.proof import proof
from connector.domain.rules.refunded_before import refunded_before
from connector.domain.rules.return_window import return_window
from connector.domain.rules.sender import sender
from connector.domain.rules.statutory_floor import statutory_floor
from connector.domain.rules.text_flags import text_flags

LINE_RULES: tuple[Rule, ...] = (
    line_plain,
    order_state,
    refunded_before,
    not_shipped,
    return_window,
    final_sale,
    statutory_floor,
    goods,
    parcel_back,
)
REQUEST_RULES: tuple[Rule, ...] = (  # they look at the request as a whole: the same for each of its lines
    journey,
    proof,
    sender,
    low_confidence,
    text_flags,
    amount_asked,
    amount_cap,
    customer_limit,
    shop_limit,
    payment_known,
    credit_currency,
    mode,
    pilot_share,
    brake,
)
RULES: tuple[Rule, ...] = LINE_RULES + REQUEST_RULES
