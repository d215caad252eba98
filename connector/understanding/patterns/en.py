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
_SOFT = r"(?: (?:just|also|simply|then|either|please|kindly|immediately|now|go ahead and|you)){0,6}"
_FEW = r"(?: (?!my\b|not\b|no\b)[\w'-]+){0,3}"
_REFUND = r"(?:re-?funds?|refnds?|refudn|refunf|re-?imburse?ments?|money back|cash back|repayment)"
_MONEY = r"(?:money|cash|payment|amount|sum|purchase price|price)"
_CREDIT = r"(?:store ?credit|shop ?credit|credit (?:note|voucher)|(?:gift |credit )?vouchers?|gift ?cards?)"
_PARCEL = r"(?:order|parcel|package|packet|shipment|delivery|stuff|items?|things|goods)"
_THING = r"(?:it|this|that|them|these|those|one|item|product|(?:the|my|this|that|these) [\w-]+(?: [\w-]+)?)"

# What follows reads a request as frame, gap, goal: "could you" ... "put" ... "the money back on my card".
_BREAK = (
    r"not|no|never|nor|neither|or|without|instead|than|why|whether|when|where|status|said|told|says|refus\w+|"
    r"promis\w+|"
    r"polic\w+|about|check|confirm|update|know|tell|explain|still|yet|already|but|because|if|unless|before|keep"
)
_ON = rf"(?:(?!\b(?:{_BREAK})\b|n't)[^.?!;:\n]){{0,45}}?"  # the rest of a request, nothing that turns it round
_ASK = (
    r"(?:\b(?:please|pleas|plese|pls|plz|kindly|(?:can|could|would|will) (?:you|u|ya)|(?:can|could|may|might) (?:i|"
    r"we)|"
    r"let (?:me|us)|"
    r"(?:i|we) (?:just |simply |only |really |still |now |therefore |hereby |must |also |then ){0,6}"
    r"(?:want|wanna|need|wish|prefer|expect|insist|demand|request|ask|require|claim|choose|trust)|"
    r"(?:i|we)(?:'d| would|d| should) (?:just |simply |much |really |only |also |now |therefore ){0,6}"
    r"(?:rather|sooner|like|love|prefer|appreciate|ask|expect|be (?:grateful|glad|happy|happier|obliged|delighted))|"
    r"(?:i'm|im|i am|we're|we are) (?:just |only |simply |kindly ){0,6}"
    r"(?:asking|requesting|demanding|after|hoping|expecting|looking (?:for|to)|entitled)|"
    r"i was (?:hoping|wondering)|(?:would|is) it (?:be )?(?:possible|ok|okay|fine|feasible)|"
    r"(?:is there )?any (?:chance|way)|(?:i|we) must ask|(?:can|could) (?:it|this|these|they|that)|(?:i|we)(?:'ll|"
    r"'d| will| would) (?:just |gladly |happily ){0,6}(?:take|accept|settle for|go for|have)|(?:i'm|i am|we're) "
    r"(?:asking|writing to)|you (?:can|must|should|need to|ought to)|(?:it|this|that|they|these) (?:should|must|"
    r"ought to|needs? to|has to|have to)|look(?:ing)? forward to|you(?:'ll)? have to|mind|(?:my )?preference (?:is|"
    r"would be)|(?:i've|i have|we've) (?:decided|opted|chosen)|suggest|propose|fair)\b"
    r"|(?:^|[.,;:!?\n(-] ?|\b(?:so|then|and|just|simply|only|now|or) )(?:just |simply |only )?(?:want|need)\b)"
)
_SUM = (
    r"(?:[$£€] ?\d[\d.,]{0,12}|\d[\d.,]{0,12} ?(?:€|£|\$|(?:eur|euros?|usd|dollars?|pounds?|quid|gbp|aud|cad|bucks|"
    r"francs)\b)|"
    r"\b(?:\w+ )?(?:pounds|euros|dollars|quid|tenner|fiver)\b)"
)
_CASH = (
    r"(?:\b(?:(?:my|our|the|that|this|its|their|whole|full|entire|total|same|extra) ){1,3}(?:\w+ )?"
    r"(?:money|cash|dosh|funds|amount|sum|payment|price|cost|total|difference|postage|fee|charge|value|deposit)s?\b|"
    rf"\bmoney\b|\b(?:what|everything|all) (?:i|we)(?:'ve| have)? paid\b|\bwhat you (?:took|charged)\b|"
    rf"\b(?:every|each) (?:penny|cent)\b|\bhalf(?: (?:of )?(?:the|my) \w+)?\b|{_SUM})"
)
_WALLET = (
    r"(?:(?:my|our|the|original|same) ){1,4}(?:\w+ )?(?:card|visa|mastercard|amex|account|bank|paypal|klarna|payment"
    r" method)\b"
)
_ITEM = (
    r"(?:it|this|these|those|them|that|this one|one|mine|both|(?:the|my|this|these|those|that|our) [\w'-]+(?:"
    r" [\w'-]+)?)"
)
_PAPER = (
    r"(?:labels?|e-?mails?|mails?|invoices?|receipts?|bill|money|cash|refund\w*|details?|links?|photos?|pictures?|"
    r"vouchers?|cards?|codes?|credit\w*|address\w*|form|forms|info\w*|confirmation|catalogues?|quotes?|quotation|"
    r"list|brochure|copy|proof|payment|update|reply|answer|message|instructions?|engineer|technician|link)"
)
_SHIP = r"(?:send|post|ship|forward|dispatch|mail|express|deliver|pop|put|get|drop)"
_SIZE = (
    r"(?:(?:an? |the |in |size |uk |eu |us ){0,6}(?<!')\b(?:[1-9]\d{0,2}(?:[.,]5)?|x{0,4}s|m|l|x{1,4}l|small(?:er)?|"
    r"medium|large(?:r)?|"
    r"bigger|next size)(?: one| pair| size)?\b(?!')(?![.,]?\d| ?[€$£%]| ?(?:euros?|days?|cm|quid|pounds?)\b))"
)

_HUE = (
    r"(?:black|white|blue|red|green|gr[ea]y|pink|navy|beige|brown|yellow|teal|cream|olive|gold(?:en)?|silver|"
    r"purple|orange|"
    r"turquoise|burgundy|khaki|mustard|lilac|mint|coral|charcoal|ivory)"
)
_SOUND = (
    r"(?:right|correct|proper|sound|unblemished|undamaged|unbroken|intact|flawless|faultless|perfect|working|"
    r"functioning|fresh|"
    r"clean|different|whole|straight|matching|bigger|larger|smaller|wider|narrower|longer|shorter|replacement)"
)

# A wish that names no more than a size, a colour or a sound one: with a problem told, it is for another article.
_WISH = (
    rf"(?:(?!\b(?:{_BREAK}|return\w*|refund\w*|reimburs\w*|back|cancel\w*|give|hand|order(?:ing)?|buy\w*|money|"
    rf"take|took|invoice|"
    r"address|help|see|understand|appreciate|hear)\b|n't)[^.?!;:\n]){0,45}?"
)

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
        r"\bwant (?:an? |the |full |a full ){0,6}refnd\b",
        # the noun or the verb, asked for
        rf"{_ASK}{_ON}\b(?:{_REFUND}|refund(?:ed)?|reimburse(?:d)?|repay|repaid|recompensed?|compensated?|"
        rf"re-?credit(?:ed)?)\b"
        r"(?! (?:polic|polici|conditions|terms|department|that you|you (?:promised|said|approved)))",
        rf"(?:^|[.!?\n] ?)(?:a |full |complete |immediate |my |the "
        rf"|total ){{0,6}}{_REFUND}(?! (?:comes?|came|is|was|has|had|amounts?|should|would|will|must|can|did|does) )"
        r"(?: (?:request(?:ed)?|needed|now|"
        r"of|for|to|on|order|#?\d+)){0,6}[^.?!\n]{0,20}(?=[.!]|"
        r"$)(?<!received)(?<!status)(?<!policy)(?<!yet)",
        rf"\b{_REFUND}(?: [^.?!,\n]{{0,35}})? (?:would (?:be|suit|do|seem)|will do|is (?:what|all|the only|my"
        rf" preference|due)|"
        r"suits me|seems fair|and nothing)\b",
        r"\b(?:reimburse|refund|repay|refunding|refnd|compensate) (?:me|us|it|them|the|my|both|half|all|at least|"
        r"what|that)\b"
        r"(?:[^.?!\n]{0,30}\b(?:please|pls|plz|now|today|asap|immediately)\b|(?=[^.?!\n]{0,40}(?:[.!\n]|$)))",
        rf"\bhow (?:do|can|could|would|should) (?:i|we) (?:go about |start |claim |request |get |obtain |apply for |"
        rf"getting |have ){{1,4}}(?:an? |the |my |our |back ){{0,6}}(?:full"
        rf" |partial )?(?:{_REFUND}|{_CASH} back|\${{1,3}} back)",
        rf"\bhow (?:do|can|would|should) (?:i|we) (?:start|open|file|request|claim) (?:a|the|my) {_REFUND}\b",
        rf"\bhow (?:we|i) (?:can )?get (?:a|our|my|the) (?:full )?(?:{_REFUND}|money back)\b",
        rf"\bwhat (?:do|must|should|can) (?:i|we) (?:need to |have to )?do to (?:get|have|obtain)\b{_ON}\b"
        rf"(?:{_REFUND}|refunded|money back)\b",
        # the money, to come back
        rf"{_ASK}{_ON}{_CASH}{_ON}\b(?:back|returned|refunded|repaid|reversed|reimbursed|credited|again|undone)\b",
        rf"{_ASK}{_ON}\b(?:return|reverse|undo|give back|pay back|repay|transfer|credit|wire|put|send|release|"
        rf"returning|return of|charge back|take|knock)\b{_ON}{_CASH}(?! (?:reader|book|counter))(?=[^.?!\n]{{0,40}}"
        r"(?:\bback\b|\bto (?:me|us|my|our|the (?:card|account|original))\b|\boff\b|\bonto?\b|[.!?,\n]|$))",
        rf"{_ASK}{_ON}(?:\bmy|\bthe|\bour) (?:money|cash|dosh|\$|£)(?! (?:order|box|transfer|wasn|isn|bag|clip))",
        rf"{_ASK} (?:see |have |get |be given |receive )?(?:my |the |our |those |that |these )?{_SUM}"
        r"(?=[^.?!,\n]{0,30}(?:[.!?,\n]|$))(?! (?:voucher|gift|credit|code|coupon|note|off))",
        rf"\b(?:give|hand|pay|send|put|transfer|return|reverse|wire|credit) (?:it |me |us |back ){{0,6}}{_CASH}"
        rf"(?=[^.?!\n]{{0,40}}\b(?:back|on(?:to)? {_WALLET}|to {_WALLET}|please|now|today|off))",
        rf"\b(?:give|pay|hand) (?:it |me |us ){{0,6}}back (?:{_CASH}|the money|my money|what)",
        r"\bgive (?:it|that|me that) back,? please\b|\bgive me back what\b|\bput it back on (?:the|my) card\b",
        rf"{_CASH}{_ON}\b(?:must|should|needs? to|has to|have to|ought to|to) (?:now |please |just |"
        r"simply |come |go |get |find its way )?(?:be )?(?:back|returned|repaid|reversed|refunded|credited|"
        r"reimbursed)\b",
        rf"\b(?:can|could|might|should|must|would|will)\b{_ON}{_CASH}{_ON}\b(?:go|come|find its way|make its way|"
        rf"be (?:sent|put|"
        rf"paid|transferred)) back\b|\bcould {_ON}(?:amount|sum|money) go (?:back )?to {_WALLET}",
        rf"\b(?:get|see|have|want|seeing|having|returning) {_CASH}{_ON}\b(?:back|returned|reversed|again|on"
        rf" {_WALLET})\b",
        rf"\b(?:in full|full) (?:{_REFUND}|repayment)\b|\b{_CASH} back (?:now|today|please|pls|is the only|in full|"
        rf"and)\b",
        r"(?:^|[.,!?;\n] ?)(?:payment|money|cash) back(?: (?:now|please|pls|today|asap)){0,6}(?=[.!?,]|$)",
        r"\b(?:take|knock) (?:\w+ ){1,3}off (?:the|my) (?:bill|price|total)\b|"
        rf"\b(?:knock|take) {_SUM} off\b|\bfor {_SUM} off what\b|\b(?:not|rather not) to pay for (?:the|them|that|"
        rf"those)\b",
        r"\bi'?d rather have (?:my|the) (?:money|cash)\b|\bit'?s the money,? not\b|\bjust (?:want|after) the "
        r"(?:money|cash)\b",
        r"\bwant to be paid (?:out|back)\b|\b(?:make|making) (?:me|us) whole\b|\bsettle what i paid\b",
        r"\b(?:final |my |the ){0,6}right to reject\b|\bi (?:hereby |formally )?reject the (?:goods|item|product)\b",
        r"\b(?:returned?|return (?:it|this|them)|send (?:it|this|them) back|back|go back|may i return (?:the|this|"
        r"it|them)"
        rf"(?: \w+){{0,3}}) (?:for|against) (?:a |my |the )(?:full )?(?:{_REFUND}|money|cash)\b",
        r"\b(?:back|collect|return(?:ed|ing)?|send)\b[^.?!\n]{0,25}(?:\+|&|and|then) (?:a )?(?:full )?refund\b",
        rf"\bgive (?:a )?refund\b|\b(?:full|complete) (?:{_REFUND}|reimbursement),? nothing less\b",
        rf"\b(?:what about|and) (?:my|that) {_SUM}(?=[^.?!\n]{{0,15}}(?:[?]|$))",
        rf"\bwho (?:do|should|can) i (?:talk|speak|write|turn) to\b{_ON}\brefund\b|\bmind refunding\b|\bfor a"
        rf" refund\b(?= ?[.!?]|$)",
        rf"{_ASK}{_ON}\b(?:compensat(?:e|ion)|cough up|undo|price reduction|partial refund|something off|money off|"
        rf"off the (?:price|bill)|discount (?:for|on) (?:the|this))\b(?! (?:it|this|the order|everything|code)\b)",
        rf"\bpurchase price (?:to be |be )?(?:repaid|refunded|returned|reimbursed)\b|\b(?:{_CASH}) (?:to be |being"
        rf" )(?:repaid|refunded|"
        r"returned|reimbursed|credited)\b",
        rf"\b(?:gives?|give|put|pay|hand|send|return|wire) (?:it "
        rf"|me |us |that |those ){{0,6}}(?:back )?(?:my |the |our |"
        rf"that |those ){{0,2}}"
        rf"{_SUM}(?: back| straight back|(?=[^.?!\n]{{0,30}}(?:[.!?\n,]|$)))",
        rf"\band (?:get |want |expect |see |send me |return |reverse |give me )?(?:my|the|our) (?:{_SUM}|money|"
        rf"cash|charge|payment)"
        r"(?: back)?(?=[^.?!\n]{0,25}(?:[.!?\n,]|$))",
        r"\b(?:reverse|undo|refund|return) (?:it|the (?:charge|payment|debit|transaction|surplus)|one of (?:the|"
        r"those) \w+)\b"
        r"(?! (?:polic|label))",
        r"\b(?:reimbursement|refund|repayment|money),? (?:is |was )?(?:not|no) (?:a |an )?(?:swap|exchange|"
        r"replacement|voucher|"
        r"credit|another)\b",
        rf"{_ASK}{_ON}\b(?:rescind|unwind|reverse|undo|rescission)\b{_ON}\b(?:sale|contract|purchase|deal)\b|\b"
        rf"(?:purchase|sale) (?:undone|reversed|rescinded)\b",
        rf"{_ASK}{_ON}\b(?:claim|get|have) (?:it |this |that )?(?:all )?back\b(?=[^.?!\n]{{0,20}}\b(?:card|account|"
        rf"bank|money)\b)|\bout of pocket\b[^.?!\n]{{0,40}}"
        r"\b(?:refund|put (?:it|that) right|make)\b",
        rf"{_ASK}{_ON}\b(?:partial|full|complete|immediate|prompt|proper|swift) (?:\w+ )?{_REFUND}\b|\b{_REFUND}"
        rf" of (?:the |my )?(?:{_CASH}|{_SUM}|order|#?\d{{6,}})",
        rf"\b(?:so|therefore|hence|thus|now|then) (?:please |just |i'?d like |i want |give me ){{0,6}}(?:a |the |my )?"
        rf"(?:full )?{_REFUND}(?= ?(?:[.!]|$|please|then))",
        rf"{_ASK}{_ON}\b(?:chargeback|compensation|a credit to my card|recover (?:my|the) (?:money|cost|payment)|"
        rf"recoup|get back (?:my|the|what))\b",
        rf"\b(?:send|give|issue|process|arrange|make) (?:me |us )?(?:the |my |an? |full |partial |prompt"
        rf" ){{0,6}}{_REFUND} (?:please|asap|now|today|for|of|to my|straight|right)\b",
    ),
    "exchange": (
        rf"\b(?:{_WANT}|{_PLEASE}|can i|could i|may i|possible|rather)(?: (?:to|you|just|please|also|"
        r"it|an?|the|is|only)){0,6}"
        r" (?:exchang(?:e|ed)|swap(?:ped)?|replac(?:e|ed)|switch(?:ed)?|trade)\b(?! (?:rate|polic|program))",
        rf"\b(?:{_WANT}|{_PLEASE}|{_MAKE}|get|have|arrange|an?)(?: (?:an?|the|me|us|for|size|direct|free)){{0,6}} "
        r"(?:exchange|swap|replacement)\b(?! (?:rate|polic|program|was|has|you|student))",
        r"\b(?:exchange|swap|replace|switch|trade) (?:it|this|that|them|these|those|my [\w-]+)\b",
        r"\bchange (?:it|them|this|these|the size|sizes?|my [\w-]+) (?:for|to|into|in)\b",
        r"\bpossible to (?:switch|swap|exchange)\b",
        r"\b(?:need|want|get|like|have|send(?: me)?|prefer)(?: (?:an?|the|one|it|in|size|"
        r"me)){0,6} ?[\w.]{1,5} instead\b",
        r"\b(?:rather|prefer to) have (?:it|them|the [\w ]{1,20}) (?:in|than)\b",
        r"\b(?:an?|one|another)(?: \w+)? (?:that|which) (?:actually )?works\b",
        r"\ba working (?:one|unit|replacement)\b",
        rf"\bsend (?:me |us |out )?(?:the )?(?:right|correct) {_GAP}{{0,30}}",
        r"\b(?:want|like|get|have) the same(?: one)?(?:,| in| but)",
        r"\b(?:new one|one) (?:sent out )?in exchange\b",
        rf"{_ASK}{_ON}\b(?:exchang(?:e|ed|ing)|excange|exhange|swap(?:ped|ping)?|swop|trad(?:e|ed)|switch(?:ed)?|"
        rf"substitut(?:e|ed)|replac(?:e|ed|ement))\b(?! (?:rate|polic|program|office|student|service|was|has))",
        r"(?:^|[.,!?;\n] ?|\band |\bso )(?:straight |a straight |simple )?(?:exchange|swap|swop|replacement|replace)"
        r"(?: (?:please|pls|plz|needed|request(?:ed)?|to|for|with|into?|an?|the|it|this|them|these|only|one)){1,4}\b",
        r"(?:^|[.!?,\n] ?)(?:a )?(?:swap|exchange|straight swap)(?=[.?!]|$)",
        r"\bwould (?:swap|exchange)\b(?=[.?!]|$)|\b(?:in exchange|in return) for (?:this|the|my|one)\b",
        rf"{_ASK}{_ON}\bchang(?:e|ed)\b (?!address|my (?:e-?mail|address|password|name|mind)|the (?:address|delivery|"
        rf"shipping|name|e-?mail))(?:{_ITEM}|for|to|it){_ON}(?:\b(?:for|to|into) (?!my|the address|work)|$)",
        rf"\b(?:how (?:do|can|would) (?:i|we)|how to|tell me how to) (?:swap|exchange|change|switch) {_ITEM}",
        rf"{_ASK}{_ON}{_SIZE} (?:instead|in (?:its|their) place|in exchange|please instead|rather than)\b",
        rf"(?:^|[.,!?;\n] ?){_SIZE} (?:please )?instead\b|\b(?:want|need|like|have|take|wear|prefer){_ON}\b"
        r"(?:instead|in (?:its|their|the) place|in place of (?:it|this|them)|in return)\b",
        rf"{_ASK}{_ON}\b(?:same|another|it|one|them)(?: \w+){{0,2}} in (?:an? |size |the )?(?:{_SIZE}|black|white|"
        rf"blue|red|"
        r"green|grey|gray|pink|navy|beige|brown|yellow|teal|cream|olive|purple|silver|gold)\b",
        r"\b(?:want|need) (?:the |an? )?(?:right|correct|proper|other|sound|intact|perfect) "
        r"(?:one|ones|size|colou?r|pair|item|model|version)\b",
        rf"{_ASK}{_ON}\b(?:right|correct|proper|sound|unblemished|undamaged|intact|flawless|working|fresh|clean|"
        rf"different|"
        r"whole|straight|nice|decent|non-faulty|good) (?:one|ones|item|pair|colou?r|size|model|unit|copy|shade|"
        r"version)\b",
        r"\b(?:same|identical) (?:one|model|thing|item|again|style)\b[^.?!\n]{0,12} in (?:an? )?(?:size"
        r" )?[\w/]{1,6}\b",
        r"\b(?:that|which|who) (?:actually |really )?(?:works|rings|fits|functions|turns on|isn'?t (?:broken|"
        r"damaged|faulty))\b"
        r"(?=[^.?!\n]{0,20}(?:[.?!,\n]|$))",
        rf"\b(?:send|give|post|bring|get) (?:me |us )?(?:the |an? )?(?:right|correct|proper|sound|intact|working|"
        rf"new|fresh|"
        rf"undamaged) (?!size guide)(?:[\w-]+){_ON}\b(?:back|collect|pick|this one|in (?:exchange|return|place)|"
        rf"instead)\b",
        rf"\b(?:got|have you got|do you have) (?:it|them|this|these) in (?:an? )?{_SIZE}\?? (?:would|i'?d|could|can) "
        r"(?:i )?(?:swap|switch|exchange)\b",
        r"\b(?:sooner|rather|prefer to|happier to|like to) have (?:the|an?|it in|them in) (?!money|cash|refund)[\w-]+"
        r"(?: (?:colou?r|size|one|version|shade|pair|ones|model))\b",
        r"\b(?:happier|better off) with (?:the|an?) (?!refund|voucher|gift|store)[\w-]+(?: one| ones)?\b",
        r"\b(?:size|sizes?) (?:up|down|bigger|smaller|larger)(?: one)?,? (?:please|instead|in return)\b",
        r"\b(?:one|an?other|new one|new unit|new \w+) in (?:its|their) place\b|\b(?:take|collect|pick up) (?:this|"
        r"it|these|"
        r"them|the (?:old|wrong|broken|faulty) (?:one|ones))\b[^.?!\n]{0,25}\b(?:and )(?:send|bring|leave|give|"
        r"deliver) "
        r"(?:me |us )?(?:the|an?) (?:right|correct|new|other|working|proper)\b",
        r"\b(?:give|send) (?:me|us) (?:an?)?other (?:same|one|pair)?\b(?=[^.?!\n]{0,30}\b(?:back|return|collect|"
        r"exchange|this|old)\b)",
        r"\bhand (?:it|this|them) back and have\b|\bmy guarantee and (?:replace|exchange)\b",
        rf"{_ASK}{_ON}\b(?:an?|the|one|it|them|\w+) in (?:size |an? |the )?{_SIZE}",
        r"\b(?:want|need|like|prefer|take|have|send|get) (?:an? |the |it in |them in |one in |size ){0,6}"
        r"(?:\d{2}[a-f]?|x{0,3}[sl]|m|small|"
        r"medium|large)\b(?: (?:one|size|pair))?(?= (?:in|instead|please|pls|for)|[.,!?]|$)",
        r"\b(?:want|need|like|prefer|take) (?:an? |the )?(?:straight|new|whole|proper|nice|decent|sound|good|fresh|"
        r"different|black|"
        r"white|blue|red|green|grey|pink|navy|beige|brown|yellow|teal|cream|olive|gold|silver) (?:one|ones|pair|"
        r"version|model|shade)\b",
        r"\b(?:want|need|like|prefer|have)(?: \w+){0,3} (?:one|ones)(?: \w+)? (?:i (?:ordered|chose|paid for|asked"
        r" for)|as ordered)\b",
        rf"\b(?:gladly|happily|happy to|would|will|i'?ll|can|could) (?:trade|swap|exchange|swop) (?:{_ITEM}|for|"
        rf"both)\b",
        r"\b(?:trade|swap|change|exchange) (?:it|this|them|these|the [\w-]+|those|[\w-]+) (?:over )?(?:for|to|"
        r"into) (?:an? |the |my )?"
        r"(?!voucher|credit|gift|store|refund|money|cash)[\w-]+",
        r"\bone (?:size|number) (?:up|down|bigger|smaller|larger)\b(?=[^.?!\n]{0,20}(?:please|instead|exchange|"
        r"return|[?]))|"
        r"\b(?:one|size) (?:up|down), please\b",
        r"\bgive me (?:an?)?other\b|\bwhat i need is (?:an? |the )?[\w-]+\b|\bin a single piece\b|\bin"
        r" exchange\b(?=[.?!]|$)",
        rf"{_ASK}{_ON}\b(?:the|an?|in|to|some) (?:{_HUE}|{_SOUND}(?: \w+)?)(?: (?:one|ones|pair|version|instead|"
        rf"colou?r|size|please|model|unit|"
        r"copy)){1,4}\b(?! (?:time|day|address|date))",
        rf"{_ASK}{_ON}\b(?:one|ones|pair|set|unit|copy) (?:that|which|with|without|in) (?!i (?:returned|sent)|you|"
        rf"was|were|arrived|came|does|did|the |my |your )\w+",
        rf"\b(?:{_HUE}|{_SIZE}) (?:one )?(?:instead of|in place of|rather than|not) (?:the |an? )?(?:{_HUE}|"
        rf"{_SIZE})\b",
        rf"{_ASK}{_ON}\b(?:for|to|into|with) (?:an? |the )?(?:size )?(?:{_HUE}|{_SIZE}|{_SOUND} (?:one|pair|"
        rf"size))(?=[^.?!\n]{{0,15}}(?:[.,?!]|$|please))",
        rf"\b(?:do you|have you|have got|can you do|could you do)(?: still| got)? (?:have )?(?:it|them|this|these|"
        rf"the same) in (?:an? |the )?(?:{_SIZE}|{_HUE})\b"
        r"(?=[^\n]{0,80}\b(?:swap|switch|exchange|send|back|instead)\b)",
        r"\b(?:want|need|like|prefer|expect|get|send|have) (?:me |only |just ){0,6}(?:what|the (?:one|ones|\w+)) i "
        r"(?:actually |really |originally )?"
        r"(?:ordered|paid for|chose|picked|asked for)\b|\b(?:get|have) it (?:changed|exchanged|swapped|replaced)\b",
        rf"\b(?:i'?ll|i will|we'?ll) (?:take|have) (?:the|an?) (?:{_HUE}|{_SIZE}|{_SOUND}) (?:one|ones|pair|version)?",
    ),
    "store_credit": (
        rf"\b(?:{_WANT}|{_PLEASE}|can i (?:get|have|take)|could i (?:get|have|take)|can you|take|accept|give|turn|"
        rf"put|rather|happy with)\b"
        rf"{_ON}\b{_CREDIT}\b(?! (?:does|doesn|is not|isn|code|worth|from))",
        rf"\b{_CREDIT}\b(?: for the amount| of the same value)? (?:is|are|would be|works? for (?:me|us)|will do|"
        r"please|instead|fine|ok)\b"
        r"(?! (?:not|no|available|valid|of no))",
        r"\bas (?:store )?credit\b|\bon my account as credit\b|\bcoupon (?:of|for) the same\b|"
        r"\bstore credit (?:please|instead)",
        rf"{_ASK}{_ON}(?:{_CREDIT}|\bcoupon\b|\bshop credit\b|\bloyalty (?:card|wallet|account)\b)(?! (?:code|does|"
        rf"doesn|is not|"
        r"isn|towards|on sale|i (?:have|got)))",
        rf"\b(?:an? |the )?(?:small |partial |e-?)?{_CREDIT}(?: (?:for|of|as|worth|to)[^.?!\n]{{0,30}})? (?:would|"
        rf"will do|"
        r"works for (?:me|us)|is fine|is ok|suits|and i'?d|instead|rather than|in place of|please|pls)\b(?! (?:not|"
        r"never))",
        rf"\b(?:give|issue|send|make|turn|load|add|put|convert|transform|credit|leave|keep)\b{_ON}(?:\b(?:in)?to|"
        rf"as|an?|on|onto) "
        rf"(?:an? |my |the |your )?(?:e-?)?(?:{_CREDIT}|credit (?:i can|for|of|to|in|with)|loyalty \w+|wallet on|"
        rf"coupon|"
        r"shop balance|store balance)",
        r"\bcredit (?:to|on) my (?:wallet|customer account|shop account|store account|loyalty \w+)\b|\bas a credit\b|"
        rf"\b(?:give|issue) (?:me |us )?a credit (?:of|for)\b|\b(?:content|happy|fine|ok|satisfied|good) with an? "
        rf"(?:{_CREDIT}|coupon|credit)\b|\bstore credti\b",
        rf"\b(?:exchange|return|swap) (?:it|them|this|these|the \w+) (?:for|against) (?:{_CREDIT}|an? (?:{_CREDIT}|"
        rf"coupon))",
        rf"\b(?:i'd|i would|we'd|we would|i'll|i) (?:gladly |happily |rather |also |even ){{0,6}}(?:take|accept|prefer|"
        rf"love|like|choose|settle for|"
        rf"have|want)\b{_ON}(?:{_CREDIT}|\bcoupon|\bshop credit|\bcredit (?:for|of|to|in|with|on|at))",
        r"\b(?:put|add|load|leave|keep|stay|have)\b[^.?!\n]{0,35}\b(?:on|in|to|as) (?:my |the )?(?:balance|credit|"
        r"loyalty|wallet|store|shop)\b",
        r"\b(?:value|sum|amount|money|it)\b[^.?!\n]{0,15}\b(?:to spend (?:on|in|at)|(?:stay|remain) on my account|"
        r"for (?:my )?next (?:time|order|"
        r"purchase))\b|\bcredit me there\b|\b(?:send|give|issue) me a (?:code|coupon) (?:for|of|worth)\b|\bvouchr\b",
        r"\b(?:would|could|can|is) an? (?:voucher|gift card|credit note|coupon|store credit) (?:be )?(?:possible|"
        r"ok|fine|an option)\b|"
        r"\b(?:say no to|refuse) a (?:credit note|voucher)\b|\bgiven (?:a )?credit (?:toward|for)",
        rf"\b{_CREDIT}(?: \w+)? (?:instead|rather)\b|\binstead of (?:the |a |my )?(?:{_REFUND}|money|cash|"
        rf"transfer),? (?:can|could|please|give|i)\b[^.?!\n]{{0,30}}"
        rf"\b(?:{_CREDIT}|credit|coupon)\b|\b(?:as|in|into|to|onto) (?:an? |my )?(?:{_CREDIT}|shop credit|account"
        rf" credit)\b|\b(?:good|fine|ok|happy) as (?:{_CREDIT}|credit)\b",
        rf"{_ASK}{_ON}\b(?:credited|put|go|counted|used) toward(?:s)? (?:my|the|a|our|another|something|anything)\b",
        r"\b(?:put|leave|keep|credit|hold|park|add|load) (?:it|that|this|(?:the )?(?:money|amount|value|"
        r"difference|sum|rest)|"
        r"[$\u20ac\u00a3]? ?\d{1,4}(?:[.,]\d\d)?|[\w-]+ (?:quid|pounds|euros?|dollars|"
        r"bucks))\b[^.?!,;\n]{0,20}\b(?:(?:on|to|"
        r"onto|in) (?:my|our|the) (?:customer |shop |store )?(?:account|balance|wallet)|"
        r"with you)[^.?!\n]{0,10}\bfor (?:the |"
        r"my |our |a )?next (?:time|order|purchase)\b",
        r"\bcredit (?:it|them|that|this|the (?:amount|difference|rest|value|sum|money)) to (?:my|our) (?:customer|shop|"
        r"store|loyalty) (?:account|balance|wallet)\b",
        r"\b(?:leave|keep|put)\b[^.?!\n]{0,30}\bas (?:a )?(?:balance|credit) with you\b|\b(?:as|into|"
        r"for) an? gift code\b",
    ),
    "reship": (
        r"\b(?:re-?send|re-?ship|re-?dispatch|re-?deliver)\b",
        r"\b(?:send|ship|post|deliver|dispatch)(?: (?:it|them|me|us|my|the|this|order|parcel|package|"
        r"item|items)){0,6} again\b",
        r"\b(?:send|post|ship|dispatch)(?: (?:me|us|it|out)){0,6} (?:the |my |what is |what's |those |these |that )?"
        r"(?:\w+ )?missing\b",
        r"\b(?:post|get|have) (?:me )?the missing (?:part|item|piece|one)\b",
        r"\b(?:send|ship|dispatch)(?: me| us| out)? (?:another|a new) (?:parcel|package|shipment|order)\b",
        rf"\b(?:send|ship|post|deliver|dispatch|get|have|put|make up|redeliver|shipped|sent|delivered|dispatched|"
        rf"posted)\b{_ON}"
        r"\b(?:once more|once again|anew|a second time|another time|out again|again)\b(?! (?:later|when|to see))",
        r"\bi need (?:you to )?(?:\w+ ){0,3}(?:sent|delivered|shipped) again\b|\b(?:re-?sent|re-?shipped|"
        r"re-?dispatched|"
        r"redelivered|redelivery|reshipment|re-?shipping|re-?sending)\b",
        rf"(?:{_ASK}{_ON}|\b(?:send|ship|post|want|need) )\b(?:another|second|fresh|new|replacement) (?:shipment|"
        rf"parcel|package|delivery|dispatch)\b",
        r"\b(?:another|second|fresh|new) (?:shipment|parcel|package|delivery|dispatch),? (?:please|would)\b",
        rf"{_ASK}{_ON}\b(?:rest|remainder|remaining|outstanding|other half) (?:of|items?|articles?|parts?)\b",
        rf"{_ASK}{_ON}\b(?:missing|forgotten|lost|absent) (?:[\w-]+ )?[\w-]+{_ON}\b(?:sent|posted|dispatched|"
        rf"shipped|in the post|delivered)\b",
        rf"{_ASK}{_ON}\b(?:the|those|that|my|our) missing\b",
        r"\b(?:send|post|ship|mail) (?:me |us )?what(?:'s| is| was)? (?:missing|you forgot|left out)\b|\bcomplete "
        r"(?:my|the) order\b",
        rf"\b(?:another|second|replacement|new|fresh) (?:one|[\w-]+)\b{_ON}\b(?:in the post|dispatched|shipped|"
        rf"sent out|on its way|put on a van)\b",
        r"\btry (?:the )?delivery (?:once more|again)\b|\bsend (?:it|them|the (?:parcel|package|order)|my \w+) "
        r"(?:out )?(?:to me )?again\b|"
        r"\b(?:i|we) choose the (?:fresh|new|second) shipment\b|\bsend that again\b|\bsecond one be (?:sent|"
        r"dispatched)\b",
    ),
    "cancel": (
        rf"\b(?:{_PLEASE}|{_WANT}(?: you)? to|need to|(?:how|trying|wish|decided|going|able|asking|"
        r"have) to|can i|may i|could i|and|so|just|possible to|"
        rf"it|,) ?{_SOFT} ?(?:cancel|annul|cancle|cancell)\b",
        r"(?:^|[.!,;:] ?)(?:cancel|annul) (?:it|this|my|the|that|order|everything|before|please|#|\d)",
        r"\bcancell?(?:ation)? (?:please|pls|plz|asap)\b",
        r"\bstop (?:the|my|this) (?:order|shipment|purchase)\b|\bstop it before\b|\b(?:do not|don'?t) ship\b"
        r"(?![^.?!\n]{0,40}\b(?:before|until|till|by|with|without|yet|on|via|to)\b)",
        r"\b(?:want|request|like|need|requesting) (?:the |a |an )?(?:order )?cancellation (?:of|for)\b",
        rf"{_ASK}{_ON}\b(?:cancel|cancell|cancle|cancelled|annul|void|withdraw (?!from)|scrap|stop|halt|delete|"
        rf"revoke|abort|"
        rf"call off|pull)\b (?!by)(?:(?!subscription|membership|newsletter|contract|appointment|account|"
        rf"e-?mail)[^.?!\n]){{0,25}}?"
        r"(?:\border\b|\bpurchase\b|\bit\b|\bthis\b|\bthat\b|\beverything\b|#? ?\d{6,}|\bpre-?order\b|\bshipment\b|"
        r"\ball\b|"
        r"\bone\b|\bboth\b)",
        rf"{_ASK}{_ON}\b(?:order|purchase|pre-?order|it|this|#?\d{{6,}})\b{_ON}\b(?:cancell?ed|stopped|withdrawn|"
        rf"voided|called off|"
        r"halted|scrapped|annulled|deleted|revoked)\b",
        r"(?:^|[.,;!?\n] ?|\b(?:so|and|just|please|then|or) )(?:please |just |simply ){0,6}(?:cancel|cancle|cancell|"
        r"scrap|void|abort|annul|"
        r"undo|kill|halt|stop|revoke|drop|bin|delete)(?: (?:it|this|my|the|that|order|odrer|everything|all|one|"
        r"both|please|pls|"
        r"plz|before|#|pre-?order|purchase|shipment)){0,6}(?: \w+)?"
        r" ?(?:order|odrer|purchase|pre-?order|#? ?[\do]{6,}|it|"
        r"everything|one|(?=[.!,]|$))",
        r"\bcall (?:order |the order )[^.?!\n]{0,15}\boff\b|\bcall (?:it|the (?:whole thing|order)|my order|this|"
        r"everything|off|the order off)(?: off)?\b(?<=off)",
        r"\bcancell?ation\b(?= (?:please|pls|pleas|plz|of (?:my|the|this|order)|request))|"
        r"\b(?:do not|don'?t|dont) (?:bother )?(?:send|sending|ship|shipping|dispatch|cut|make|produce|pack) (?:it|"
        r"ours|mine|the|"
        r"my)\b(?! (?:again|another|to|a second))(?=[^.?!\n]{0,40}(?:\border|bought|cancel|[.!,]|$))",
        r"\btoo late to (?:cancel|stop|call off)\b|\bstill (?:cancel|be stopped|be cancell?ed)\b|\b(?:pull|back)"
        r" out of (?:the|my|"
        r"this) (?:purchase|order)\b|\border (?:is )?to be cancell?ed\b|\border should not go ahead\b",
        rf"{_ASK}{_ON}\b(?:take|remove|leave|drop)\b{_ON}\b(?:out of|off|from) (?:my |the )?order\b",
        r"\b(?:forget|leave) (?:about )?(?:it|the order|this order|that order),? (?:and )?cancel\b|\blet'?s forget"
        r" about this order\b",
        r"\b(?:i|we) (?:wanna|want to|need to|must|have to|wish to|am going to|'d like to) cancel\b|\b(?:cancel|"
        r"cancle) (?:it|this|n|and|or|please|"
        r"pls)\b|\bhow (?:do|can) i cancel (?:what|my|this|the) \w+",
        r"\b(?:needs? to|has to|have to|must|should|to) be cancell?ed\b(?! (?:when|if))|\btake me off the"
        r" pre-?order\b|\bstop (?:it|everything|this)\b"
        r"(?=[^.?!\n]{0,30}(?:ship|leav|going|pack|dispatch|before|[.!]|$))",
        rf"{_ASK}{_ON}\b(?:not|don'?t) (?:to )?(?:send|ship|dispatch|deliver|process|make|pack) (?:it|them|this|"
        rf"the order|my order|order)\b(?! (?:again|to the))(?![^.?!\n]{{0,40}}\b(?:before|until|till|by|with|"
        rf"without|yet|"
        rf"on|via)\b)",
        r"\b(?:changed my mind|found it|bought it|no longer|don'?t (?:need|want))\b[^.?!\n]{0,40}\b(?:cancel|stop|"
        r"scrap|void) (?:it|this|that|the|my)\b",
        r"\bcan (?:the|my|this|our) (?:order|purchase) (?:still )?be (?:cancell?ed|withdrawn|"
        r"stopped)(?= ?(?:[.?!,]|$|please|before))",
        r"\b(?:don'?t|do not) (?:send|ship|dispatch)(?: me| us)? (?:order )?#? ?\d{6,}(?= ?(?:[.!,;]|$))",
        r"(?:^|[.,;!\n] ?|\b(?:please|to|and) )cancel (?:mine|ours)\b|\bstrike (?:our|my|the) order\b(?! number)|"
        r"\bstep back from (?:the|my|our) (?:order|purchase)\b",
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
        rf"{_ASK}{_ON}\b(?:return|send back|hand back|give back|ship back|bring back)\b(?! (?:policy|to (?:the|"
        rf"work|school|my))|"
        rf" (?:my |the )?(?:money|call|cash|payment|amount|sum))",
        rf"{_ASK}{_ON}\b(?:send|give|hand|ship|bring|take|have) {_ITEM} back\b",
        r"\b(?:how (?:do|can|should|would) (?:i|we)|where (?:do|should|can|shall) (?:i|we)|what (?:do|must) (?:i|"
        r"we) (?:need to |"
        rf"have to )?do to|can (?:i|we)|may (?:i|we)) (?:send|return|give|hand|ship) (?:{_ITEM}|back)(?: back)?\b",
        r"(?:^|[.,;!?\n] ?|\bso )(?:it's |it is |this is |they'?re |these are |is |back |both ){0,6}(?:going|coming|"
        r"sending|heading|"
        r"goes|go)(?: it| them| straight| right){0,6} back(?: to you)?\b(?! (?:to|and) (?:work|sleep|school))",
        rf"\b(?:need|want|send|email|mail|get|provide|like|have|request)\b{_ON}\b(?:return(?:s)?|prepaid|returns?)"
        rf" (?:label|form|"
        r"slip)\b|\b(?:prepaid )?(?:return )?label (?:please|would|needed)\b",
        r"\b(?:return request|request(?:ing)? a return|returns? (?:label )?(?:needed|request|please))\b|\b(?:open|"
        r"start|register|"
        r"arrange|organise|book) (?:a |the |my )(?:return|pick-?up|collection)\b",
        r"\btake advantage of (?:your|the) [^.?!\n]{0,15}return\b|\bmake use of (?:your|the) [^.?!\n]{0,20}return\b",
        r"\b(?:please |kindly )(?:collect|pick (?:it |them )?up|come and get) (?:it|them|the)\b",
        rf"(?:^|[.,;!?\n] ?)(?:i'?m |im |we'?re )?returning (?:{_ITEM}|[\w-]+)\b|\b(?:sending|taking|bringing|"
        rf"shipping) {_ITEM} (?:straight |right )?back\b|"
        r"(?:^|[.,;!\n] ?)(?:sending|bringing|taking) back\b|\b(?:to be|it'?ll have to go|has to go|have to go|"
        r"must go) (?:returned|back)\b",
        r"\b(?:i'?ll|i will|we'?ll|i'?d like to|i want to|going to|i'?m) (?:be )?(?:return|returning|send(?:ing)?|"
        r"bring(?:ing)?|giv(?:e|ing)|hand(?:ing)?|post(?:ing)?) "
        rf"(?:{_ITEM}|[\w-]+)(?: back)?(?: to you)?(?= ?(?:[.,!;]|$|so|as|because|and|please))",
        r"\b(?:please|could you|can you|would you) (?:arrange (?:for )?(?:a |the )?|organi[sz]e (?:a |the )?)?"
        r"(?:collect(?:ion)?|pick(?: |-)?up|take (?:it|them|this) (?:back|away))\b",
    ),
    "send_new": (
        r"\b(?:send|ship|get|give|have)(?: (?:me|us|out|please)){0,6} (?:an?|another|one) (?:new |fresh |second )?"
        r"(?:one|item|unit|piece|copy|pair)\b",
        r"\b(?:want|need|like) a new (?:one|pair|unit)\b|\bship a new one\b",
        r"\bsend (?:it|them) (?:to me|please|over|as soon)\b",
        rf"{_ASK}{_ON}\b(?:another|a new|a fresh|one more|a second|a sound|an intact|a different)(?: (?!parcel|"
        rf"package|shipment|"
        rf"order|delivery|card|voucher|code|link|label|date|question|thing|appointment|address)[\w-]+){{1,2}}",
        r"(?:^|[.,;!?\n] ?|\b(?:and|so|just) )(?:just |please"
        r" ){0,6}(?:send|post|ship|get|give|mail) (?:me |us |out ){0,6}"
        r"(?:another|a new|a "
        r"fresh|a second)(?: (?:one|pair|unit|set|copy|[\w-]+))?",
        r"\b(?:id|i'd|i would) like another\b|\bput a new one in the post\b",
        rf"{_ASK}{_WISH}\b(?:{_HUE}|colou?rs?|shade|{_SIZE}|one (?:that|which|without|with)|(?:right|correct|"
        rf"proper|sound|intact|perfect|"
        r"undamaged|unbroken|working|new|fresh|other|different|replacement) (?!address|order|date|"
        rf"carrier|job|amount|price)[\w-]+)\b(?! (?:chart|guide|table))(?![^.?!\n]{{0,25}}\bback\b)",
        rf"\b(?:make|do) (?:it|that|them|me) (?:in )?(?:an? )?(?:size )?(?:{_SIZE}|{_HUE})\b|\b(?:go|move|size) "
        rf"(?:up|down) (?:a|one|to)\b",
    ),
    "maybe_refund": (rf"\b{_REFUND}\b|\b(?:refund\w*|reimburse\w*|repaid|paid back)\b",),
    "maybe_exchange": (
        r"\b(?:exchang\w*|swap\w*|replac\w*)\b(?! (?:rate|polic|program))",
        r"\bdifferent (?:size|colou?r)\b",
    ),
    "maybe_store_credit": (
        rf"\b{_CREDIT}\b",
        r"\b(?:shop|store|account) balance\b|\b(?:towards|off) (?:my|our) next (?:order|purchase)\b",
    ),
    "maybe_reship": (
        r"\bship(?:ped)? again\b|\bsecond parcel\b",
        # with nothing to hand back, these ask for the thing itself
        rf"{_ASK}(?:{_SOFT}|{_ON})\b{_SHIP}(?:ed|t|ing)?\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)(?= (?:it|them|one|me|us|"
        rf"out|that|"
        r"those|these|the|my|a|an|another|over|on|to me|to us)\b|[.,!?]|$)",
        rf"(?:^|[.,;!?\n] ?|\b(?:and|so|then|just) )(?:just |please ){{0,6}}{_SHIP} (?:it|them|one|me|us|that|those|"
        rf"these|the|my|a|"
        rf"an|another)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)",
        rf"{_ASK}{_ON}\b(?:have|get|getting|be|are)\b{_ON}\b(?:sent|posted|dispatched|shipped|forwarded|delivered)\b",
        r"\b(?:how soon|when) can (?:the |you )[^.?!\n]{0,30}\b(?:be )?(?:sent|send|post|ship)\b|\banother"
        r" [\w-]+(?: \w+)?,? "
        r"please\b|\bi'?d (?:just |still )?like (?:the|my) [\w-]+\b|\bput them in the post\b|\byou'?ll be sending\b",
        r"\bget (?:the|my) [\w-]+ (?:over )?to (?:me|us)\b|\bneed (?:the|those|that|my|another) [\w-]+(?:"
        r" [\w-]+)?(?= ?[.,!?]|$)|"
        r"\binterested in (?:a|my|the) [\w-]+\b|\bwhere is the rest\? send it\b",
        r"\b(?:wait(?:ing)? for|await(?:ing)?) the (?:other|right|correct|new|proper)\b",
    ),
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
        rf"\bwhen (?:can|will|do|may|could|should) (?:i|we) (?:expect|get|see|have|receive)\b[^.?!\n]{{0,25}}"
        rf"(?:{_SUM}|\bmoney|\bpayment)",
        r"\b(?:money|amount) (?:is )?(?:in|on its way|gone through)\b|\bsit(?:ting|s)? on my money\b",
        r"\b(?:refund|reimburse|repay|pay) (?:me|us) (?:at last|finally|already)\b|\b(?:finally|at last) (?:get|"
        r"receive|see) my (?:refund|money)\b|\b(?:promised|approved|confirmed|agreed|pending|outstanding|overdue) "
        r"(?:refund|reimbursement)\b|"
        r"\b(?:refund|reimbursement) (?:i was|you|we) (?:were |was )?(?:promised|agreed|owed|told)\b|\b(?:fourth|"
        r"4th|5th|fifth|sixth) (?:e-?mail|message|reminder|time)\b",
        r"\b(?:still|yet) (?:not|hasn'?t|haven'?t)(?: yet)? (?:been )?(?:paid|credited|refunded|reimbursed|"
        r"returned)\b|\b(?:hasn'?t|haven'?t|not) (?:been )?(?:credited|refunded|reimbursed) (?:yet|so far)\b|"
        r"\baccording to your (?:e-?mail|message|letter)\b[^.?!\n]{0,40}\b(?:refund|paid|credit)\w*",
    ),
    "status_return": (
        rf"\b(?:receive[d]?|get|got|reached)\b{_GAP}{{0,20}}\b(?:my|the) return\b",
        rf"\b(?:has|did|was|have)\b{_GAP}{{0,30}}\b(?:return\b|sent back|"
        rf"returned){_GAP}{{0,50}}\b(?:arrive[d]?|received|reach\w*|processed)\b",
        rf"\b(?:update|news|status|progress)\b{_GAP}{{0,20}}\breturn\b",
        rf"\breturn shows\b|\b(?:package|parcel) i (?:sent back|returned)\b{_GAP}{{0,30}}\b(?:arrived|received)\b",
        r"\b(?:return|parcel|package|item|it|they) (?:was|were|has been|have been) (?:received|signed for|"
        r"delivered) (?:back )?(?:by|at|in|to) "
        r"(?:you|your)\b|\bsigned for (?:on|by|in)\b[^.?!\n]{0,40}\byour warehouse\b|\b(?:signed for )?by your"
        r" warehouse\b|"
        r"\byou(?:'ve| have)(?: had)? (?:got )?(?:it|the [\w-]+|them|my [\w-]+) back (?:since|for|already|by"
        r" now)\b|\breturned goods\b",
        r"\bi (?:returned|sent back|posted|shipped) (?:it|them|the [\w-]+|my [\w-]+)(?: back)? (?:to you )?(?:"
        r"(?:\w+ ){1,2}(?:weeks?|days?|"
        r"months?) ago|last (?:week|month)|on the \d|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\brefund me"
        r" at last\b",
        r"\b(?:since|after) (?:i|you|we) (?:returned|sent (?:it|them) back|received (?:it|the|my) \w+ back|got "
        r"(?:it|them) back)\b|\b(?:dropped|handed) (?:it|them|the (?:parcel|box|return)) (?:off|in|over) (?:at|to|"
        r"on)\b[^.?!\n]{0,40}\b(?:ago|last|on \w+day|weeks?)\b|"
        r"\b(?:return|it|they) (?:was|were) (?:delivered|signed|scanned|received|accepted|"
        r"logged)\b[^.?!\n]{0,30}\b(?:warehouse|depot|returns? (?:centre|center|department)|by you)\b|\byou(?:'ve|"
        r" have)? (?:received|accepted|got|logged) (?:my|the) return\b|"
        r"\bmy return (?:was|has been|arrived|got)\b",
        r"\b(?:i|we)(?:'ve| have)? sent (?:it|them|the [\w-]+|my [\w-]+) back\b[^.?!\n]{0,20}\b(?:ago|last|on|"
        r"yesterday|weeks?|days?)\b",
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
        r"\b(?:is it|would it be) (?:at all )?possible (?:at all )?to (?:return|exchange|refund|cancel|send back) "
        r"(?:things|items|articles|something|"
        r"opened|an? |sale|goods|gifts|any)",
        r"\bcan (?:i|we|one) (?:return|send back|exchange|bring) (?:just |only )?(?:to (?:any|one)|one (?:item )?"
        r"(?:out )?of|part of)\b[^.?!\n]{0,40}|"
        r"\bhow would (?:i|we|one) (?:send back|return) an? [\w-]+|\b(?:would|do) i (?:have to|get|lose|need)\b(?!"
        r" to do)[^.?!\n]{0,50}"
        r"\b(?:return|exchange|voucher|refund|send)\w*\b[^.?!\n]{0,40}\?",
        r"\bcould i bring a return\b|\bcan i (?:use|pay|combine|redeem)\b[^.?!\n]{0,30}\b(?:vouchers?|gift cards?|"
        r"store credit)\b",
        r"\byour (?:policy|rules?) (?:if|on|for|when|about)\b[^.?!\n]{0,60}",
        r"\breturns? address\b[^.?!\n]{0,30}\?",
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
        r"\bdelete all my data\b|(?<!original )(?<!same )\bpayment methods?\b",
        r"\bare you hiring\b|\bwashing instructions\b|\bopening hours\b|\bplace an order\b|"
        r"\bleave a review\b|\bseo services\b",
        r"\bwebsite (?:is|crashed|does|keeps)\b|\bsite (?:crashed|is down)\b|\bpayment (?:was |"
        r"is )?(?:declined|stuck)\b|\bgift ?wrap\b|\bcall me\b",
        r"\btalk to (?:a|an) (?:human|agent|person)\b|\bbulk (?:purchase|order)\b|\bwholesale\b|"
        r"\binstal?lments\b|\bcustoms duties\b",
        r"\badd (?:another|an) item\b|\bwe (?:help|offer)\b[^.?!\n]{0,30}\b(?:shops?|stores?|process|"
        r"seo|services)\b|\breaching out from\b|\bbook a demo\b",
        r"\bnext sale\b|\bbilling address\b|\b(?:finish|complete|in|during) (?:the |my )?checkout\b|\bgift"
        r" message\b|\bdiscount for new\b|"
        r"\bcatalogue\b|\bhow do i clean\b",
        r"\bwas cancelled\b[^.?!\n]{0,40}\bwhy\b|\bno order was created\b",
        r"\b(?:atm|pin|currency|currencies|direct debit|insurance|subscription|membership|appointment|"
        r"reservation|cash back rewards)\b",
        # another trade
        r"\b(?:hotel|flight|booking|restaurant|pizzas?|gym|broadband|router|landline|sim card|phone contract|"
        r"mobile (?:phone )?contract|"
        r"tv package|smart meter|electricity|gas bill|mortgage|overdraft|standing order|landlord|tenant|dentist|"
        r"doctor'?s|bus pass|train ticket|"
        r"concert tickets?|cinema|theatre tickets?|tax return|payroll|salary|overpaid last|next pay|hr\b|visa"
        r" application|library book|"
        r"crypto|cleaners?|room \d+|table for|technician came|it will send|contract back)\b",
        r"\b(?:how (?:do|can) i change the (?:strap|battery|filter|bag|bulb))\b",
        r"\b(?:bank|debit|credit) card (?:was |is |got |has been )?(?:lost|stolen|on its way)\b|\bnew (?:bank|"
        r"debit|credit) card\b|\bgit\b|\btoo much change\b|"
        r"\bbeneficiary\b|\bbarrister\b|\bthe field for the code\b",
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
        r"\b(?:an? )?exchange (?:service|mailbox|server|account|year)\b|\bin exchange for (?:a|your) (?:link|"
        r"review|post)\b|"
        r"\b(?:swap|exchange|replacement|refund|voucher|credit note)s? (?:is |are )?not (?:needed|necessary|"
        r"required|wanted)\b|"
        r"\breturn to (?:sender|the (?:dentist|doctor|office)|work|school|play)\b|\bhave to (?:send|return) (?:it|"
        r"them) back\b(?<=than have to send them back)|"
        r"\b(?:send|sent) you the money\b|\bmoney back tenfold\b|\bmerchants? (?:their )?money back\b|\bwon a"
        r" voucher\b|"
        r"\b(?:reference|proof|date|confirmation) (?:number )?(?:for|of) the refund\b|\bdate did you (?:send|issue|"
        r"make) the refund\b|"
        r"\bi (?:can'?t|cannot) return your call\b|\breturn (?:flight|ticket|trip|address)s?\b|"
        r"\btax (?:refund|return)s?\b",
        r"\b(?:buy|purchase|order|send|giving|give) (?:my \w+ |someone |her |him )?(?:an? |some )?(?:gift cards?|"
        r"gift vouchers?)\b(?= (?:for|to) (?:my|a|her|his))|\bmay be entitled\b|\bunpaid vat\b|\bour experts\b",
        rf"\b(?:paid|bought|(?:i|we) pay)\b(?:(?!\b(?:and|but|so)\b)[^.?!,;\n]){{0,20}}\b(?:with|by|"
        rf"using) (?:an? |my |the |your )?{_CREDIT}",
        r"\bcredit (?:limit|line|score|rating|report|check)s?\b",
    ),
    "thanks": (
        r"\b(?:thank you|thanks|thx|cheers|much appreciated|grateful)\b",
        r"\bgreat (?:service|job)\b|\bgood job\b",
    ),
    "settled": (
        r"(?<!neither )(?<!no )(?<!if the )(?<!if my )\b(?:refund|money|replacement|parcel|package|order) (?:has |"
        r"is |was |have )?(?:now |"
        r"finally |just |well )?(?:received|arrived|here|came|turned up)\b(?! (?:broken|damaged|late|"
        r"too|empty|open|wrong|without|with|in))",
        r"(?:\b(?:i|we)(?:'ve| have)? (?:now |finally |just |already"
        r" |since ){0,6}|^|[.,!] )(?:got|received) (?:my |the )"
        r"(?:refund|money|replacement)\b(?! back)|\b(?:i|we) (?:now |already )?have (?:my|the) (?:refund|money|"
        r"replacement) now\b|\b(?:parcel|package|it|"
        r"order) (?:has )?(?:finally |just |since )?(?:turned up|showed up)\b",
        r"\b(?:everything|all|it) (?:is |'s )?(?:is )?(?:fine|good|ok|okay|solved|sorted|resolved|"
        r"perfect) now\b|\bproblem (?:is )?solved\b|\ball (?:good|sorted)\b(?! (?:with|except|but|apart))",
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
        r"\b(?:withdraw|take back|cancel|scrap|drop) my (?:request|complaint|claim|return|demand|refund request|"
        r"return request)\b|\bcancel(?:led)? the return\b|\bi(?:'ll| will) keep (?:it|them|the [\w-]+) after all\b",
    ),
    "negation": (
        r"(?:(?:do not|don'?t|dont|not|never|didn'?t|wouldn'?t|won'?t|no longer|nor)(?: (?:really|"
        r"actually|even|necessarily)){0,6}"
        r"(?: (?:want|need|wish|ask(?:ed|ing)?|require|request(?:ed|ing)?|looking|accept|like|"
        r"interested|prefer|take))?"
        r"|no need|no longer need|without|no|refuse|instead of asking)",
    ),
    "contrast": (
        r"(?:forget(?: about)?|(?:had )?enough of|tired of|(?:thanks|thank you) for offering(?: me)?|keep your|"
        r"spare me|instead of|rather than|not just|other than|better than|and not|but not|in place of)",
    ),
    "between": (
        r"(?:for|to|in|a|an|the|any|my|your|our|be|being|get|getting|have|having|it|this|me|us|you|"
        r"full|partial|another|money|or|refund|of|new|one|on|have|has|need|bother|going|think|believe|mean|at|all|"
        r"that|just|"
        r"i|we|with|about)",
    ),
    "conditional": (
        r"\bunless\b|\botherwise\b|\bor else\b|\bin case\b|\bprovided that\b|\bas long as\b",
        r"(?<!know )(?<!see )(?<!check )(?<!wondering )(?<!ask )(?<!even )\bif\b(?! (?:possible|"
        r"you (?:can|could|please|would|don'?t mind|have (?:it|one|them)|need (?:it|them)|just)\b(?! ?(?:not|n't))|"
        r"you'd\b|"
        r"i (?:bring|send|return|post|give|hand|drop|may|can)\b|it (?:saves|helps|isn'?t too)\b|anything\b|only\b|"
        r"ever\b|that(?:'s| is) (?:ok|possible|"
        r"fine)|necessary|"
        r"so\b|needed|applicable))",
        r"\b(?:as soon as|once) you (?:promise|confirm|agree|assure|send|ship)\b",
    ),
    "reported": (
        r"\b(?:told|said|says|promised|assured|informed|agreed|offered|refuse[sd]?|advised|colleague|friend|"
        r"competitor|whether|already (?:asked|requested|cancell?ed|refunded|got|received|have)|"
        r"i (?:have |had )?(?:already )?(?:returned|sent (?:it|them|this) back)|"
        r"was returned|taking to|i (?:have |had )?(?:already )?(?:requested|asked)|a (?:long time|while) ago)\b",
    ),
    "reason_withdrawal": (  # declared, not mentioned: "your withdrawal form"
        r"\b(?:i|we)(?:'m|'d| am| are| hereby| now| want| wish| would| like| to| have| must| shall){0,6} "
        r"withdraw(?:ing)?\b"
        r"(?! (?:cash|money|from the (?:atm|bank)|(?:my|the|that|this|our) (?:complaint|claim|request|review|offer)))",
        r"\bhereby withdraw\b|\b(?:notice|declaration) of (?:my |our )?withdrawal\b",
        r"\b(?:exercis\w+|us(?:e|ing)|invok\w+)\b[^.?!\n]{0,20}\b(?:right (?:of|to) withdraw\w*|cooling[- ]off)\b",
        r"^[^\w\n]*withdrawal(?: (?:of|from|for|my|the|order|purchase|contract|number|no)\b){0,6}[^a-z\n]*$",
    ),
    "reason_duplicate": (
        r"\b(?:charged|billed|debited|paid|ordered)\b[^.?!\n]{0,25}\b(?:twice|two times|2 times|"
        r"double)\b|\b(?:double|duplicate|two|second|extra) (?:payments?|charges?|orders?|debits?)\b",
        r"\btwo identical\b|\bplaced twice\b|\bordered the same\b[^.?!\n]{0,15}\b(?:twice|two times)\b",
        r"\b(?:charged|chraged|billed|debited|paid|payed|taken|took|deducted|accepted|ordered|"
        r"bought)\b[^.?!\n]{0,60}\b(?:twice|two times|2 times|three times|2x|double)\b|\b(?:pressed|"
        r"clicked)\b[^.?!\n]{0,25}\b(?:twice|again)\b|"
        r"\bcharged again\b|\b(?:got|sent|received) two\b[^.?!\n]{0,25}\b(?:charged|billed|only)\b|\bonly "
        r"(?:wanted|ordered) one\b|\balready (?:bought|ordered) (?:it|one)\b|\bpaypal and\b|\bcard"
        r" and\b[^.?!\n]{0,30}\balso\b|"
        r"\bsame (?:payment|amount|order) (?:twice|again)\b|\bone of the two is surplus\b|\banother"
        r" [^.?!\n]{0,15}was taken\b|\b(?:is a )?copy of the one before\b|\bhas already taken it\b",
    ),
    "reason_missing_item": (
        r"\b(?:missing|lacking)\b(?! (?:out|you))|\bonly (?:one|two|three|half|"
        r"\d)(?: of)?\b[^.?!\n]{0,50}\b(?:parcel|package|box|order|arrived|received|came|delivered)\b",
        r"\b(?:incomplete|not complete)\b|\bnot in the (?:package|parcel|box)\b|\bgot only (?:half|"
        r"one|part)\b|\bis not there\b|\bonly (?:got|received) (?:one|half|part|two|\d)",
        r"\bfrom order\b[^.?!\n]{0,20}\bnever (?:came|arrived)\b|\bparcel was empty\b|\bempty (?:box|"
        r"parcel|package)\b",
        r"\b(?:came|arrived|delivered|packed|sent|it comes|packs it) (?:\w+ )?(?:without|with no|minus)\b(?! "
        r"(?:delay|damage|problem|any (?:warning|apology|notice)))|"
        r"\b(?:isn'?t|is not|wasn'?t|weren'?t|were not|was not|not|isnt|are not|aren'?t) (?:included |there )?in "
        r"(?:the|any of the|my|either) (?:box|boxes|parcel|parcels|"
        r"package|cartons?|pack|bag|envelope)\b|\bno [\w-]+(?: [\w-]+)? (?:in|inside) (?:the|any of the|my|any) "
        r"(?:\w+ )?(?:box|boxes|parcel|package|pack|bundle|bag|carton)\b",
        r"\b(?:got|received|counted|recived|found) (?:only )?(?:\d+|one|two|three|sixteen|half)\b(?! (?:days?|"
        r"weeks?|identical|parcels? with))(?=[^.?!\n]{0,30}(?:[.,!?]|$|\bpairs?\b|\bof\b))"
        r"(?<!i )|\bordered \d+[^.?!\n]{0,20}\bgot \d+\b|\bpaid for \d+[^.?!\n]{0,20}\bgot \d+\b|\bwhich you"
        r" forgot\b|\bhalf (?:of )?(?:the|a|my) (?:set|pair|order)\b(?! of the price)|"
        r"\beverything (?:came|arrived) except\b|\bone (?:article|item) is not\b|\bempty (?:envelope|bag|locker)\b|"
        r"\btaped up (?:&|and) empty\b|\bnone for the\b|"
        r"\b(?:and|but|only) (?:there'?s )?no (?:[\w-]+)\b(?=[.!,]|$)(?<!no refund)(?<!no answer)(?<!no problem)|"
        r"\bbox sealed but no\b|\bshort delivery\b|\bexcept the [\w ]+ weren'?t\b",
        r"\b(?:\w+ )of (?:the )?(?:five|four|three|two|\d+) (?:cartons?|parcels?|boxes|items)\b[^.?!\n]{0,40}\b"
        r"(?:not|haven'?t)\b|\bcontents? (?:was|were) gone\b|\bwas gone, only\b",
        r"\b(?:forgot|forgotten|failed|omitted|neglected) (?:to (?:include|pack|put|send|add|enclose)|the|my|one|"
        r"two|a)\b(?! (?:code|discount|voucher|password))|"
        r"\b(?:one|two|three|\d+) (?:short|too few|instead of (?:two|three|four|five|six|ten|twelve|\d+))\b|\b\d+ "
        r"(?:out )?of (?:the )?\d+ (?:items?|pieces|parcels?)\b|"
        r"\b(?:absent|left out|not enclosed|not supplied|wasn'?t (?:there|included|with it)|weren'?t (?:there|"
        r"included))\b|\bnot a trace of\b|\bonly (?:the|a|one|two|three|four|\d+)"
        r"\b[^.?!\n]{0,30}\b(?:instead|inside|in there|in it|in the)\b|\bwithout (?:its|the|any|my|a) [\w-]+(?:"
        r" [\w-]+)?(?= ?(?:[.,!?]|$|it|i|that))",
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
        r"\bnot (?:the )?(?:\w+ )?(?:what|one|ones|lamp|item|model|\w+) i (?:had )?(?:ordered|bought|chose|asked"
        r" for|paid for)\b|\bi (?:had )?asked for\b[^.?!\n]{0,40}\b"
        r"(?:got|received|came|sent|but)\b|\bi asked for\b[^\n]{0,30}[.] you(?:'ve| have)? sent\b|"
        r"\bordered\b[^.?!\n]{0,45}\b(?:got|received|came|arrived?|unpacked|"
        r"opened|was delivered|have been sent|sent me)\b(?! (?:\d+ (?:pairs|of)|only|late|on))",
        r"\byou(?:'ve| have)? sent (?:me )?(?:the old|a |left-|an? \w+ for)|\bfor a different (?:make|model|"
        r"printer|phone|brand)\b|\b(?:kid'?s|child'?s|adult|men'?s|"
        r"women'?s) (?:size|one|version|\d+) came\b|\bmix-?up\b|\bsomeone else'?s (?:order|parcel|item)|\b(?:a"
        r" )?stranger'?s\b|\btwo (?:left|right) \w+\b|\bnever ordered (?:this|it|that)\b|"
        r"\banother customer\b|\bnot mine\b|\bwrong flavou?r\b",
        r"\binstead of (?:the|a|my)\b[^.?!\n]{0,40}\b(?:unpacked|found|came|got|received|arrived)\b|\b(?:box|"
        r"label) says\b[^.?!\n]{0,30}\b(?:inside|its|it's|contains|holds)\b|"
        r"\bpicked the wrong\b|\bpaid for (?:the )?(?:adult|pro|\w+ version)\b[^.?!\n]{0,30}\b(?:sent|got|basic)\b|"
        r"\bwhat turned up was\b",
    ),
    "reason_damaged": (
        r"\b(?:broken|damaged?|smash\w*|shatter\w*|crack(?:s|ed)?|dent(?:s|ed)?|torn|ripped|crushed|"
        r"scratch\w*|stain\w*|leak(?:s|ed|ing)?|bent|mouldy|moldy|spilled|chipped|wrecked|in pieces)\b",
        r"\b(?:brocken|brokn|snapped (?:clean|in|off in)|split|burst|caved in|in two halves|in (?:two|half|"
        r"bits)\b(?! weeks)|shards|soaked|soggy|ruined|"
        r"squashed|flattened|scuff\w*|goug\w*|melted|frozen solid|dropped (?:it|the|from)|hole in|tear (?:in|down)|"
        r"smithereens|"
        r"didn'?t survive|wet and|mould|thrown|threw it)\b|\blid was off\b|\bhandle came off\b|"
        r"\b(?:that'?s|thats) how (?:the|it)\b[^.?!\n]{0,20}\b(?:looked|arrived|came)\b",
    ),
    "reason_defective": (
        r"\b(?:stopped working|(?:does not|doesn'?t|do not|don'?t|won'?t|not|no longer|never) (?:work|"
        r"turn on|switch on|charge|start|respond\w*|function\w*)(?:ing|s)?)\b",
        r"\b(?:faulty|defective?|defect|malfunction\w*|overheats?|burned out|burnt out|"
        r"dead on arrival|died|flickers?|fell apart|broke down|shuts? (?:down|off)|goes off after|"
        r"grinding noise|strange noise|no cooling)\b",
        r"\b(?:zip|zipper|motor|battery|screen|button|pump)\b[^.?!\n]{0,25}\b(?:failed|broke|died|"
        r"burned)\b|\b(?:one|a \w+) that works\b|\bnothing helps\b",
        r"\b(?:does not|doesn'?t|do not|don'?t|dont|won'?t|wont|will not|cannot|can'?t|no longer|not|never) (?:\w+"
        r" )?(?:connect|conect|pair|hold (?:a |its )?"
        r"charge|holds? a charge|load|spin|shut|close properly|heat|cool|light up|play|print|respond|start|boot|"
        r"recogni[sz]e|stay on|keep (?:time|the time)|"
        r"power|inflate|sync|ring|lock|cut|fit together|work(?:ing)?|steam)s?\b(?! (?:back|out))",
        r"\b(?:cut(?:s|ting)? out|switch(?:es|ed|ing)? (?:itself |by itself )?off|turns? itself off|shuts? itself|"
        r"freez(?:es|ing)|crash(?:es|ing)|dead (?:after|silent|"
        r"pixels?|battery|on)|ear dead|is dead|is ded|drifts?|wobbl\w+|jam(?:s|med)|stuck at|sticking|squeak\w*|"
        r"hums?|buzz(?:es|ing)|rattl\w+|sinks?|error (?:code )?e?\d+|"
        r"gave up the ghost|packed (?:in|up)|conked|giv(?:es|en) up|gave way|bust|has gone\b(?= (?:and|again))|"
        r"trips the fuse|smoke came|stinks? of burning|"
        r"smells? of burning|burning smell|heating too much|drops off the wifi|goes flat|battery (?:lasts|dies|is"
        r" ded|drains)|short.?circuit\w*|"
        r"sparks?|peel(?:s|ing) off|com(?:es|ing) (?:loose|undone|apart|away)|came (?:undone|apart|away|off)|"
        r"unravel\w*|strap broke|clasp snapped|"
        r"snapped on the first|broke (?:the )?(?:second|first|after)|type twice|double.?clicks?|no (?:sound|"
        r"picture|power|signal)|worked once|manufacturing fault|"
        r"under (?:the )?guarantee|out of true|third (?:kettle|leak)|leak(?:s|ing)? from|does nothing|doesn'?t do"
        r" anything)\b",
        r"\b(?:zip|zipper|motor|battery|screen|button|pump|strap|hinge|seam|sole|needle|display)\b[^.?!\n]{0,25}\b"
        r"(?:brok|broke|bust|stops?|gone|came|come|has come|jam\w*|stuck)\b",
    ),
    "reason_too_small": (
        r"\btoo (?:small|smal|tight|short|narrow|snug)\b|\bto smal+\b|\bruns? small\b|\b(?:bigger|"
        r"larger) size\b|\bsize (?:bigger|larger|up)\b|\bcan'?t get\b[^.?!\n]{0,20}\b(?:into|past|"
        r"over|on)\b",
        r"\b(?:is|are|it's|bit|fits?) (?:\w+ )?tight\b|\brides up\b|\bnarrow\b|\bbit short\b",
        r"\b(?:very|bit|way|much|far) (?:small|smaller|tight|tighter|short)\b|\bpinch(?:es)?\b|\b(?:don'?t|dont|"
        r"doesn'?t|won'?t|wont|can'?t|cannot|couldn'?t|could not|not|isn'?t)\b[^.?!\n]{0,20}\b(?:get (?:it|them|"
        r"past|your|into|over)|"
        r"go over|fit over|close (?:over|at)|zip|do the buttons|button|past my|over my|large enough|big enough|"
        r"reach)\b|\bgrowth spurt\b|\bgrew (?:over|since|out)\b|\bsquashed toes\b|\btoes (?:are|were) "
        r"(?:squashed|numb)\b|\bstops? (?:at (?:his|her|my)|halfway)\b|\bbarely reach\w*\b|\bcuts? off my\b|"
        r"\bnothing larger\b|\brub(?:s)? at the toes\b|\bnext size up\b|"
        r"\b(?:one|a) size bigger\b|\b(?:for|like) (?:a )?(?:dolls?|child'?s)\b|\brelaxed in it\b",
    ),
    "reason_too_large": (
        r"\b(?:too|to) (?:big|large|loose|long|wide|baggy)\b|\bruns? (?:large|big)\b|\bsmaller size\b|"
        r"\bsize (?:smaller|down)\b|\bsizes too big\b|\b(?:is|are) huge\b|\bhangs off\b|"
        r"\bslips? off\b|\bslide in\b",
        r"\b(?:swim(?:s|ming)?|drown\w*) (?:on|in) (?:me|it|the|them)\b|\blike a tent\b|\b(?:enormous|massive|"
        r"gigantic|roomy|baggy)\b|\bslides? (?:right )?off\b|\bspins? round\b|\b(?:goes )?twice round me\b|"
        r"\bhang(?:s|ing?|in) off\b|\bfalls? down when\b|\bdrags? on the\b|\b(?:sizes?|much|way|far|cm|"
        r"centimet\w+) (?:bigger|wider|too (?:wide|big|long|large))\b|\bwon'?t go through (?:our|the|my) door\b|"
        r"\btwo of me\b|\bcovers? my (?:eyes|hands|face)\b|\bwaist gapes\b|\bheel lifts\b|\bwon'?t stay up\b|"
        r"\bwider than\b|\bthat big\b",
    ),
    "reason_not_as_described": (
        r"\b(?:not|isn'?t|never) as (?:described|advertised|pictured|shown)\b|\blooks? nothing like\b|"
        r"\bmisleading\b|\b(?:fake|counterfeit|not genuine|first copy|replica)\b",
        r"\b(?:sold|advertised|listed|described) as\b|\b(?:listing|description|page|site|"
        r"advert\w*)\b[^.?!\n]{0,25}\b(?:said|says|claims|different)\b|\blooks? \w+ online\b|"
        r"\bin reality\b|\bcolou?r is off\b",
        r"\bdifferent from the (?:product|picture|photo|page|website)\b|\bfar below what\b|\bcheap compared\b",
        r"\b(?:looks?|nothing) like the (?:pictures?|photos?|swatch|site|website)\b|\bnothing like (?:what|the)\b|"
        r"\b(?:fakes|counterfeits?|fraud)\b|\b(?:described|listed|called|calls it|labelled|sold|advertised) as\b|"
        r"\b(?:is|it's|its|was|are) (?:supposed|meant) to (?:be|hold|have)\b|\bmeant to be '|\b(?:solid (?:oak|"
        r"wood)|leather|wool|waterproof|silk|cotton)\b[^.?!\n]{0,50}\b(?:is|it's|its|chipboard|plastic|veneer|"
        r"paper|polyester|"
        r"soaked)\b|\bchipboard\b|\bveneer\b|\b(?:your|the) (?:photo|photos|picture|pictures|website|site|listing|"
        r"ad|product sheet|product page|spec sheet) (?:shows?|showed|calls|promis\w+|says?|said|claims?|admits|"
        r"clearly)\b|"
        r"\bdifferent (?:green|blue|red|colou?r|shade|\w+) (?:from|to|than) (?:the|what)\b|\bin real life\b|\bnot"
        r" what was advertised\b|\bbest-?before\b|\b(?:feel|been) (?:rather )?(?:cheated|misled|conned)\b|"
        r"\bpoor quality\b|\bblurry\b|\brefurbished\b|\b(?:site|page|listing|website|label|tag) (?:said|says|"
        r"promised|states)\b[^.?!\n]{0,30}\d|\bsee-?through\b|\bisn'?t what was\b|\bmeasured (?:it|less)\b",
    ),
    "reason_not_received": (
        r"(?:\b(?:never|not|nothing|havent|hasnt|didnt)|n't)\b[^.?!\n]{0,25}\b(?:arriv\w*|received?|"
        r"delivered|got here|made it|came|turned up|showed up|get here)\b(?! (?:the |my |"
        r"any )?(?:refund|reply|answer|money))",
        r"\b(?:lost|stolen|vanished|disappeared|it is gone|is gone)\b|\bmarked (?:as )?delivered\b|"
        r"\bshows? delivered\b|\bsays delivered\b|\bdelivered to (?:a|the) wrong\b|"
        r"\bleft at the (?:front )?door\b",
        r"\bwas due \d+ days ago\b|\bdelivered but (?:i )?(?:never|nothing|no)\b|\bno parcel\b|\bi got nothing\b",
        r"\b(?:written off|signed for (?:it )?(?:himself|by (?:a|somebody|someone)|my)|somebody called|delivered"
        r" to nobody|returned to sender|went back to you|sent back to you|back to the sender|"
        r"left (?:it )?(?:with a neighbour|in the lobby|by the bins|outside)|been left with a|no sign of|there'?s"
        r" no \w+ here|nobody of that name|not come never|"
        r"neither parcel|declared lost|mislaid|burn(?:ed|t) down|carrier admits|courier admits|nothing (?:has come|"
        r"came|here|arrived|in the mailbox)|still nothing|not my signature|"
        r"someone else'?s door|handed it to me|nobody rang|stolen from|never (?:showed|reached|made|recieved|got"
        r" it)|no (?:bookcase|parcel|package|order)[.!,]|havent recieved)\b|"
        r"\bsigned for\b[^.?!\n]{0,30}\b(?:package|parcel|\d{6,})",
    ),
    "reason_late": (
        r"\btoo late\b|\blate again\b|\barrived (?:after|late|too late)\b|"
        r"\bwas on the \d+\w*\b[^.?!\n]{0,40}\barrived on the \d+|\btook (?:\w+ ){1,3}(?:weeks|months|"
        r"days) to arrive\b|\btook forever\b|\bdate was missed\b|\bshould have (?:shipped|arrived|"
        r"been)\b|\bdone waiting\b|\bwait any longer\b|\bsupposed to be here\b|\bbehind schedule\b",
        r"\b(?:arrived|came|turned up|got here|delivered|come)\b[^.?!\n]{0,20}\b(?:the day after|(?:two|three|four|"
        r"five|\d+) days after|days? (?:after|late)|a month after|weeks? (?:after|late)|"
        r"after (?:the|we|my|his|her)|long after|next day\b(?= [^.?!\n]{0,10}order))|\b(?:birthday|party|event|"
        r"wedding|holiday|festival|christmas|season|funeral) (?:is|was|has|is basically) "
        r"(?:over|yesterday|passed|finished|gone)\b|\b(?:still|not even) (?:'?preparing|processing|on the van)|\b"
        r"(?:ships|shipped|delivery) in 24h?\b|\bpromised for\b[^.?!\n]{0,30}\bdelivered on\b|"
        r"\bwas meant to be next day\b|\bpast the delivery date\b|\b(?:delivery|estimate|date) (?:estimate )?has"
        r" slipped\b|\bdate moved\b|\bnot wat?iting any\b|\bim not wating\b|"
        r"\bby the time (?:it|they) (?:got|came|arrived)\b|\b(?:paid for|i paid for) express\b|\bweeks? in a row\b|"
        r"\bmissed the (?:party|deadline|birthday)\b|\bdidn'?t come in time\b|"
        r"\b(?:two|three|four|five|six|eleven|\d+) (?:weeks|months) (?:for a parcel|late|past)\b|\bdays? late\b|"
        r"\bneeded (?:it|the \w+) for\b|\bdelivered (?:too )?late\b|\bnot on my doormat by\b|"
        r"\bnot here (?:by|on) \w+day\b",
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
        r"\bno longer (?:require|want|need|interested)\b|\b(?:hates?|unloved|gone off|look daft|look silly|didn'?t"
        r" like|doesn'?t like|don'?t like|won'?t wear|never worn|unworn|never used|never opened|not opened|"
        r"unopened|still sealed|"
        r"still in (?:its |the )?(?:cellophane|shrink|box|wrap\w*|bag|packaging)|never going to use|second"
        r" thoughts|buyer'?s remorse|got carried away|no use for|rather (?:the|have the) (?:blue|green|grey|black|"
        r"other))\b|"
        r"\b(?:i|we)(?:'ve| have)? (?:now )?(?:picked|found|bought|chosen) (?:another|something|one|it) (?:else|"
        r"elsewhere|\w+)\b|\b(?:very )?same (?:game|one|thing)\b[^.?!\n]{0,20}\b(?:birthday|already|got us)\b|"
        r"\bhas the same one\b|\bfallen through\b|\bplans (?:have )?changed\b|\bfound (?:it )?(?:cheaper|"
        r"something)|\bwe'?ve picked\b",
    ),
    "reason_other": (
        r"\bovercharged\b|\bprice dropped\b|\b(?:billed|"
        r"charged)\b[^.?!\n]{0,25}\b(?:for )?(?:shipping|delivery|postage|customs)\b|\bshipping fee\b|"
        r"\bcoupon was not\b|\ballerg\w+\b|\bcustoms fees?\b|\b(?:as a|was a) (?:gift|present)\b|"
        r"\bsmell (?:makes|gives|is making)\b|\bwrong (?:delivery )?(?:address|card)\b|\bcharged delivery\b",
        r"\b(?:rash|lost my job|import duty|customs|surcharge|on top\b(?= of)|coupon|promo code|discount (?:code"
        r" )?(?:never|was not|wasn'?t|didn'?t)|birthday (?:code|voucher)|voucher at checkout|forgot (?:to|my) "
        r"(?:apply|enter|code)|"
        r"more than (?:agreed|the price)|price shown|overcharge|quoted|nearly double|passed away|subscription|"
        r"membership|pressed buy|by my \d|price (?:fell|has dropped|drop|went down)|cheaper today|nuts in it|vat"
        r" was|gave (?:me|us) an?|"
        r"was given|duplicate gift|delivery charge|charged for delivery|charged £?\d+ for delivery|free delivery|"
        r"typed the wrong|wrong (?:address|postcode|card))\b",
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
