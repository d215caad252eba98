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

# What follows reads a request as frame, gap, goal: "podrian" ... "abonarme" ... "el importe a la cuenta".
_BREAK = (
    r"no|nunca|jamas|sin|ni|pero|porque|cuando|donde|si|dijeron|dijo|prometi\w+|prometido|politica|estado|"
    r"confirm\w+|todavia|aun|ya|o|vez|lugar|"
    r"saber|olvid\w+|referencia|condiciones|nada de"
)
_ON = rf"(?:(?!\b(?:{_BREAK})\b)[^.?!;:\n]){{0,50}}?"  # the rest of a request, nothing that turns it round
_ASK = (
    r"(?:\b(?:por favor|porfa|(?:le|les|os) (?:ruego|rogamos|pido|pedimos|agradeceria\w*|solicito)|ruego|rogamos|"
    r"(?:me|nos) gustaria|(?:me|nos) (?:lo |la |los |las )?(?:pueden?|podeis|podrian?|podriais)|"
    r"(?:puedo|podria|podrian|podriais|pueden|podeis|puede|podemos|podriamos|quisiera|quisieramos|quiero|kiero|"
    r"queremos|querria|querriamos|deseo|deseamos|solicito|solicitamos|exijo|exigimos|pido|pedimos|necesito|"
    r"nesecito|"
    r"necesitaria|nesecitaria|necesitamos|prefiero|preferiria|preferimos|reclamo|espero|esperamos|acepto|conformo|"
    r"agradeceria|agradeceriamos|elijo|sugiero)|"
    r"(?:seria|es) posible|serian tan amables de|hagan el favor de|(?:hay|habria) (?:manera|forma|que)|como "
    r"(?:hago|puedo|hacemos|lo|la)|cm hago|con quien hablo|tengo derecho a|(?:deben|debe|deberian?|tienen que|"
    r"tiene que)|"
    r"se me (?:debe|emita|devuelva|reembolse)|mejor|me (?:vale|sirve|conviene|conformo)|pueden|sigo queriendo)\b)"
)
_SUM = r"(?:[$€] ?\d[\d.,]{0,12}|\b\d[\d.,]{0,12} ?(?:€|euros?\b|eur\b|pesos\b|\$|mxn\b|dolares\b))"
_CASH = (
    rf"(?:\b(?:mi|el|la|ese|todo el|los|las|lo que|del|al) (?:dinero|plata|pasta|importe|precio|monto|pago|costo|"
    rf"cargo|gastos|envio|diferencia|mitad|suma|total)\b|\bdinero\b|\blo que (?:pague|he pagado|pagamos|gaste)\b|"
    rf"\blo pagado\b|"
    rf"\b(?:los |las |esos |mis )?{_SUM}|{_SUM})"
)
_GIVE = (
    r"(?:devolv\w*|devuelv\w*|devolucion|reembols\w*|reintegr\w*|regres(?:en|e|ar|aran)\w*|abon(?:en|ar|aran|arme|"
    r"arnos|eis|e)\w*|ingres(?:en|ar|eis|arme|e)\w*|recuper\w*|de vuelta|retorn\w*|restitu\w*|acredit\w*|"
    r"pagu?en\w*|transfier\w*|vuelva\w*)"
)
_VOUCHER = (
    r"(?:\b(?:vales?|cupon|bono)(?: de (?:compra|regalo|descuento))?\b|\btarjetas? (?:de )?regalo\b|\bcheques?"
    r" regalo\b|\bsaldo a favor\b|\bsaldo\b(?= (?:en|de|para|a) (?:la|su|vuestra|mi|otra|el))|\b(?:en|de|el)"
    r" saldo\b|\bcredito (?:de|en) (?:la |su |vuestra )?tienda\b|\bcredito\b(?= (?:para|en|y))|\bnota de credito\b|"
    r""
    r"\bmonedero\b|\babono para (?:el|la|mi)\b)"
)
_HUE = (
    r"(?:negr[oa]s?|blanc[oa]s?|azul(?:es)?(?: marino)?|roj[oa]s?|verdes?|gris(?:es)?|rosas?|amarill[oa]s?|beige|"
    r"marron(?:es)?|morad[oa]s?|naranja|turquesa|plata|dorad[oa]s?)"
)
_SIZE = (
    r"(?:(?:talla |talle |numero |en |la |el |una? |por ){0,6}(?<!')\b(?:[1-9]\d{1,2}(?:[.,]5)?|x{0,4}s|m|"
    r"x{0,4}l)\b(?!')(?![.,]?\d| ?[€$%]| ?(?:euros?|dias|cm|minutos)\b))"
)
_PAPER = (
    r"(?:etiqueta|factura|correo|vale|dinero|importe|plata|cupon|tarjeta|enlace|codigo|formulario|respuesta|"
    r"reembolso|foto|tecnico|confirmacion|catalogo|direccion|numero|recibo)"
)

# A wish that names no more than a size, a colour or a sound one: with a problem told, it is for another article.
_WISH = (
    rf"(?:(?!\b(?:{_BREAK}|devol\w*|devuel\w*|reembols\w*|cancel\w*|anul\w*|compr\w*|pedido|dinero|factura|"
    rf"direccion|ayuda)\b)[^.?!;:\n]){{0,45}}?"
)

PATTERNS: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"\b{_WANT}\b(?!{_GAP}{{0,10}}\bno\b){_GAP}{{0,35}}\b{_REFUND}",
        r"\b(?:reembolsen|reembolsenme|reembolsadme|reembolseis|reembolsa|reembolseme|devuelvanme|"
        r"devuelvame|devolvedme)\b",
        r"\bpor favor\b[^.?!\n]{0,20}\breembols\w+|\brecuperar (?:mi|el) dinero\b|\b(?:mi|ejerzo|"
        r"ejercer)[^.?!\n]{0,20}\bdesistimiento\b",
        rf"{_ASK}{_ON}\b(?:re?embols\w*|reenbols\w*|rembols\w*|reintegr\w*|indemniz\w*|compensa\w*)\b(?! "
        rf"(?:prometido|pendiente|aprobado|que))",
        rf"{_ASK}{_ON}\b{_GIVE}\b{_ON}{_CASH}|{_ASK}{_ON}{_CASH}{_ON}\b(?:{_GIVE}|vuelta|en la misma tarjeta|a mi"
        rf" cuenta)\b",
        rf"{_ASK}{_ON}\b(?:mi|el) (?:dinero|plata)\b(?! (?:no|de regalo|se quede))|\bexijo mi dinero\b",
        r"\b(?:devolve?d?me|devuelv[ea]n?me|devolvedme|devolveme|reembols[ea]n?me|regres[ea]n?me|reintegr[ea]n?me|"
        r"abon[ea]n?me|ingres[ea]n?me|paguenme|reembolsadme|abonadme|ingresadme|devuelvanmel[ao]|"
        r"devuelvanl[ao])\b(?! (?:el vale|un vale))",
        rf"(?:^|[.,;!?\n] ?|\b(?:y|o|pues|mejor) )(?:me |nos )?(?:devuelv\w+|reembols[ea]n?\w*|reembolsad|"
        rf"regresen\w*|reintegr[ea]n\w*|abon[ea]n|dais|devolveis|ingreseis|ingresais)\b{_ON}(?:{_CASH}|\bsolo el\b|"
        rf"\bal menos\b|\blo (?:pagado|que)\b)",
        r"(?:^|[.!?¿\n,:;] ?)(?:un |el )?(?:re?embolso|reenbolso|rembolso|devolucion del (?:dinero|importe)|"
        r"reintegro)(?: (?:por favor|porfa|xfa|total|parcial|integro|del?|de la|ya|completo|pedido|\d+)){0,6}(?=[ ,]*"
        r"(?:[.!]|$|por favor|porfa|nada menos))(?![^.!\n]{0,60}[?])",
        rf"\b(?:haced|hagan|hacer) (?:el )?(?:ingreso|abono|reembolso) de {_CASH}|\b(?:reembolso|reintegro) "
        rf"(?:parcial|total|integro) (?:seria|serian)\b|\bla mitad del precio\b(?=[^.?!\n]{{0,15}}(?:[.!]|$))|\bme"
        rf" deben {_SUM}|\bderecho (?:de|al) desistimiento\b|\bdesisto del?\b|\banulen el segundo cargo\b|"
        rf"\bquedense con [^.?!\n]{{0,25}}\bpaguen\w*|\bme conformo con la mitad\b|"
        rf"\b(?:me (?:dais|dan|devuelven|regresan|devolveis)) {_CASH}|\bpara q(?:ue)? me (?:ingres|devuelv|"
        rf"reembols|abon)\w+",
    ),
    "exchange": (
        rf"\b(?:{_WANT}|puedo|podria|pueden|podeis)\b{_GAP}{{0,20}}\b(?:cambiar(?:lo|la|los|las)?|"
        r"cambio|reemplaz\w+|sustitu\w+)\b(?! (?:de|la) (?:direccion|opinion))",
        r"\bprefiero el de color\b|\benvienme uno nuevo\b|\buno nuevo a cambio\b|\b(?:cambiarlo|cambiarla) por\b",
        rf"{_ASK}{_ON}\b(?:cambi(?:ar|o|en|armel[oa]|arme|arl[oa]s?|ad|ais|e|arse)\w*|canvi\w*|reempla[zc]\w*|"
        rf"sustitu\w*|canje\w*)\b(?! (?:de (?:opinion|direccion|idea)|la direccion))",
        r"(?:^|[.,;!?¿\n] ?|\b(?:y|o|pues) )(?:me (?:lo|la|los|las) )?(?:cambi[ae]n?(?:me|mel[oa]s?)?|cambiadl?me?|"
        r"sustituid\w*|sustituyan\w*|reemplac[ei]n?\w*|cambiais)\b(?= (?:por|el|la|los|las|este|esta|a|de talla)|"
        r"[.,!?]|$)|\bcambio de talla\b(?! gratis)|\bhacemos el cambio\b",
        rf"{_ASK}{_ON}\b(?:en lugar de|en vez de) (?:est[ea]|el|la|un[oa]?)\b|\bme quedo con (?:el|la) [\w"
        rf" ]{{0,20}}{_HUE}|\bsi en (?:lugar|vez) del? \w+ me quedo\b",
        rf"{_ASK}{_ON}\b(?:un[oa]?|el|la|los|las|otr[oa]s?|en) (?:{_SIZE}|{_HUE}|mism[oa]|correct[oa]s?|buen[oa]|"
        rf"san[oa]s?|talla (?:de arriba|de abajo)|que (?!se|me|no|ha|lleg)\w+)(?=[^.?!\n]{{0,30}}(?:[.!?,]|$))",
        rf"\b(?:el|la|lo) (?:prefiero|quiero|queria) en {_HUE}|\bprefiero en {_HUE}|\bmismo (?:pero )?en\b|\b"
        rf"(?:manden|envien|enviad|mandad|envienme|mandenme) (?:el|la|los|las) (?:correct[oa]|buen[oa]|que"
        rf" pedi)\w*|\buna talla (?:menos|mas) a cambio\b|\b(?:a cambio|y les mando este|y recojan est[ea])\b|"
        rf"\bdos tallas (?:menos|mas)\b|\bdenme otr[oa]\b|\bmejor en {_HUE}|\buno que funcione\b|\bpor otr[oa]s? "
        rf"(?:que|san[oa]s?|igual(?:es)?|modelo|color|nuev[oa])\b",
    ),
    "store_credit": (
        rf"\b(?:prefiero|acepto|quiero|me vale|mejor)\b{_GAP}{{0,30}}\b{_CREDIT}\b|"
        rf"\b{_CREDIT}\b{_GAP}{{0,15}}\bme (?:vale|sirve)\b",
        rf"{_ASK}{_ON}{_VOUCHER}|{_VOUCHER}[^.?!\n]{{0,25}}\b(?:me (?:vale|sirve|va|conviene|parece)|estaria bien|"
        rf"por favor|porfa|esta bien|seria)\b|\bcon un vale\b[^.?!\n]{{0,30}}\b(?:me|vale|va)\b",
        rf"\b(?:en lugar|en vez) (?:del?|de la|de) (?:dinero|plata|reembolso|importe|"
        rf"transferencia)\b[^.?!\n]{{0,20}}{_VOUCHER}|\b(?:hag[aá]?nme|haganme|haced?me|denme|dadme|dame|pongan|"
        rf"poned|pasar|convert\w+|emit\w+|guarden\w*|dejen|"
        rf"se quede)\b{_ON}{_VOUCHER}|\bque sea un (?:vale|cupon|bono)\b(?! no\b)|\bpon(?:ed|"
        rf"gan)me\b[^.?!\n]{{0,25}}\b(?:de|en) "
        rf"saldo\b|\bdej(?:en|ad)me (?:el importe|el dinero|eso) en (?:un )?(?:vale|saldo|bono)\b|\bvale por favor\b",
        r"\b(?:dejen|se quede|usar|guarden\w*)\b[^.?!\n]{0,30}\b(?:saldo|credito|proxima compra|otra compra)\b|"
        r"\bdenme credito\b",
    ),
    "reship": (
        r"\breenvi\w+\b|\b(?:volver|vuelvan|vuelva|volved) a enviar\w*\b|\b(?:manden|envien|mandenme|"
        r"envienme)\b[^.?!\n]{0,20}\bfalta\b|\benvi\w+ de nuevo\b",
        rf"{_ASK}{_ON}\b(?:reenvi\w+|re-?envi\w+|(?:nuevo|otro|segundo) (?:envio|paquete)|nueva entrega|"
        rf"reexped\w+)\b|\b(?:vuelv[ae]n?|volved|volver|vuelvan) a (?:mandar|enviar)\w*\b|\b(?:mand|envi)[ea]n?"
        rf"(?:me)?(?:l[oa]s?)? (?:otra ve[sz]|de nuevo|nuevamente)\b|\bmandenmel[oa] otra ve[sz]\b|"
        r"(?:^|[.,;!?\n] ?)(?:reenvien\w*|reenviad\w*|reenvienl[oa])\b|\b(?:intenten|repitan) la entrega\b|\b(?:me"
        r" |nos )?(?:hacen|haceis|hagan|mandais|mandan|envian|enviais|manden|envien) (?:llegar )?(?:(?:lo|la|las|"
        r"el|los) )?(?:[\w ]{0,15})(?:que )?falta\w*|\bresto del pedido\b|\bsacar otro paquete\b|\bpiezas que"
        r" faltan\b",
    ),
    "cancel": (
        rf"\b(?:{_WANT}|por favor|puedo|pueden|,)\b{_GAP}{{0,12}}\b(?:cancel\w+|anul\w+)\b|"
        r"\b(?:cancelen|cancelenlo|cancelad|anulen)\b",
        rf"{_ASK}{_ON}\b(?:cancel\w+|anul\w+|desistir de la compra)\b(?! (?:mi cuenta|la suscripcion|la tarjeta|la"
        rf" cita|el vuelo|la transferencia|la solicitud|la devolucion))",
        r"(?:^|[.,;!?\n] ?|\b(?:y|pues|o) )(?:cancel[ea]n?l?[oa]?|cancelad\w*|anul[ea]n?l?[oa]?|anulad\w*|"
        r"anulen\w*|cancelenlo|cancela|cancelar)\b(?= (?:el|la|mi|todo|ese|pedido|por favor|porfa|uno|\d|xfa|"
        r"compra)|[.,!]|$)(?! (?:mi cuenta|la suscripcion|la mesa|la solicitud|la devolucion))|"
        r"\bcancelacion\b(?=,? (?:por favor|porfa|del pedido))",
        rf"(?:{_ASK}{_ON}|^|[.,;!?\n] ?)\b(?:quit\w+|parar|detener|retir\w+|elimin\w+|dar de baja|darme de"
        rf" baja)\b[^.?!\n]{{0,25}}\b(?:pedido|segundo|envio|antes de que|reserva|\d{{6,}})|\bno (?:lo|la|los|las)"
        rf" (?:mandeis|manden|envien|envieis)(?: ya)?\b(?! (?:otra|de nuevo|nuev))|\bdejenlo, no\b|\bolvidense del"
        rf" pedido\b|\b(?:llego a tiempo de|se puede) (?:cancelar|parar)\b",
    ),
    "give_back": (
        rf"\b{_WANT}\b(?!{_GAP}{{0,5}}\bno\b){_GAP}{{0,10}}\bdevolver(?:lo|la|los|las)?\b(?! (?:el|mi) dinero)|\b"
        rf"(?:hacer|"
        r"tramitar|iniciar) una devolucion\b|\bnecesito (?:la |una )?etiqueta de devolucion\b",
        rf"{_ASK}{_ON}\bdevolver(?:l[oa]s?)?\b(?! (?:el|mi|la) (?:dinero|plata|importe))|(?:^|[.,;!?\n] ?|\b(?:y|"
        rf"se|os|les) )(?:l[oa]s? )?devuelvo\b|\b(?:tramitar|hacer|iniciar|solicitud de|gestionar) (?:una |la"
        rf" )?devolucion\b|\bse pueden? devolver\b(?=[^.?!\n]{{0,3}}[?])|"
        rf"{_ASK}{_ON}\betiqueta\b|\bme mandais la etiqueta\b|\bdonde l[oa] (?:mando|envio|devuelvo)\b|\bpasar a"
        rf" recogerl[oa]\b|\bvengais a (?:buscarl|recogerl)[oa]\b",
    ),
    "send_new": (
        r"\benvi\w+\b[^.?!\n]{0,15}\b(?:uno nuevo|una nueva|otro|otra)\b",
        rf"(?:{_ASK}(?:(?!\b(?:{_BREAK})\b)[^.?!,;\n]){{0,45}}?|\b(?:envi|mand)\w+ )\b(?<!la )(?<!el )(?:otr[oa]|"
        rf"un[oa] nuev[oa])\b(?! (?:cosa|talla|color|paquete|tarjeta|direccion|vez|modelo))",
        rf"{_ASK}{_WISH}\b(?:{_HUE}|{_SIZE}|(?:otr[oa]s?|mism[oa]s?|correct[oa]s?|buen[oa]s?|nuev[oa]s?) (?!cosa|"
        rf"direccion|vez|dia|forma|manera|pedido|envio|paquete|compra|tarjeta|solucion)\w+|un[oa] (?:que|sin|en|"
        rf"con) (?!se|me|ha)\w+|en su lugar|en buen estado)\b",
    ),
    "maybe_refund": (r"\breembols\w+\b|\bdevolucion\b",),
    "maybe_exchange": (r"\b(?:cambio|cambiarlo|reemplazo)\b",),
    "maybe_store_credit": (r"\b(?:vale de compra|tarjeta regalo)\b",),
    "maybe_reship": (
        r"\breenvio\b",
        rf"{_ASK}{_ON}\b(?:envi\w+|mand\w+|remit\w+|hacer llegar|hacen llegar|haceis"
        rf" llegar)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)|\b(?:me )?(?:lo|la|los|las) (?:hacen llegar|podeis enviar|"
        rf"mandais|enviais|pueden enviar)\b|\b(?:envi|mand)[ae](?:d|n|dme|nme|nmel[oa]s?|"
        rf"dmel[oa]s?)\b(?![^.?!\n]{{0,30}}\b{_PAPER}\b)|"
        rf"\bsi me mandais la que\b",
        r"\b(?:esper(?:o|amos)|me (?:haceis|hacen|mandais|mandan|enviais|envian)) (?:el|la|los|las) "
        r"(?:otr|buen|correct|nuev)\w+",
    ),
    "maybe_cancel": (r"\b(?:cancel\w+|anul\w+)\b",),
    "status_refund": (
        rf"\b(?:donde|cuando)\b{_GAP}{{0,30}}\b(?:reembols\w+|dinero)\b|\b(?:no|todavia|"
        rf"aun)\b{_GAP}{{0,20}}\b(?:recibido|llegado)\b{_GAP}{{0,10}}\b(?:dinero|reembolso)\b",
        rf"\breembolso\b{_GAP}{{0,25}}\b(?:pendiente|no ha|todavia|aprobado|prometido)\b",
        r"\b(?:reembolso|devolucion) (?:prometid|pendient|aprobad|confirmad)\w+|\bde una"
        r" vez\b[^.?!\n]{0,30}\bdeb\w+|\bcuando me van a ingresar\b[^.?!\n]{0,30}|\bno ve nada\b|\bdia \d+ y\b",
        r"\b(?:todavia|aun|sigue[n]?) (?:no|sin) (?:me )?(?:han |ha |haber )?(?:sido )?(?:ingresad|abonad|"
        r"reembolsad|devuelt|pagad)\w+",
    ),
    "status_return": (
        r"\b(?:recibido|llegado)\b[^.?!\n]{0,10}\b(?:mi|la) devolucion\b",
        r"\b(?:l[oa]s? )?(?:mande|envie|devolvi|entregue) (?:de vuelta )?(?:el|hace|la semana|ayer)\b|\b(?:tenei?s|"
        r"tienen|recibieron|habeis recibido|han recibido) [^.?!\n]{0,25}\b(?:en (?:vuestro|su) almacen|desde el)\b|"
        r"\bl[oa] (?:teneis|tienen) en (?:vuestro|su) almacen\b|\betiqueta\b[^.?!\n]{0,30}\bcuando\b",
    ),
    "status_exchange": (r"\bcuando\b[^.?!\n]{0,20}\b(?:cambio|reemplazo)\b",),
    "status_order": (
        rf"\bdonde esta\b{_GAP}{{0,15}}\b{_PARCEL}\b|\bcuando\b{_GAP}{{0,15}}\b(?:llega\w*|{_PARCEL})\b|"
        rf"\bseguimiento no\b|\blleva retraso\b|\ben camino\b",
    ),
    "question": (
        rf"\bpolitica de (?:devolucion|reembolso|cambio)\w*\b|\bcuantos dias\b{_GAP}{{0,40}}|"
        rf"\bquien paga\b{_GAP}{{0,40}}|\bcuanto tarda un\b{_GAP}{{0,20}}|\bse pueden? (?:cambiar|"
        rf"devolver)\b{_GAP}{{0,40}}|\bpuedo devolver en tienda\b{_GAP}{{0,40}}",
        r"\b(?:hasta|desde) cuando\b[^.?!\n]{0,40}|\baceptan (?:zapatos|ropa)\b[^.?!\n]{0,30}|\bque pasa"
        r" si\b[^.?!\n]{0,40}|\by si no (?:me|le)\b[^.?!\n]{0,30}|\bantes de comprar\b[^.?!\n]{0,60}|\bviene la"
        r" etiqueta\b[^.?!\n]{0,30}|\bdevuelven dinero o\b[^.?!\n]{0,30}|\bcambiar de talla cuesta\b|\bcomo se"
        r" devolveria\b[^.?!\n]{0,30}|\bse puede (?:anular|devolver) (?:un|en)\b[^.?!\n]{0,40}",
    ),
    "off_topic": (
        r"\bfactura\b|\bcontrasena\b|\biniciar sesion\b|\bdireccion de envio\b|\bdisponible\b|"
        r"\b(?:hacen|haceis) envios\b|\bcodigo de descuento\b|\bboletin\b|"
        r"\bcuenta\b(?=[^.?!\n]{0,5}$)|\bborren mi cuenta\b|\bque talla\b|\bno hay pedido\b",
        r"\b(?:hotel|vuelo|restaurante|pizza|gimnasio|router|linea fija|tecnico|contrato (?:movil|de telefono)|"
        r"contador|hipoteca|descubierto|casero|dentista|abono transporte|entradas (?:de|para)|declaracion de la"
        r" renta|nomina|biblioteca|cripto\w*|habitacion \d+|mesa para|tarjeta (?:bancaria|de credito) (?:perdida|"
        r"robada)|la transferencia|cuenta equivocada|numero de la cuenta)\b",
    ),
    "decoy": (
        r"\btipo de cambio\b|\bcancelaron\b[^.?!\n]{0,30}|\b(?:fue|sido|han) cancelad[oa]\b|"
        r"\bcambi\w+ de opinion\b",
        r"\b(?:reembolso|cambio|reenvio|vale|devolucion)s? (?:no (?:es|hace) (?:necesari[oa]|falta))\b",
        r"\b(?:comprar|regalar) (?:una|la) tarjetas? (?:de )?regalo\b",
        rf"\b(?:pagado|pagamos|pague)\b[^.?!,;\n]{{0,15}}\bcon (?:una? |el |la |mi )?{_CREDIT}",
    ),
    "thanks": (r"\bgracias\b",),
    "settled": (
        r"\breembolso (?:recibido|ya llego)\b|\btodo resuelto\b|\bya esta resuelto\b|"
        r"\bel reembolso ya llego\b",
    ),
    "retracted": (
        r"\bno hagan nada\b|\bignoren mi\b|\bya no (?:quiero|necesito) (?:el reembolso|la devolucion|"
        r"cancelar)\b",
        r"\b(?:retiro|anulo) (?:mi|la) (?:solicitud|reclamacion|peticion)\b|\banul\w+ (?:mi|la) (?:solicitud|"
        r"devolucion)\b|\b(?:al final|finalmente) me (?:lo|la|los|las) quedo\b",
    ),
    "negation": (r"(?:no (?:quiero|necesito|deseo|pido|hace falta)|nada de|sin|ni|no)",),
    "contrast": (r"(?:en vez de(?:l)?|en lugar de(?:l)?|mejor que)",),
    "between": (r"(?:un|una|el|la|mi|que|me|lo|los|las|os|les|hace|falta|nada|de|se|nos|hagan|haganme)",),
    "conditional": (
        r"\b(?:si no|salvo que|a menos que|de lo contrario|en caso de)\b|"
        r"(?<!saber )\bsi\b(?! (?:es posible|pueden|puede))",
        r"\ben cuanto (?:me |nos )?(?:confirm|promet|envi|asegur)\w+",
    ),
    "reported": (r"\b(?:dijeron|dijo|prometieron|prometio|companero|ya (?:cancele|pedi|reembolsaron))\b",),
    "reason_withdrawal": (  # declared, not mentioned
        r"\b(?:desisto|desistimos|(?:deseo|quiero|queremos|quisiera) desistir|mi desistimiento)\b",
        r"\b(?:ejer\w+|hago uso|haciendo uso|comunico|notifico)\b[^.?!\n]{0,40}\bdesist\w+",
        r"^[^\w\n]*desistimiento(?: (?:de|del|mi|pedido|compra|contrato|numero|n)\b){0,6}[^a-z\n]*$",
    ),
    "reason_duplicate": (
        r"\b(?:cobrado|pedi|cobraron) dos veces\b|\bdoble (?:cargo|cobro|pago)\b",
        r"\bdos veces\b[^.?!\n]{0,25}|\b(?:cargo|compra) (?:repetid[oa]|duplicad[oa]|doble)\b|\bdos (?:paquetes|"
        r"pedidos|mochilas) (?:iguales|identic[oa]s)\b|\btambien lo habia comprado\b|\bpedi uno y mandaron dos\b|"
        r"\bpor paypal y\b",
    ),
    "reason_missing_item": (
        r"(?<!hace )\bfalta\b|\bsolo venia un[oa]?\b|\bincompleto\b",
        r"\b(?:falta(?:n|ba|ban)?|no (?:venia|vienen|viene|venian|estaba|trae|traia|incluia)) (?:el|la|los|las|un|"
        r"una|ningun\w*|en|otr\w*|nada)\b|\bvino sin\b|\bsin (?:patas|mando|tornillos|el mando|los tornillos)\b|"
        r"\bhay (?:tres|cuatro|dos|solo)\b|\btodo menos\b|\bfalta (?:un|otro|el)\b|\bla que falta\b|\bsolo "
        r"(?:venia|llego|habia)\b|\bde las (?:cuatro|tres|dos|seis)\b",
    ),
    "reason_wrong_item": (
        r"\b(?:articulo|producto|talla|color) (?:equivocad[oa]|incorrect[oa])\b|\bno es el (?:color|"
        r"modelo)\b|\botra cosa\b|\bpedi\b[^.?!\n]{0,25}\bllego\b",
        r"\b(?:pedi|compre|habia pagado|encargue|queria|elegi)\b[^.?!\n]{0,35}\b(?:llego|vino|recibi|mandaron|"
        r"enviaron|ha venido|es)\b|\b(?:me )?(?:mandaron|mandaro\w*|enviaron|habeis mandado|habeis enviado|ha"
        r" llegado|recibi)\b[^.?!\n]{0,40}\by yo (?:compre|pedi|habia|queria)\b|\b(?:equivocad[oa]s?|"
        r"incorrect[oa]s?|no es lo que (?:pedi|compre)|zapatos izquierdos|"
        r"otra clienta|otro cliente|tenia que ser|modelo antiguo|yo no l[oa] he comprado)\b|\babrimos, y es\b|\by"
        r" es de\b|\bmandaron una?\b",
    ),
    "reason_damaged": (
        r"\b(?:rot[oa]s?|danad[oa]s?|estropead[oa]|grietas?|aranazos?|abollad[oa]|aplastad[oa])\b",
        r"\b(?:rot[oa]s?|partid[oa]s?|grietas?|raya\b|rayad[oa]s?|desportillad[oa]s?|fisurad[oa]s?|abollad\w+|"
        r"golpe\w*|hundid[oa]|agujero|cristales|empapad[oa]|doblad[oa]|pringado|mojad[oa]s?|rasgad[oa]|"
        r"manchad[oa]s?|astillad[oa]|chafad[oa]|estropead[oa]s?|dos mitades)\b",
    ),
    "reason_defective": (
        r"\bno (?:funciona|se enciende|carga)\b|\bdefectuos[oa]\b|\bdejo de funcionar\b|\bse quemo\b",
        r"\bno (?:\w+ )?(?:funciona|enciende|carga|cargan|calienta|prende|anda|arranca|suena|cierra|sube|va|"
        r"conecta|enfria|gira|imprime)\b|\b(?:se apaga|se estropeo|se murio|trabad[oa]s?|muert[oa]|coja|pierde "
        r"(?:agua|vapor)|se despega|echo humo|salta la luz|no se oye|costuras|defectuos[oa]s?|averiad[oa]|pulso el"
        r" boton|bateria no dura|fallo|falla)\b",
    ),
    "reason_too_small": (
        r"\b(?:pequen[oa]|aprieta|estrech[oa]|cort[oa])\b|\btalla mas\b",
        r"\b(?:pequen\w*|peqen\w*|chiquit\w*|apriet\w+|no (?:me|le) (?:entra\w*|cabe|cierra|abrocha\w*|pasa)|corta"
        r" la respiracion|estrech[oa]s?|ajustad[oa]s?|no cierra|talla muy poco|me tira|dedos del pie|ombligo|"
        r"necesito una talla mas)\b",
    ),
    "reason_too_large": (
        r"\b(?:queda|es|demasiado|muy) (?:grande|anch[oa]|larg[oa]|demasiado (?:grande|anch[oa]))\b|"
        r"\btalla menos\b",
        r"\b(?:enorme|me viene grande|queda (?:muy |demasiado )?grande|me baila|grandisim[oa]|anch[oa]s?|tallas?"
        r" menos|nado|se me cae|tienda de campana|cabemos dos|arrastra|me sobra|tapan las manos)\b",
    ),
    "reason_not_as_described": (
        r"\bno coincide\b|\bno se parece\b|\bfalsificacion\b",
        r"\b(?:en la foto|la foto de la web|no es lo que (?:anuncia|esperaba|anunciais)\w*|no era lo que|en la"
        r" ficha|se transparenta|no coincide|decia\w* (?:piel|roble)|es (?:plastico|aglomerado|poliester)|"
        r"prometian|vendieron nuevo|usado|falsific\w+|caracteristicas|etiqueta pone|la mitad de grande|tenia que"
        r" traer|esto no es (?:lana|piel))\b",
    ),
    "reason_not_received": (
        r"\b(?:nunca|no) (?:llego|ha llegado|he recibido|recibi)\b(?! (?:el reembolso|mi dinero))|"
        r"\baparece entregado\b|\bdesaparecio\b|\bya no esta\b|\bperdido\b",
        r"\b(?:nunca (?:llego|me llego)|extravi\w+|perdid[oa]s?|la ha perdido|lo ha perdido|sigo sin (?:recibir|"
        r"recivir)|no ha llegado|no me ha llegado|no me llego|entregad[oa] (?:pero|y)|segun (?:correos|seur|mrw)|"
        r"no vino nadie|nadie llamo|robaron|desapareci\w+|ni (?:yo|en el buzon)|firma no es|devolvieron al"
        r" remitente|esperando (?:el|la)|dice que l[oa] entrego|ya lo consegui prestado)\b",
    ),
    "reason_late": (
        r"\bdemasiado tarde\b|\bfecha de entrega\b|\besperar mas\b",
        r"\b(?:tard[eo]|tardaron|ha tardado|retraso|dias despues|ya paso|era para el|no se cumplio|envio "
        r"(?:urgente|en 24)|sale el (?:martes|lunes)|semanas despues|cuando llego|tuve que comprar otro)\b",
    ),
    "reason_style": (r"\bno me gusta\b|\bno es mi estilo\b|\bno combina\b",),
    "reason_changed_mind": (
        r"\bcambiado de opinion\b|\bya no lo (?:necesito|quiero)\b|\bmas barato\b",
        r"\b(?:no me (?:convence\w*|gusta\w*)|ya (?:lo|la) tenia|me (?:lo|la) regalaron|me regalaron|pensado mejor|"
        r"pensandolo bien|no es para mi|otra a esta altura|sin (?:uso|abrir|estrenar)|precintado|capricho|mejor en|"
        r"la prefiero|lo prefiero|he encontrado otro|no (?:lo|la) voy a usar|no nos hace falta|ya no (?:lo|la|me)|"
        r"no pega)\b",
    ),
    "reason_other": (
        r"\bgastos de envio de mas\b|\balergia\b",
        r"\b(?:sarpullido|alergia|aduana|descuento|cupon (?:no|se me)|gastos de envio|direccion (?:mal|equivocada)|"
        r"puse mal|sin querer|caducad[oa]|suscripcion|olor|fallecid[oa]|frutos secos|cuesta [^.?!\n]{0,10}menos)\b",
    ),
    "photo": (r"\b(?:adjunto|adjunta|adjuntas)\b[^.?!\n]{0,8}\b(?:fotos?|imagen(?:es)?)\b|\bfotos? adjuntas?\b",),
    "everything": (r"\b(?:todo el pedido|pedido (?:completo|entero)|todos los articulos)\b",),
    "urgent": (r"\b(?:urgente\w*|cuanto antes|lo antes posible|inmediatamente)\b|!!",),
    "negative": (r"\b(?:exijo|inaceptable|verguenza|estafa|decepcionad[oa]|completo|esperar mas)\b",),
    "automatic": (r"\brespuesta automatica\b|\bfuera de la oficina\b",),
}
