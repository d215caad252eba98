"""Spanish, accents folded (n for n with tilde). Cue names: see the package."""

from __future__ import annotations

_GAP = r"[^.?!\n]"
_WANT = r"(?:quiero|quisiera|me gustaria|prefiero|deseo|solicito|exijo|necesito|pido|queremos)"
_REFUND = (
    r"(?:reembols[oe]\w*|devolucion del (?:importe|dinero)|mi dinero|el dinero de vuelta|"
    r"devuelvan el (?:dinero|importe))"
)
_CREDIT = r"(?:vale|cupon|tarjeta (?:de )?regalo|saldo en la tienda|credito (?:de|en la) tienda)"
_PARCEL = r"(?:pedido|paquete|envio|entrega)"

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}\b(?!{_GAP}{{0,10}}\bno\b){_GAP}{{0,35}}\b{_REFUND}",
        r"\b(?:reembolsen|reembolsenme|reembolsadme|reembolseis|reembolsa|reembolseme|devuelvanme|"
        r"devuelvame|devolvedme)\b",
        r"\bpor favor\b[^.?!\n]{0,20}\breembols\w+|\brecuperar (?:mi|el) dinero\b|\bdesistimiento\b|\bdesistir\b",
    ),
    "exchange": (
        rf"\b(?:{_WANT}|puedo|podria|pueden|podeis)\b{_GAP}{{0,20}}\b(?:cambiar(?:lo|la|los|las)?|"
        r"cambio|reemplaz\w+|sustitu\w+)\b(?! (?:de|la) (?:direccion|opinion))",
        r"\bprefiero el de color\b|\benvienme uno nuevo\b|\buno nuevo a cambio\b|\b(?:cambiarlo|cambiarla) por\b",
    ),
    "store_credit": (
        rf"\b(?:prefiero|acepto|quiero|me vale|mejor)\b{_GAP}{{0,30}}\b{_CREDIT}\b|"
        rf"\b{_CREDIT}\b{_GAP}{{0,15}}\bme (?:vale|sirve)\b",
    ),
    "reship": (
        r"\breenvi\w+\b|\b(?:volver|vuelvan|vuelva|volved) a enviar\w*\b|\b(?:manden|envien|mandenme|"
        r"envienme)\b[^.?!\n]{0,20}\bfalta\b|\benvi\w+ de nuevo\b",
    ),
    "cancel": (
        rf"\b(?:{_WANT}|por favor|puedo|pueden|,)\b{_GAP}{{0,12}}\b(?:cancel\w+|anul\w+)\b|"
        r"\b(?:cancelen|cancelenlo|cancelad|anulen)\b",
    ),
    "give_back": (
        rf"\b{_WANT}\b{_GAP}{{0,10}}\bdevolver(?:lo|la|los|las)?\b(?! (?:el|mi) dinero)|\b(?:hacer|"
        r"tramitar|iniciar) una devolucion\b|\betiqueta de devolucion\b",
    ),
    "send_new": (r"\benvi\w+\b[^.?!\n]{0,15}\b(?:uno nuevo|una nueva|otro|otra)\b",),
    "maybe_refund": (r"\breembols\w+\b|\bdevolucion\b",),
    "maybe_exchange": (r"\b(?:cambio|cambiarlo|reemplazo)\b",),
    "maybe_store_credit": (r"\b(?:vale de compra|tarjeta regalo)\b",),
    "maybe_reship": (r"\breenvio\b",),
    "maybe_cancel": (r"\b(?:cancel\w+|anul\w+)\b",),
    "status_refund": (
        rf"\b(?:donde|cuando)\b{_GAP}{{0,30}}\b(?:reembols\w+|dinero)\b|\b(?:no|todavia|"
        rf"aun)\b{_GAP}{{0,20}}\b(?:recibido|llegado)\b{_GAP}{{0,10}}\b(?:dinero|reembolso)\b",
        rf"\breembolso\b{_GAP}{{0,25}}\b(?:pendiente|no ha|todavia|aprobado|prometido)\b",
    ),
    "status_return": (r"\b(?:recibido|llegado)\b[^.?!\n]{0,10}\b(?:mi|la) devolucion\b",),
    "status_exchange": (r"\bcuando\b[^.?!\n]{0,20}\b(?:cambio|reemplazo)\b",),
    "status_order": (
        rf"\bdonde esta\b{_GAP}{{0,15}}\b{_PARCEL}\b|\bcuando\b{_GAP}{{0,15}}\b(?:llega\w*|{_PARCEL})\b|"
        rf"\bseguimiento no\b|\blleva retraso\b|\ben camino\b",
    ),
    "question": (
        rf"\bpolitica de (?:devolucion|reembolso|cambio)\w*\b|\bcuantos dias\b{_GAP}{{0,40}}|"
        rf"\bquien paga\b{_GAP}{{0,40}}|\bcuanto tarda un\b{_GAP}{{0,20}}|\bse pueden? (?:cambiar|"
        rf"devolver)\b{_GAP}{{0,40}}|\bpuedo devolver en tienda\b{_GAP}{{0,40}}",
    ),
    "off_topic": (
        r"\bfactura\b|\bcontrasena\b|\biniciar sesion\b|\bdireccion de envio\b|\bdisponible\b|"
        r"\b(?:hacen|haceis) envios\b|\bcodigo de descuento\b|\bboletin\b|"
        r"\bcuenta\b(?=[^.?!\n]{0,5}$)|\bborren mi cuenta\b|\bque talla\b|\bno hay pedido\b",
    ),
    "decoy": (
        r"\btipo de cambio\b|\bcancelaron\b[^.?!\n]{0,30}|\b(?:fue|sido|han) cancelad[oa]\b|"
        r"\bcambi\w+ de opinion\b",
    ),
    "thanks": (r"\bgracias\b",),
    "settled": (
        r"\breembolso (?:recibido|ya llego)\b|\btodo resuelto\b|\bya esta resuelto\b|"
        r"\bel reembolso ya llego\b",
    ),
    "retracted": (
        r"\bno hagan nada\b|\bignoren mi\b|\bya no (?:quiero|necesito) (?:el reembolso|la devolucion|"
        r"cancelar)\b",
    ),
    "negation": (r"(?:no (?:quiero|necesito|deseo|pido)|sin|ni|no)",),
    "contrast": (r"(?:en vez de(?:l)?|en lugar de(?:l)?|mejor que)",),
    "between": (r"(?:un|una|el|la|mi|que|me)",),
    "conditional": (
        r"\b(?:si no|salvo que|a menos que|de lo contrario|en caso de)\b|"
        r"(?<!saber )\bsi\b(?! (?:es posible|pueden|puede))",
    ),
    "reported": (r"\b(?:dijeron|dijo|prometieron|prometio|companero|ya (?:cancele|pedi|reembolsaron))\b",),
    "reason_withdrawal": (r"\bdesist\w+\b",),
    "reason_duplicate": (r"\b(?:cobrado|pedi|cobraron) dos veces\b|\bdoble (?:cargo|cobro|pago)\b",),
    "reason_missing_item": (r"\bfalta\b|\bsolo venia un[oa]?\b|\bincompleto\b",),
    "reason_wrong_item": (
        r"\b(?:articulo|producto|talla|color) (?:equivocad[oa]|incorrect[oa])\b|\bno es el (?:color|"
        r"modelo)\b|\botra cosa\b|\bpedi\b[^.?!\n]{0,25}\bllego\b",
    ),
    "reason_damaged": (r"\b(?:rot[oa]s?|danad[oa]s?|estropead[oa]|grietas?|aranazos?|abollad[oa]|aplastad[oa])\b",),
    "reason_defective": (
        r"\bno (?:funciona|se enciende|carga)\b|\bdefectuos[oa]\b|\bdejo de funcionar\b|\bse quemo\b",
    ),
    "reason_too_small": (r"\b(?:pequen[oa]|aprieta|estrech[oa]|cort[oa])\b|\btalla mas\b",),
    "reason_too_large": (
        r"\b(?:queda|es|demasiado|muy) (?:grande|anch[oa]|larg[oa]|demasiado (?:grande|anch[oa]))\b|"
        r"\btalla menos\b",
    ),
    "reason_not_as_described": (r"\bno coincide\b|\bno se parece\b|\bfalsificacion\b",),
    "reason_not_received": (
        r"\b(?:nunca|no) (?:llego|ha llegado|he recibido|recibi)\b(?! (?:el reembolso|mi dinero))|"
        r"\baparece entregado\b|\bdesaparecio\b|\bya no esta\b|\bperdido\b",
    ),
    "reason_late": (r"\bdemasiado tarde\b|\bfecha de entrega\b|\besperar mas\b",),
    "reason_style": (r"\bno me gusta\b|\bno es mi estilo\b|\bno combina\b",),
    "reason_changed_mind": (r"\bcambiado de opinion\b|\bya no lo (?:necesito|quiero)\b|\bmas barato\b",),
    "reason_other": (r"\bgastos de envio de mas\b|\balergia\b",),
    "photo": (r"\b(?:adjunto|adjunta|adjuntas)\b[^.?!\n]{0,8}\b(?:fotos?|imagen(?:es)?)\b|\bfotos? adjuntas?\b",),
    "everything": (r"\b(?:todo el pedido|pedido (?:completo|entero)|todos los articulos)\b",),
    "urgent": (r"\b(?:urgente\w*|cuanto antes|lo antes posible|inmediatamente)\b|!!",),
    "negative": (r"\b(?:exijo|inaceptable|verguenza|estafa|decepcionad[oa]|completo|esperar mas)\b",),
    "automatic": (r"\brespuesta automatica\b|\bfuera de la oficina\b",),
}
