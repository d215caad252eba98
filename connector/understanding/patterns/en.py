"""English. Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_WANT = (
    r"(?:want(?:ed)?|need|would like|'d like|d like|like|wish|prefer|expect|request(?:ing)?|demand(?:ing)?|require|"
    r"asking for|ask for|looking for|entitled to|claim)"
)
_MAKE = (
    r"(?:transfer|issue|process|arrange|provide|authori[sz]e|grant|initiate|proceed with|make|"
    r"give|send|organi[sz]e|do|set up)"
)
_PLEASE = r"(?:please|pls|plz|kindly|can you|could you|would you|will you|i want you to|need you to|like you to)"
_SOFT = r"(?: (?:just|also|simply|then|either|please|kindly|immediately|now|go ahead and|you))*"
_FEW = r"(?: (?!my\b|not\b|no\b)[\w'-]+){0,3}"
_REFUND = r"(?:re-?funds?|refnds?|refudn|refunf|re-?imburse?ments?|money back|cash back|repayment)"
_MONEY = r"(?:money|cash|payment|amount|sum|purchase price|price)"
_CREDIT = r"(?:store ?credit|shop ?credit|credit (?:note|voucher)|(?:gift |credit )?vouchers?|gift ?cards?)"
_PARCEL = r"(?:order|parcel|package|packet|shipment|delivery|stuff|items?|things|goods)"
_THING = r"(?:it|this|that|them|these|those|one|item|product|(?:the|my|this|that|these) [\w-]+(?: [\w-]+)?)"

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}{_FEW} {_REFUND}\b",
        rf"\b{_PLEASE}{_SOFT} (?:refund|reimburse|repay|re-?credit)\b",
        rf"\b{_PLEASE}{_SOFT} {_MAKE}{_FEW} {_REFUND}\b",
        rf"(?<!would )(?<!will )(?<!'ll )(?<!they )\b{_MAKE} (?:me |us )?(?:an? |the )(?:full |"
        rf"partial |complete |immediate )?{_REFUND}\b",
        r"\b(?:can|could|may) i (?:please )?(?:get|have) (?:an? |the )?(?:full |"
        rf"partial )?(?:{_REFUND}|my money back)\b",
        rf"\bhow (?:can|do|could) i get (?:an? |the )?(?:full |partial )?(?:{_REFUND}|my money back)\b",
        rf"\b(?:get|want|have|like|give me|need){_FEW} (?:my |the |our )?{_MONEY} back\b",
        r"\b(?:want|like|need|give me back|give me|expect)(?: \w+){0,3} (?:[$£€] ?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)? ?"
        r"(?:€|£|eur|euros?|usd|dollars?|pounds?|gbp)) back\b",
        r"\b(?:if you )?give (?:me|us) back [$£€]? ?\d",
        r"(?:^|[.,;!:]|\band\b|\bso\b|\bthen\b) ?(?:just |simply )?refund (?:me|us|my|the|this|that|"
        r"it|them|both|please|"
        r"pls|plz|asap|now)\b",
        rf"\b(?:full |complete )?{_REFUND}(?: and \w+)? (?:please|pls|plz|asap|now|immediately)\b",
        rf"\breturn and {_REFUND}\b",
        rf"\b(?:{_WANT}|have to|must|should) (?:[\w']+ ){{0,6}}?(?:be |get |getting )?(?:fully |partially )?"
        r"(?:refunded|reimbursed|repaid|paid back)\b",
        r"\b(?:and|can i|could i) (?:get|be) (?:fully )?(?:refunded|reimbursed)\b",
        r"\b(?:pay|give|send|return|refund)(?: me| us)? (?:back )?(?:my |the |our )(?:extra |"
        rf"full |whole )?{_MONEY}\b",
        rf"\btransfer (?:me )?(?:the|my) {_MONEY} back\b",
        rf"\bpay (?:me |us |it )?back\b|\b(?:it|{_MONEY}) back (?:on|onto|to) my (?:card|visa|mastercard|"
        r"account|paypal)\b",
        r"(?<!store )\bcredit (?:my|our) (?:card|account|visa|paypal|bank)\b",
        rf"\b{_MONEY} (?:back|paid back|returned) (?:on|to|onto) (?:my|the) (?:card|visa|account|paypal|bank)\b",
        r"\breturn (?:it|this|them) for (?:a |my )?refund\b",
        r"\bi (?:hereby )?(?:withdraw|am withdrawing|'m withdrawing) from (?:the|my|this) (?:contract|"
        r"purchase|order|sale)\b",
        r"\b(?:exercis\w+|make use of|use|invoke|invoking) (?:my |the )?(?:statutory )?right (?:of|"
        r"to) (?:withdraw\w*|cancel)",
        r"\bnotice of withdrawal\b|\b(?:want|like|wish) to withdraw from\b|\brefund (?:me|"
        r"us) (?:please|the|my|for|[$£€\d])",
        r"(?:^|[.,;!:]) ?refund [$£€]? ?\d[\d.,]*(?: ?(?:[$£€]|eur|euros?|usd|gbp))? (?:please|for|on)\b",
        r"\bwant (?:an? |the |full |a full )*refnd\b",
    ),
    "exchange": (
        rf"\b(?:{_WANT}|{_PLEASE}|can i|could i|may i|possible|rather)(?: (?:to|you|just|please|also|"
        r"it|an?|the|is|only))*"
        r" (?:exchang(?:e|ed)|swap(?:ped)?|replac(?:e|ed)|switch(?:ed)?|trade)\b(?! (?:rate|polic|program))",
        rf"\b(?:{_WANT}|{_PLEASE}|{_MAKE}|get|have|arrange|an?)(?: (?:an?|the|me|us|for|size|direct|free))* "
        r"(?:exchange|swap|replacement)\b(?! (?:rate|polic|program|was|has|you|student))",
        r"\b(?:exchange|swap|replace|switch|trade) (?:it|this|that|them|these|those|my [\w-]+)\b",
        r"\bchange (?:it|them|this|these|the size|sizes?|my [\w-]+) (?:for|to|into|in)\b",
        r"\bpossible to (?:switch|swap|exchange)\b",
        r"\b(?:need|want|get|like|have|send(?: me)?|prefer)(?: (?:an?|the|one|it|in|size|"
        r"me))* ?[\w.]{1,5} instead\b",
        r"\b(?:rather|prefer to) have (?:it|them|the [\w ]{1,20}) (?:in|than)\b",
        r"\b(?:an?|one|another)(?: \w+)? (?:that|which) (?:actually )?works\b",
        r"\ba working (?:one|unit|replacement)\b",
        rf"\bsend (?:me |us |out )?(?:the )?(?:right|correct) {_GAP}{{0,30}}",
        r"\b(?:want|like|get|have) the same(?: one)?(?:,| in| but)",
        r"\b(?:new one|one) (?:sent out )?in exchange\b",
    ),
    "store_credit": (
        rf"\b(?:{_WANT}|{_PLEASE}|can i|could i|can you|take|accept|have|get|give|turn|put|rather|happy with)\b"
        rf"{_GAP}{{0,50}}?\b{_CREDIT}\b(?! (?:does|doesn|is not|isn|code))",
        rf"\b{_CREDIT}\b(?: for the amount| of the same value)? (?:is|are|would be|works?|will do|"
        r"please|instead|fine|ok)\b"
        r"(?! (?:not|available|valid))",
        r"\bas (?:store )?credit\b|\bon my account as credit\b|\bcoupon (?:of|for) the same\b|"
        r"\bstore credit (?:please|instead)",
    ),
    "reship": (
        r"\b(?:re-?send|re-?ship|re-?dispatch|re-?deliver)\b",
        r"\b(?:send|ship|post|deliver|dispatch)(?: (?:it|them|me|us|my|the|this|order|parcel|package|"
        r"item|items))* again\b",
        r"\b(?:send|post|ship|dispatch)(?: (?:me|us|it|out))* (?:the |my |what is |what's |those |these |that )?"
        r"(?:\w+ )?missing\b",
        r"\b(?:post|get|have) (?:me )?the missing (?:part|item|piece|one)\b",
        r"\b(?:send|ship|dispatch)(?: me| us| out)? (?:another|a new) (?:parcel|package|shipment|order)\b",
    ),
    "cancel": (
        rf"\b(?:{_PLEASE}|{_WANT}(?: you)? to|need to|(?:how|trying|wish|decided|going|able|asking|"
        r"have) to|can i|may i|could i|and|so|just|possible to|"
        rf"it|,) ?{_SOFT} ?(?:cancel|annul|cancle|cancell)\b",
        r"(?:^|[.!,;:] ?)(?:cancel|annul) (?:it|this|my|the|that|order|everything|before|please|#|\d)",
        r"\bcancell?(?:ation)? (?:please|pls|plz|asap)\b",
        r"\bstop (?:the|my|this) (?:order|shipment|purchase)\b|\bstop it before\b|\b(?:do not|don'?t) ship\b",
        r"\b(?:want|request|like|need|requesting) (?:the |a |an )?(?:order )?cancellation (?:of|for)\b",
    ),
    "give_back": (
        rf"\b(?:{_WANT}|love|intend|plan|going|decided|happy|have|able) (?:[\w']+ )?to (?:return\b|"
        rf"(?:send|give|ship|bring|hand) {_THING} back\b)",
        r"\b(?:start|initiate|request|arrange|open|make|process|organi[sz]e|register|set up) (?:an? |"
        r"the |my )?return\b(?! polic)",
        rf"\b(?:i am|i'm|im|we are|we're|i will be) (?:returning|sending {_THING} back)\b",
        r"\b(?:send (?:me )?|need |get |email me )(?:an? |the )(?:\w+ )?return label\b",
        rf"\b(?:is it|would it be) (?:ok|okay|possible|fine) to (?:return {_THING}|(?:send|give) {_THING} back)\b",
        r"\bplease take (?:it|this|them) back\b|\bhow (?:do|can) i (?:return|send back) (?:it|this|"
        r"these|them|my)\b",
    ),
    "send_new": (
        r"\b(?:send|ship|get|give|have)(?: (?:me|us|out|please))* (?:an?|another|one) (?:new |fresh |second )?"
        r"(?:one|item|unit|piece|copy|pair)\b",
        r"\b(?:want|need|like) a new (?:one|pair|unit)\b|\bship a new one\b",
        r"\bsend (?:it|them) (?:to me|please|over|as soon)\b",
    ),
    "maybe_refund": (rf"\b{_REFUND}\b|\b(?:refund\w*|reimburse\w*|repaid|paid back)\b",),
    "maybe_exchange": (
        r"\b(?:exchang\w*|swap\w*|replac\w*)\b(?! (?:rate|polic|program))",
        r"\bdifferent (?:size|colou?r)\b",
    ),
    "maybe_store_credit": (rf"\b{_CREDIT}\b",),
    "maybe_reship": (r"\bship(?:ped)? again\b|\bsecond parcel\b",),
    "maybe_cancel": (r"\bcancel\w*\b",),
    "status_refund": (
        rf"\bwhere(?:'s|s| is| are| has)?(?: \w+)? (?:my |the |our )(?:{_REFUND}|money|reimbursement)\b",
        r"\b(?:when|how much longer|how long (?:until|till|before|will|must|"
        rf"do i))\b{_GAP}{{0,60}}\b(?:refund\w*|money|reimburs\w+|paid|credited|get it)\b",
        rf"\b(?:not|never|yet to|haven'?t|hasn'?t|still no|no|didn'?t)\b{_GAP}{{0,20}}\b(?:receiv\w+|"
        r"got(?:ten)?|seen|see|get|had)"
        r" (?:my |the |any |a |your |this )?(?:\w+ )?(?:refunds?|reimbursement|money(?! back))\b",
        r"\b(?:refunds?|reimbursement|money)(?: for (?:my |the )?(?:order )?[#\d]+)?(?: (?!because|as|"
        r"since|for|and|it|the|if|but|so|or|this|that|back)[\w'#]+){0,5} (?:not|\w+n't|never|"
        r"nothing|yet to|still|pending|overdue|delayed|late|"
        r"taking|missing|status|forever|processed|approved|promised|issued|confirmed|shown|show up|"
        r"arrive[ds]?|on its way)\b",
        r"\bmy (?:bank|account|card|statement) (?:still )?(?:sees|shows|has) nothing\b"
        r"|\bnothing (?:\w+ )?(?:on|in) my (?:bank )?(?:account|card|statement)\b",
        r"\b(?:status|update|news|chas\w+|track|follow(?:ing)? up|what about|any sign|progress|"
        rf"whereabouts)\b{_GAP}{{0,30}}"
        r"\b(?:refunds?|reimbursement|money)\b",
        rf"\bwaiting (?:for|on)\b{_GAP}{{0,20}}\b(?:refund|money|reimbursement|payment)\b",
        r"\byou (?:had |have |'ve |also )?(?:said|promised|confirmed|told|approved|wrote|"
        rf"owe)\b{_GAP}{{0,40}}\b(?:refund\w*|reimburs\w*|pay\w*|paid|money)\b",
        r"\byou(?: still)? owe me\b|\bno refund (?:so far|yet)\b|\brefund (?:you|that was|"
        r"which) (?:approved|promised|confirmed)\b",
        r"\b(?:has|is|was|did) (?:my |the )?refund\b|\bcheck (?:on )?my refund\b|(?:n't|\b(?:not|"
        r"never))(?: yet)? (?:been )?(?:refunded|reimbursed)\b",
    ),
    "status_return": (
        rf"\b(?:receive[d]?|get|got|reached)\b{_GAP}{{0,20}}\b(?:my|the) return\b",
        rf"\b(?:has|did|was|have)\b{_GAP}{{0,30}}\b(?:return\b|sent back|"
        rf"returned){_GAP}{{0,50}}\b(?:arrive[d]?|received|reach\w*|processed)\b",
        rf"\b(?:update|news|status|progress)\b{_GAP}{{0,20}}\breturn\b",
        rf"\breturn shows\b|\b(?:package|parcel) i (?:sent back|returned)\b{_GAP}{{0,30}}\b(?:arrived|received)\b",
    ),
    "status_exchange": (
        rf"\b(?:when|where)\b{_GAP}{{0,30}}\b(?:replacement|exchange)\b",
        rf"\b(?:news|update|status|waiting)\b{_GAP}{{0,25}}\b(?:exchange|replacement)\b",
        r"\b(?:exchange|replacement) (?:was|has been|is|got) (?:approved|accepted|confirmed|sent|"
        rf"shipped|promised)\b{_GAP}{{0,60}}",
    ),
    "status_order": (
        rf"\bwhere(?:'s|s| is| are)? (?:my|the|our|all my)?(?: \w+)? ?{_PARCEL}\b",
        rf"\bwhen\b{_GAP}{{0,25}}\b(?:{_PARCEL}|it|they)\b{_GAP}{{0,30}}\b(?:arriv\w*|com\w+|ship\w*|"
        r"deliver\w*|leav\w*|left|here|move|sent|dispatch\w*|expect\w*)\b",
        rf"\b(?:status|update|news|eta|whereabouts|info\w*)\b{_GAP}{{0,25}}\b(?:order|delivery|package|"
        r"parcel|shipment)\b",
        r"\b(?:delivery|order|shipping) status\b|\bhow much longer\b|\bno tracking number\b|"
        r"\bout for delivery since\b",
        rf"\btrack(?:ing)?\b{_GAP}{{0,50}}\b(?:not|\w+n't|stuck|since|move\w*|updat\w*|nothing)\b|"
        rf"\btrack (?:my |the )?{_PARCEL}\b|\btracking stuck\b",
        r"\b(?:hasn'?t|has not|not|haven'?t) (?:yet |even )?(?:been )?(?:shipped|dispatched|left|moved)\b",
        r"\b(?:estimated|expected) (?:arrival|delivery)\b|\bexpected (?:yesterday|today|last|on)\b",
        rf"\b(?:order|parcel|package|delivery)\b{_GAP}{{0,20}}\b(?:delayed|on its way|late\?)",
        rf"\b(?:has|did|is) (?:my|the|our) (?:order|parcel|package)\b{_GAP}{{0,20}}\b(?:shipped|left|"
        r"dispatched|sent|lost|late|on)\b",
        rf"\bwaiting (?:for|on) (?:my |the )?{_PARCEL}\b|\bis (?:this|that) normal\b|"
        r"\bwhy is my (?:order|parcel|package) late\b",
        r"\b(?:if|whether) my (?:order|parcel|package) has\b",
    ),
    "question": (
        r"\b(?:what|which|where|read)(?:'s| is| are| can)?\b[^.?!\n]{0,40}\b(?:return|refund|exchange|"
        r"cancellation|withdrawal)s? (?:policy|policies|conditions|terms|window|period|rules|right)\b",
        r"\b(?:return|refund|exchange|cancellation) (?:policy|policies|conditions|terms|fee|fees|period|window)\b",
        rf"\bhow (?:many|long)\b{_GAP}{{0,30}}\b(?:days|time|do i have|take)\b{_GAP}{{0,50}}",
        rf"\b(?:who|do i|do we|does it|how much)\b{_GAP}{{0,10}}\b(?:pay\w*|"
        rf"cost\w*)\b{_GAP}{{0,20}}\breturn\w*\b|\bhow much\b{_GAP}{{0,25}}\breturn",
        r"\b(?:do|does) (?:you|an?|the|your|refunds?|returns?|"
        rf"exchanges?)\b{_GAP}{{0,50}}\b(?:return\w*|refund\w*|exchange\w*|take back|take (?:it|them|"
        r"items) back|go back|work)\b",
        rf"\bhow (?:do|does)\b{_GAP}{{0,30}}\b(?:returns?|refunds?|exchanges?|"
        rf"trial)\b{_GAP}{{0,40}}\bwork\b{_GAP}{{0,80}}",
        r"\b(?:are|is) (?!my\b|it\b)(?:an? |the )?[\w -]{1,30}\b(?:returnable|refundable|exchangeable)\b",
        r"\bcan (?:i|we|you|gifts?|one|sale items|items)(?: be| still| also)? (?:return(?:ed)?|"
        r"exchanged?|refunded|bring|send back|send)\b"
        r" (?:something|anything|an?|any|sale|gifts?|without|opened|used|online|items?|articles?|in|"
        rf"after)\b{_GAP}{{0,60}}",
        r"\bcan i (?:still )?(?:return|exchange|send back) (?:it|this|these|them) ?\?",
        rf"\b(?:what|w\w{{3,5}}) ?(?:situ\w+|cas\w{{1,3}}|conditions?|circumstances)\b{_GAP}{{0,60}}",
        r"\b(?:money[- ]back|reimbursement|return|refund) (?:guarantee|polic\w+)\b",
        rf"\b(?:under|in|on) (?:what|which) (?:conditions?|cases?|circumstances)\b{_GAP}{{0,60}}",
        rf"\bis there an?\b{_GAP}{{0,20}}\b(?:fee|charge|cost|deadline)\b{_GAP}{{0,40}}",
        rf"\bwhat happens to\b{_GAP}{{0,40}}\b(?:return|refund|exchange)",
        r"\bis it possible to (?:return|exchange) (?:opened|used|sale|an?|items|products|"
        rf"something)\b{_GAP}{{0,40}}",
        rf"\bdo i need\b{_GAP}{{0,40}}\b(?:return|send)\b{_GAP}{{0,20}}|\bbefore i (?:order|buy)\b{_GAP}{{0,80}}",
        r"\bif (?:it|they) (?:does not|do not|doesn'?t|don'?t|isn'?t) (?:suit|fit|"
        rf"like)\b{_GAP}{{0,30}}\bcan i\b{_GAP}{{0,30}}",
        r"\bright of withdrawal work|\bconditions for the withdrawal\b|\bfree returns\b",
    ),
    "off_topic": (
        r"\b(?:change|update|modify|correct|edit)\b[^.?!\n]{0,25}\b(?:address|e-?mail|phone number|name)\b",
        r"\b(?:invoice|vat receipt|receipt with)\b|\bforgot my password\b|\b(?:can'?t|cannot|"
        r"unable to) log ?in\b|\bpassword\b",
        r"\b(?:back )?in stock\b|\bavailable in\b|\bwhich size should\b|\bwhat size should\b|"
        r"\bdishwasher\b|\bfabric\b",
        r"\b(?:do|can) you (?:ship|deliver|send) to\b|\bhow much is (?:shipping|delivery)\b|"
        r"\b(?:promo|discount|coupon) ?code\b",
        r"\bunsubscribe\b|\bnewsletter\b|\b(?:delete|close|remove) my account\b|"
        r"\bdelete all my data\b|\bpayment methods?\b",
        r"\bare you hiring\b|\bwashing instructions\b|\bopening hours\b|\bplace an order\b|"
        r"\bleave a review\b|\bseo services\b",
        r"\bwebsite (?:is|crashed|does|keeps)\b|\bsite (?:crashed|is down)\b|\bpayment (?:was |"
        r"is )?(?:declined|stuck)\b|\bgift ?wrap\b|\bcall me\b",
        r"\btalk to (?:a|an) (?:human|agent|person)\b|\bbulk (?:purchase|order)\b|\bwholesale\b|"
        r"\binstal?lments\b|\bcustoms duties\b",
        r"\badd (?:another|an) item\b|\bwe (?:help|offer)\b[^.?!\n]{0,30}\b(?:shops?|stores?|process|"
        r"seo|services)\b|\breaching out from\b|\bbook a demo\b",
        r"\bnext sale\b|\bbilling address\b|\bcheckout\b|\bgift message\b|\bdiscount for new\b|"
        r"\bcatalogue\b|\bhow do i clean\b",
        r"\bwas cancelled\b[^.?!\n]{0,40}\bwhy\b|\bno order was created\b",
        r"\b(?:atm|pin|currency|currencies|direct debit|insurance|subscription|membership|appointment|"
        r"reservation|cash back rewards)\b",
    ),
    "decoy": (
        r"\b(?:exchange|conversion) rates?\b|\bhead of (?:exchange|refunds?|returns?)\b[^\n]{0,40}|"
        r"\bexchange (?:student|program\w*|office)\b",
        r"\brefund (?:automation|tool|policy|department|manager|team)\b|\bstock exchange\b|"
        r"\bmicrosoft exchange\b|\bexchanged? (?:e-?mails|messages)\b",
        r"\b(?:was|were|been|got|is|being|be) (?:\w+ )?cancell?ed\b|\byou(?:'ve| have|"
        r" guys)? (?:just )?cancell?ed\b|\bcancell?ed (?:automatically|by you|without|order|on me)\b",
        r"\bcancel(?:l?ing|l?ed)?(?: \w+){0,3} (?:subscription|account|newsletter|appointment|"
        r"membership|meeting|reservation|card|transfer|flight|alarm|timer|payment|fee|reminder)s?\b",
        r"\bcancel(?:lation)? (?:fee|polic\w+|deadline|charge)s?\b|\bhow much (?:does|"
        r"will)\b[^.?!\n]{0,20}\bcancel\w*\b",
        r"\bi (?:can'?t|cannot) return your call\b|\breturn (?:flight|ticket|trip|address)s?\b|"
        r"\btax (?:refund|return)s?\b",
    ),
    "thanks": (
        r"\b(?:thank you|thanks|thx|cheers|much appreciated|grateful)\b",
        r"\bgreat (?:service|job)\b|\bgood job\b",
    ),
    "settled": (
        r"\b(?:refund|money|replacement|parcel|package|order) (?:has |is |was |have )?(?:now |"
        r"finally |just |well )?(?:received|arrived|here|came|turned up)\b(?! (?:broken|damaged|late|"
        r"too|empty|open|wrong|without|with|in))",
        r"\b(?:got|received|have) (?:my |the )(?:refund|money|replacement)\b|\b(?:parcel|package|it|"
        r"order) (?:has )?(?:finally |just |since )?(?:turned up|showed up)\b",
        r"\b(?:everything|all|it) (?:is |'s )?(?:is )?(?:fine|good|ok|okay|solved|sorted|resolved|"
        r"perfect) now\b|\bproblem (?:is )?solved\b|\ball (?:good|sorted)\b",
        r"\bkeep(?:ing)? (?:the item|it)(?:,| -) ?all good\b|\bwell received\b",
    ),
    "retracted": (
        r"\b(?:ignore|disregard) my (?:\w+ )?(?:earlier |previous |last |first )?(?:message|e-?mail|"
        r"mail|request|ticket)\b",
        r"\bno (?:longer )?need (?:to|for)\b[^.?!\n]{0,15}\b(?:do anything|refund|resend|replace|"
        r"return|exchange|cancel|anything)\b|\bno need to do anything\b",
        r"\bclose my (?:request|ticket|case)\b|\b(?:do not|don'?t) need the (?:refund|exchange|"
        r"replacement) (?:any ?more|now)\b",
        r"\b(?:do not|don'?t) cancel\b[^.?!\n]{0,25}|\bno need to do anything\b|\bnever ?mind\b|"
        r"\bsorry for the confusion\b",
    ),
    "negation": (
        r"(?:(?:do not|don'?t|dont|not|never|didn'?t|wouldn'?t|won'?t|no longer|nor)(?: (?:really|"
        r"actually|even|necessarily))*"
        r"(?: (?:want|need|wish|ask(?:ed|ing)?|require|request(?:ed|ing)?|looking|accept|like|"
        r"interested|prefer|take))?"
        r"|no need|no longer need|without|no|refuse|instead of asking)",
    ),
    "contrast": (r"(?:instead of|rather than|not just|other than|better than|and not|but not|in place of)",),
    "between": (
        r"(?:for|to|in|a|an|the|any|my|your|our|be|being|get|getting|have|having|it|this|me|us|you|"
        r"full|partial|another|money|or|refund|of|new|one|on)",
    ),
    "conditional": (
        r"\bunless\b|\botherwise\b|\bor else\b|\bin case\b|\bprovided that\b|\bas long as\b",
        r"(?<!know )(?<!see )(?<!check )(?<!wondering )(?<!ask )(?<!even )\bif\b(?! (?:possible|"
        r"you (?:can|could|please|would|don'?t mind)\b(?! ?(?:not|n't))|that(?:'s| is) (?:ok|possible|"
        r"fine)|necessary|"
        r"so\b|needed|applicable))",
    ),
    "reported": (
        r"\b(?:told|said|says|promised|assured|informed|agreed|offered|refuse[sd]?|advised|colleague|friend|"
        r"competitor|whether|already (?:asked|requested|cancell?ed|refunded|got|received|have)|"
        r"i (?:have |had )?(?:already )?(?:returned|sent (?:it|them|this) back)|"
        r"was returned|taking to|i (?:have |had )?(?:already )?(?:requested|asked)|a (?:long time|while) ago)\b",
    ),
    "reason_withdrawal": (r"\bwithdraw(?:al|ing)?\b(?! (?:cash|money|from the (?:atm|bank)))|\bcooling[- ]off\b",),
    "reason_duplicate": (
        r"\b(?:charged|billed|debited|paid|ordered)\b[^.?!\n]{0,25}\b(?:twice|two times|2 times|"
        r"double)\b|\b(?:double|duplicate|two|second|extra) (?:payments?|charges?|orders?|debits?)\b",
        r"\btwo identical\b|\bplaced twice\b|\bordered the same\b[^.?!\n]{0,15}\b(?:twice|two times)\b",
    ),
    "reason_missing_item": (
        r"\b(?:missing|lacking)\b(?! (?:out|you))|\bonly (?:one|two|three|half|"
        r"\d)(?: of)?\b[^.?!\n]{0,50}\b(?:parcel|package|box|order|arrived|received|came|delivered)\b",
        r"\b(?:incomplete|not complete)\b|\bnot in the (?:package|parcel|box)\b|\bgot only (?:half|"
        r"one|part)\b|\bis not there\b|\bonly (?:got|received) (?:one|half|part|two|\d)",
        r"\bfrom order\b[^.?!\n]{0,20}\bnever (?:came|arrived)\b|\bparcel was empty\b|\bempty (?:box|"
        r"parcel|package)\b",
    ),
    "reason_wrong_item": (
        r"\b(?:wrong|incorrect|different) (?:item|product|article|size|colou?r|model|one|bag|shoes?|"
        r"shirt|thing|order)\b(?! for me)",
        r"\b(?:not|isn'?t) (?:what|the (?:one|colou?r|size|model|item)) i (?:ordered|bought|chose)\b|"
        r"\bi (?:clearly )?ordered\b[^.?!\n]{0,40}\b(?:got|received|came|but)\b",
        r"\bsomebody else'?s\b|\bsomething (?:completely )?different\b|"
        r"\binstead of\b[^.?!\n]{0,30}\bi (?:received|got)\b|"
        r"\bthere was an?\b[^.?!\n]{0,30}\bin the box\b",
        r"\bdoesn'?t match my order\b|\bsent\b[^.?!\n]{0,15}\binstead of\b|"
        r"\bwrong\b[^.?!\n]{0,15}\b(?:was |were )?(?:delivered|sent|shipped|received)\b",
    ),
    "reason_damaged": (
        r"\b(?:broken|damaged?|smash\w*|shatter\w*|crack(?:s|ed)?|dent(?:s|ed)?|torn|ripped|crushed|"
        r"scratch\w*|stain\w*|leak(?:s|ed|ing)?|bent|mouldy|moldy|spilled|chipped|wrecked|in pieces)\b",
    ),
    "reason_defective": (
        r"\b(?:stopped working|(?:does not|doesn'?t|do not|don'?t|won'?t|not|no longer|never) (?:work|"
        r"turn on|switch on|charge|start|respond\w*|function\w*)(?:ing|s)?)\b",
        r"\b(?:faulty|defective?|defect|malfunction\w*|overheats?|burned out|burnt out|"
        r"dead on arrival|died|flickers?|fell apart|broke down|shuts? (?:down|off)|goes off after|"
        r"grinding noise|strange noise|no cooling)\b",
        r"\b(?:zip|zipper|motor|battery|screen|button|pump)\b[^.?!\n]{0,25}\b(?:failed|broke|died|"
        r"burned)\b|\b(?:one|a \w+) that works\b|\bnothing helps\b",
    ),
    "reason_too_small": (
        r"\btoo (?:small|smal|tight|short|narrow|snug)\b|\bto smal+\b|\bruns? small\b|\b(?:bigger|"
        r"larger) size\b|\bsize (?:bigger|larger|up)\b|\bcan'?t get\b[^.?!\n]{0,20}\b(?:into|past|"
        r"over|on)\b",
        r"\b(?:is|are|it's|bit|fits?) (?:\w+ )?tight\b|\brides up\b|\bnarrow\b|\bbit short\b",
    ),
    "reason_too_large": (
        r"\b(?:too|to) (?:big|large|loose|long|wide|baggy)\b|\bruns? (?:large|big)\b|\bsmaller size\b|"
        r"\bsize (?:smaller|down)\b|\bsizes too big\b|\b(?:is|are) huge\b|\bhangs off\b|"
        r"\bslips? off\b|\bslide in\b",
    ),
    "reason_not_as_described": (
        r"\b(?:not|isn'?t|never) as (?:described|advertised|pictured|shown)\b|\blooks? nothing like\b|"
        r"\bmisleading\b|\b(?:fake|counterfeit|not genuine|first copy|replica)\b",
        r"\b(?:sold|advertised|listed|described) as\b|\b(?:listing|description|page|site|"
        r"advert\w*)\b[^.?!\n]{0,25}\b(?:said|says|claims|different)\b|\blooks? \w+ online\b|"
        r"\bin reality\b|\bcolou?r is off\b",
        r"\bdifferent from the (?:product|picture|photo|page|website)\b|\bfar below what\b|\bcheap compared\b",
    ),
    "reason_not_received": (
        r"(?:\b(?:never|not|nothing|havent|hasnt|didnt)|n't)\b[^.?!\n]{0,25}\b(?:arriv\w*|received?|"
        r"delivered|got here|made it|came|turned up|showed up|get here)\b(?! (?:the |my |"
        r"any )?(?:refund|reply|answer|money))",
        r"\b(?:lost|stolen|vanished|disappeared|it is gone|is gone)\b|\bmarked (?:as )?delivered\b|"
        r"\bshows? delivered\b|\bsays delivered\b|\bdelivered to (?:a|the) wrong\b|"
        r"\bleft at the (?:front )?door\b",
        r"\bwas due \d+ days ago\b|\bdelivered but (?:i )?(?:never|nothing|no)\b|\bno parcel\b|\bi got nothing\b",
    ),
    "reason_late": (
        r"\btoo late\b|\blate again\b|\barrived (?:after|late|too late)\b|"
        r"\bwas on the \d+\w*\b[^.?!\n]{0,40}\barrived on the \d+|\btook (?:\w+ ){1,3}(?:weeks|months|"
        r"days) to arrive\b|\btook forever\b|\bdate was missed\b|\bshould have (?:shipped|arrived|"
        r"been)\b|\bdone waiting\b|\bwait any longer\b|\bsupposed to be here\b|\bbehind schedule\b",
    ),
    "reason_style": (
        r"(?:\b(?:not|isnt)|n't)(?: really)? (?:my|her|his|our) (?:style|taste)\b|"
        r"\bdo(?:es)?n'?t (?:suit|match|go with)\b|\bdoes not (?:suit|match|go with)\b(?! (?:my order|"
        r"the (?:description|picture|photo)))",
        r"\bdon'?t like (?:it|the (?:look|colou?r|style|feel))\b",
    ),
    "reason_changed_mind": (
        r"\bchanged my mind\b|\bchange of mind\b|\bno longer (?:need|want)\b|\b(?:don'?t|"
        r"do not) (?:like|need|want) (?:it|them|this|the \w+)\b(?: any ?more)?|\bcheaper elsewhere\b|"
        r"\bregret\b|\bimpulse\b|\bbought by mistake\b|\bby mistake\b|\bi'd rather have the\b|"
        r"\bhoping for\b|\bdon'?t need it any ?more\b",
    ),
    "reason_other": (
        r"\bovercharged\b|\bprice dropped\b|\b(?:billed|"
        r"charged)\b[^.?!\n]{0,25}\b(?:for )?(?:shipping|delivery|postage|customs)\b|\bshipping fee\b|"
        r"\bcoupon was not\b|\ballerg\w+\b|\bcustoms fees?\b|\b(?:as a|was a) (?:gift|present)\b|"
        r"\bsmells?\b|\bwrong (?:delivery )?address\b|\bcharged delivery\b",
    ),
    "photo": (
        r"\b(?:photos?|pictures?|pics?|images?)\b[^.?!\n]{0,20}\b(?:attached|below|enclosed|"
        r"included)\b|\b(?:see|attach\w*|enclos\w*)\b[^.?!\n]{0,15}\b(?:photos?|pictures?|pics?|"
        r"images?)\b",
    ),
    "everything": (
        r"\b(?:whole|entire|complete|full) order\b|\b(?:all (?:of )?(?:the |my )?(?:items|articles|"
        r"products))\b|\beverything (?:in|from|i ordered)\b|\b(?:return|refund|cancel|send back|"
        r"exchange) (?:it all|everything)\b",
    ),
    "urgent": (r"\b(?:urgent\w*|asap|as (?:fast|soon|quickly) as possible|immediately|right away|emergency)\b|!!",),
    "negative": (
        r"\b(?:third|3rd|fourth) (?:time|message|e-?mail)\b|\b(?:unacceptable|disappoint\w*|angry|"
        r"furious|awful|terrible|ridiculous|disgust\w*|shame\w*|scam|misleading|fed up|done waiting|"
        r"patient|crashed|top work|owe me|smoke)\b|\bi want (?:a full|my)\b|\boh wait\b|"
        r"\bwhat am i supposed\b",
    ),
    "automatic": (
        r"\bout of (?:the )?office\b|\bautomatic reply\b|\bauto-?reply\b|\bautomated (?:response|"
        r"reply)\b|\bi(?:'m| am) on (?:leave|vacation|holiday) (?:until|till|from)\b|"
        r"\baway from my desk\b|\bcontact my colleague\b",
    ),
}
