# En español. Sobre las reglas: docs/desk.md ("Languages").

## Both pages

no-script = Esta página necesita JavaScript, que viene solo de este equipo.
switch-language = Idioma
comma = ,
semicolon = ;
cancel = Cancelar
close = Cerrar
server-answered = el servidor respondió { $code }
server-gone = veilproof ya no está en marcha; vuelva a iniciar veilproof
key-shift = Mayús
key-ctrl = Ctrl
key-enter = Intro
key-space = Espacio
key-escape = Esc
key-home = Inicio
key-end = Fin
key-page-up = RePág
key-page-down = AvPág

## Both pages: errors

error-server = veilproof no pudo responder; el terminal dice por qué
error-stale = Esto se cambió en otro sitio mientras tanto; mírelo de nuevo.
error-saved = Esto se guardó, pero ahora no se puede mostrar; recargue la página.
refused = abra la dirección que veilproof mostró en el terminal, o vuelva a iniciar veilproof
refused-key = esta ventana no tiene la clave de la página; abra la dirección que veilproof mostró en el terminal, o vuelva a iniciar veilproof
refused-used = esta dirección ya se usó; abra la siguiente, que muestra el terminal, o vuelva a iniciar veilproof
refused-ahead = esta dirección funciona una sola vez, así que no se abre por adelantado
refused-report = este informe ya se abrió; ábralo de nuevo desde la página de revisión
error-not-open = Este archivo ya no está abierto; ábralo desde la lista de archivos.
error-no-file = Todavía no hay ningún archivo abierto; abra uno de la lista.
error-closed = { $name }: el archivo se cerró mientras tanto; inténtelo de nuevo.
error-too-many = { $name }: hay demasiadas peticiones en espera; no se cambió nada, inténtelo de nuevo.
error-plan-busy = { $name }: otro programa está cambiando este plan; aquí no se cambió nada, inténtelo de nuevo.
error-plan-replaced = { $name }: este no es el plan con el que se abrió la página; no se cambió nada. Vuelva a iniciar veilproof.
error-plan-changed = El plan cambió mientras tanto; vuelva a cargar la página.
error-no-track = No hay pista { $track }; vuelva a cargar la página.
error-track-not-here = La pista { $track } no está en el fotograma { $frame }; vaya a uno en el que esté.
error-box = Un recuadro debe estar en la imagen o cerca de ella, y tener ancho y alto; dibújelo de nuevo.
error-several-visible =
    { $n ->
        [one] Quedaría visible { $n } pista: indique el motivo.
       *[other] Quedarían visibles { $n } pistas a la vez: indique el motivo.
    }
error-outside-visible = Todo lo que está fuera de la pista { $track } quedaría visible: indique el motivo.
error-area-moves = La pista { $track } se mueve, así que no se puede poner en otros archivos; dibuje un recuadro fijo en la imagen.
error-area-there = { $name }: no se dibujó nada, porque la pista { $track } ya tapa todo menos su recuadro, y de dos pistas así cada una muestra lo que tapa la otra; abra ese archivo y dibuje allí.
error-area-lost = La pista { $track } se ha perdido en el fotograma { $frame } y ahí no muestra nada; vaya a uno en el que muestre algo.
error-area-all-lost = La pista { $track } se ha perdido en todos sus fotogramas; dibuje otro recuadro.
error-not-rendered = { $name }: todavía no se ha generado nada; genere primero.
error-output-exists = { $name } ya existe: elija «{ replace-one }» o mueva ese archivo.
error-reason-letters = Un motivo es una sola línea de letras visibles: escriba «{ $reason }» de nuevo.
error-audit-old = { $name }: se generó después de su última auditoría; repita la auditoría.
error-job-running = Este archivo ya se está generando o auditando; espere.
error-split-first = La pista { $track } empieza en este fotograma; no hay nada que dividir.
error-join-kinds = Las pistas { $one } y { $other } se tapan con formas distintas; déjelas separadas.
error-join-all-but = Una de las pistas { $one } y { $other } tapa todo menos su recuadro, así que un recuadro alrededor de ambas mostraría más que las dos; déjelas separadas.
error-not-drawn = La pista { $track } fue encontrada, no dibujada; dibuje un recuadro encima.
error-nothing-to-undo = No hay nada que deshacer.
error-nothing-to-redo = No hay nada que rehacer.
error-no-sound-here = Ahí no hay sonido; elija un tramo de la película.
error-no-sound = { $name } no tiene sonido que se pueda decodificar.
error-no-words = Faltan palabras; escríbalas.
error-too-long =
    { $n ->
        [one] Como mucho { $n } letra en una línea: acorte «{ $words }».
       *[other] Como mucho { $n } letras, todas en una línea: acorte «{ $words }».
    }
error-plan-altered = { $name }: este plan no está como lo escribió veilproof, así que no se usa. Restáurelo de una copia o analice de nuevo el archivo.
error-decodes-differently = { $name } se decodifica de otra forma que en el análisis; analícelo de nuevo.
error-missing = { $name } ya no existe; devuélvalo a su sitio.
error-unreadable = { $name } no se puede leer: está dañado o no tiene permiso.
error-changed = { $name } cambió mientras se leía; espere a que nada escriba en él e inténtelo de nuevo.
error-other-original = { $name } no es el archivo que se analizó; analícelo de nuevo.
error-disk-full = { $name } no se puede escribir: el disco está lleno. Haga sitio e inténtelo de nuevo.
error-too-large = { $name } no se puede escribir: es mayor de lo que permite este disco o un límite.
error-no-permission = { $name } no se puede escribir: no tiene permiso en su carpeta.
error-no-folder = { $name } no se puede escribir: su carpeta ya no existe. Créela de nuevo.
error-unwritable = { $name } no se puede escribir; compruebe el disco y la carpeta.
error-self-check = { $name } se escribió, pero no contiene lo que debe, así que no se conservó. Infórmenos de ello.

## Start page: choosing

promise = Tapa todas las caras en fotos y vídeos. Nada sale de este equipo, y sus archivos solo se leen.
choose-title = ¿Dónde están sus fotos y vídeos?
begun-title = Continuar con
begun-state = { $finished } de { $items } hechos
location-home = Carpeta personal
location-desktop = Escritorio
location-videos = Vídeos
location-pictures = Imágenes
location-downloads = Descargas
location-documents = Documentos
location-disk = Disco: { $name }
locations-button = Todos los lugares
up-button = Subir
entries-label = Fotos, vídeos y carpetas, primero lo más reciente
choose-entry = Elegir { $name }
open-entry = Abrir { $name }
kind-folder = carpeta
empty = Aquí no hay fotos, vídeos ni carpetas.
others =
    { $n ->
        [one] No se muestra otro archivo.
       *[other] No se muestran otros { $n } archivos.
    }
more = Mostrar más (quedan { $left })
sound-title = Sonido
sound-mute = Quitarlo
sound-mute-hint = Lo más seguro: una voz identifica a una persona.
sound-disguise = Disfrazar las voces
sound-disguise-hint = Más difícil de reconocer, pero no es anónimo.
sound-keep = Conservarlo
sound-keep-hint = Se puede reconocer a todos por la voz.
effort-title = Búsqueda de caras
effort-normal = Normal
effort-normal-hint = Para la mayoría de las grabaciones.
effort-high = Minuciosa
effort-high-hint = Encuentra más; tarda de dos a tres veces más.
destination = Los resultados irán a
start-all = Tapar a todos en esta carpeta
start-some =
    { $n ->
        [one] Tapar a todos en { $n } elegido
       *[other] Tapar a todos en { $n } elegidos
    }
start-hint-all =
    { $n ->
        [one] { $n } archivo aquí, y todos los de las carpetas interiores.
       *[other] { $n } archivos aquí, y todos los de las carpetas interiores.
    }
start-hint-some = Desmarque todo para tomar la carpeta entera.
begun-here = Una parte ya se hizo antes. Lo terminado se queda; lo demás continúa.

## Start page: the list of files

progress = { $done } de { $total } hechos
failed-count =
    { $n ->
        [one] { $n } no se pudo hacer
       *[other] { $n } no se pudieron hacer
    }
left-seconds = queda menos de un minuto
left-minutes =
    { $n ->
        [one] queda aproximadamente { $n } minuto
       *[other] quedan aproximadamente { $n } minutos
    }
left-hours =
    { $n ->
        [one] queda aproximadamente { $n } hora
       *[other] quedan aproximadamente { $n } horas
    }
listing = Buscando fotos y vídeos…
nothing-found = En lo elegido no hay fotos ni vídeos.
stop = Parar
stopping = Parando…
go-on = Continuar
retry = Reintentar lo que falló
finish-all = Terminar todo
finish-all-hint = Genera de nuevo lo que usted cambió, y luego ataca cada resultado para ver qué se sigue viendo.
show-results = Abrir los resultados
leave = Otra carpeta
leave-hint = El trabajo en esta carpeta se detiene y continúa cuando la abra de nuevo.
quit = Salir
quit-hint = Cierra el programa. Lo que no esté terminado continúa cuando lo inicie de nuevo.
quit-done = veilproof ha terminado. Puede cerrar esta ventana.
column-file = Archivo
column-state = Estado
column-places = Puede verse
column-result = Resultado
column-audit = Auditoría
column-review = Revisión
rows-label = Archivos
page-rows = { $first } a { $last } de { $total }
previous = Anterior
next = Siguiente
state-waiting = En espera
state-again = En espera de generarse de nuevo
state-starting = Empezando
stage-scan = Buscando caras
stage-listen = Buscando voces
stage-render = Tapando
stage-check = Comprobando las tapas
stage-audit = Atacando el resultado
stage-search = Buscando caras otra vez
stage-compare = Comparando con el original
stage-attack = Atacando las tapas
state-failed = No se pudo hacer
state-ready = Listo para mirar
state-begun = Mirado en parte
state-complete = Mirado
places =
    { $n ->
        [one] { $n } lugar
       *[other] { $n } lugares
    }
no-places = ningún lugar encontrado
result-rendered = generado
result-changed = con cambios: termine para generarlo de nuevo
audit-none = aún no
audit-passed = superada
audit-failed =
    { $n ->
        [one] { $n } fuga
       *[other] { $n } fugas
    }
audit-other = mírelo
cause-no-face-found = no se encontró ninguna cara
error-old-list = Esta lista es de un inicio anterior de veilproof; elija la carpeta de nuevo.
error-one-folder = Elija archivos de una sola carpeta a la vez.
error-not-begun = { $folder }: no se ha empezado a trabajar en ella; empiece.
error-not-ready = Este archivo todavía no está listo para mirarlo.
error-folder-left = Se salió de la carpeta de este archivo; ábrala de nuevo.
error-nothing-started = Todavía no se ha empezado nada; elija una carpeta.
error-folder-gone = { $folder } ya no está.
error-no-file-manager = No se encontró ningún administrador de archivos; los resultados están en { $folder }.
error-folder-unreadable = No se puede leer { $folder } ({ $why }): elija otra carpeta.
error-results-not-created = No se puede crear { $folder } ({ $why }): copie los archivos a una carpeta en la que pueda escribir.
error-being-worked-at = Se está trabajando en este archivo; espere a que esté listo para mirarlo.
error-just-stopping = El trabajo se está deteniendo; inténtelo de nuevo en un momento.
error-work-ended = { $folder }: el trabajo terminó de forma inesperada ({ $what }); continúelo.
cause-unreadable = no es una foto ni un vídeo que se pueda leer, o está dañado
cause-source-missing = el original ya no está
cause-source-changed = el original cambió mientras tanto
cause-no-permission = aquí no se permite leer o escribir
cause-memory-limit = necesita más memoria de la que hay
cause-time-limit = tardó demasiado
cause-hung = el trabajo no avanzaba
cause-output-limit = el resultado es demasiado grande para el lugar donde se escribe
cause-crashed = una biblioteca del programa falló con él
cause-worker-lost = el trabajo se terminó desde fuera
cause-disk-full = el disco está lleno
cause-input-output = no se pudo leer o escribir en el disco
cause-options = no se puede hacer con estas opciones
cause-plan = su plan está dañado, es de otro archivo o contiene decisiones que se perderían
cause-name-taken = hay otro archivo donde iría el resultado
cause-internal-error = un fallo de veilproof
cause-audit-failed = la auditoría dice que no es seguro publicarlo
cause-audit-inconclusive = la auditoría no sabe si es seguro publicarlo
cause-audit-could-not-be-done = la auditoría no pudo hacerse, así que no se sabe si es seguro publicarlo
cause-damaged = dañado: lo que no se pudo decodificar falta o está mal en el resultado
cause-area-lost = una tapa dibujada o alargada termina donde se pierde lo que oculta, que puede quedar a la vista
cause-nothing-found = no se encontró nada de lo que se buscaba
cause-nothing-covered = no se tapa nada, por decisión
review = Mirarlo
review-again = Mirar otra vez
review-label = Mirar { $name }
opening = Abriendo…

## Review page: words that stand in several places

page-title = { $name } · veilproof, revisión
region-film = Vídeo
region-tracks = Pistas
region-sound = Sonido
region-timeline = Línea de tiempo
time-span = { $from } a { $to }
pixels = { $px } px
seconds = { $seconds } s
confidence = { $percent } % de confianza
confidence-short = { $percent } % conf.
origin-drawn = dibujada
may-be-removed = se puede quitar
place-suspected = quizá una cara
place-gap = hueco entre dos tapas
place-jump = la tapa salta
place-end = una tapa termina antes de tiempo
kind-face = Caras
kind-head = Cabezas
kind-text = Texto
kind-plate = Matrículas
kind-area = Áreas
one-head = cabeza
one-text = texto
one-plate = matrícula
one-area = área
one-all-but = todo menos
moves-followed = seguida
moves-fixed = fija
moves-scene = con la cámara
moves-whole = fotograma entero
none-chosen = Elija primero una pista: N va a la siguiente.
example = por ejemplo: { $example }
every-frame-checked = Se han comprobado todos los fotogramas.
may-be-bare = puede verse
file-list-link = ← Todos los archivos

## Review page: top bar

saved = Guardado
saving = Guardando…
not-saved = SIN GUARDAR
undo = Deshacer (U)
redo = Rehacer (R)
undo-edit = Deshacer: { $edit } (U)
redo-edit = Rehacer: { $edit } (R)
nothing-to-undo = Nada que deshacer
nothing-to-redo = Nada que rehacer
count-covered = tapadas: { $n }
count-visible = visibles: { $n }
count-drawn = dibujadas: { $n }
all-reviewed = todo revisado
tracks-reviewed =
    { $n ->
        [one] revisado: { $reviewed } de { $n } pista
       *[other] revisado: { $reviewed } de { $n } pistas
    }
tracks-and-film-reviewed =
    { $n ->
        [one] revisado: { $reviewed } de { $n } pista, { $percent } % del vídeo
       *[other] revisado: { $reviewed } de { $n } pistas, { $percent } % del vídeo
    }
mark-picture-reviewed = Foto revisada
mark-film-reviewed = Marcar revisado
mark-film-reviewed-hint = Marcar como revisados los fotogramas mostrados
again = Mirar de nuevo
again-film = Mire de nuevo { $time }, donde algo quedó a la vista después de revisarlo: Q lo reproduce.
again-picture = Mire la foto de nuevo: algo quedó a la vista después de revisarla.
your-initials = Sus iniciales
initials-label = { $initials }: sus iniciales
finish = Terminar
keys = Teclas
keys-hint = Teclas (?)
ask-initials = Sus iniciales, para «revisado por» (pueden quedar vacías)
begin = Empezar
running-again = veilproof está en marcha otra vez.
other-file-opened = No se hizo: entretanto se abrió otro archivo.

## Review page: the strip of files

files-label = Archivos
reviewed-of-all = Revisado de todos los archivos
file-reviewed = revisado
file-begun = empezado
file-not-reviewed = sin revisar
findings-count =
    { $n ->
        [one] { $n } hallazgo
       *[other] { $n } hallazgos
    }
file-title = { $name }: { $state }
all-progress =
    { $tracks ->
        [one] Revisado: { $done } de { $files } archivos, { $reviewed } de { $tracks } pista, { $percent } % de los fotogramas
       *[other] Revisado: { $done } de { $files } archivos, { $reviewed } de { $tracks } pistas, { $percent } % de los fotogramas
    }

## Review page: the film

frame-label = Fotograma { $frame } de { $frames }, { $mode }
mode-covered-label = tapado como en el resultado
mode-outline-label = contornos
mode-original-label = original
mode-covered = Tapado
mode-outline = Contornos
mode-original = Original
mode-hint = { $mode } (V)
show-label = Mostrar
play = Reproducir (Espacio)
pause = Pausa (Espacio)
speed = Velocidad
speed-hint = Velocidad (< y >)
previous-bare = ‹ ¿Se ve?
next-bare = ¿Se ve? ›
previous-bare-hint = Lugar anterior donde puede verse una cara (Mayús D)
next-bare-hint = Lugar siguiente donde puede verse una cara (D)
frame-back = Un fotograma atrás (←)
frame-on = Un fotograma adelante (→)
frame-rate = { $rate }/s
where = { $time } · fotograma { $frame }/{ $frames }
draw = Dibujar
label-visible = { $track } visible

## Review page: drawing and moving boxes

drag-a-box = Arrastre un recuadro alrededor, o pulse Intro para mover un recuadro con las flechas.
choose-track-here = Elija primero una pista que esté en este fotograma.
following = siguiéndolo en ambos sentidos…
draw-first = Dibuje primero un recuadro (B), o elija uno dibujado.
put-it-here = Ponerlo aquí
follow-it = Seguir
this-frame-only = Solo este fotograma
whole-film = Todo el vídeo
more-ways = Más…
cover-it = Taparlo
followed =
    { $frames ->
        [one] Pista { $track }: seguida en { $frames } fotograma, { $seconds } s. Compruebe ambos extremos.
       *[other] Pista { $track }: seguida en { $frames } fotogramas, { $seconds } s. Compruebe ambos extremos.
    }

## Review page: areas

area-label = Qué se tapa
area-new-title = ¿Cómo recorre este recuadro el vídeo, y qué se tapa?
area-track-title = Pista { $track }: ¿cómo recorre el vídeo, y qué se tapa?
area-whole-title = ¿Tapar el fotograma entero? Para una parte, dibuje antes un recuadro (B).
area-followed = Seguida: se mueve con lo que muestra
area-fixed = Fija en la imagen: una marca de hora, un logotipo
area-scene = Fija en la escena: se mueve con la cámara
area-whole = El fotograma entero
area-all-but = Todo menos: tapar todo lo que está fuera
area-spread =
    { $n ->
        [one] Ponerla también en el otro archivo…
       *[other] Ponerla también en los otros { $n } archivos…
    }
area-drawn = Pista { $track }: de { $from } a { $to }. [ y ] mueven sus extremos.
spread-question =
    { $n ->
        [one] La pista { $track } se pone en el otro archivo abierto, en todo el vídeo. ¿Por qué?
       *[other] La pista { $track } se pone en otros { $n } archivos abiertos, en todo el vídeo de cada uno. ¿Por qué?
    }
spread-action =
    { $n ->
        [one] Ponerla en { $n } archivo
       *[other] Ponerla en { $n } archivos
    }
spread-example = una marca de hora
spread-done =
    { $n ->
        [one] Se puso en { $n } archivo; U la retira allí.
       *[other] Se puso en { $n } archivos; U la retira en cada uno.
    }
spread-other-shape = No se dibujó nada donde la imagen tiene otra forma: { $names }.

## Review page: the actions on tracks

tool-cover = Tapar
tool-cover-hint = Tapar las pistas elegidas
tool-keep = Dejar
tool-keep-hint = Dejarlas visibles
tool-why = Motivo
tool-why-hint = Decir por qué están tapadas o visibles
tool-reviewed = Revisada
tool-reviewed-hint = Marcarlas como revisadas e ir a la siguiente
tool-all-but = Todas menos
tool-all-but-hint = Tapar todas menos las elegidas
tool-start = Inicio
tool-start-hint = La pista empieza en este fotograma
tool-end = Fin
tool-end-hint = La pista acaba en este fotograma
tool-split = Dividir
tool-split-hint = Acabar la pista antes de este fotograma; en él empieza otra
tool-join = Unir
tool-join-hint = Juntar las dos pistas elegidas
tool-move = Mover
tool-move-hint = Mover el recuadro con las flechas
tool-follow = Seguir
tool-follow-hint = Seguir de nuevo el recuadro dibujado desde este fotograma
selected-title =
    { $n ->
        [one] { $n } pista elegida
       *[other] { $n } pistas elegidas
    }
track-covered-title = Pista { $track }: tapada
track-visible-title = Pista { $track }: queda visible
reason-given = motivo: { $reason }
matched = los reconocedores abiertos aciertan en unas { $share } de cada 100 caras así; tras una mascarilla, apenas en menos
covered-by = sigue tapada por { $ids } (Mayús K deja también estas)
covered-around = tapada, porque se tapa todo lo que está fuera de { $ids }
place-title = Puede verse
place-about = { $place } · { $size } · C lo tapa, S: mirado, no se ve nada
none-selected-title = Ninguna pista elegida
none-selected-about = D va a lo que puede verse, N a las pistas. ? muestra todas las teclas.
tracks-covered =
    { $n ->
        [one] Pista { $ids } tapada.
       *[other] Pistas { $ids } tapadas.
    }
covered-as = Tapado como pista { $track }.
gap-advice = Aquí C no tapa nada: la pista { $track } está elegida. ] y [ mueven sus extremos, E y J la unen a la siguiente, B dibuja un recuadro.
jump-advice = Aquí C no tapa nada: la pista { $track } está elegida. M mueve el recuadro, X divide la pista, B dibuja un recuadro.
end-advice = Aquí C no tapa nada: lo que muestra la pista { $track } se ha perdido. ] y [ mueven sus extremos, B dibuja un recuadro.
nothing-covered-here = Aquí no hay nada tapado. S: mirado, no se ve nada; C lo tapa.
track-kept = La pista { $track } queda visible. Y da el motivo.
still-covered =
    { $n ->
        [one] Todavía la tapa la pista { $ids }: Mayús K la deja visible también.
       *[other] Todavía la tapan las pistas { $ids }: Mayús K las deja visibles también.
    }
still-outside =
    { $n ->
        [one] Sigue tapada: la pista { $ids } tapa todo lo que está fuera de ella.
       *[other] Sigue tapada: las pistas { $ids } tapan todo lo que está fuera de ellas.
    }
choose-visible-below = Elija una pista visible sobre la que haya otras tapas.
keep-several-question =
    { $n ->
        [one] Quedará visible { $n } pista; unas { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } son caras que se pueden reconocer. ¿Por qué?
       *[other] Quedarán visibles { $n } pistas; unas { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } son caras que se pueden reconocer. ¿Por qué?
    }
keep-several-others =
    { $n ->
        [one] Quedará visible { $n } pista, ninguna cara. ¿Por qué?
       *[other] Quedarán visibles { $n } pistas, ninguna es una cara. ¿Por qué?
    }
keep-several-action = Dejar visibles ({ $n })
keep-several-example = agentes de servicio
keep-all-but =
    { $n ->
        [one] La pista { $ids } tapa todo lo que está fuera de ella. Sin ella, todo eso queda a la vista donde no lo tape otra pista.
       *[other] Las pistas { $ids } tapan todo lo que está fuera de ellas. Sin ellas, todo eso queda a la vista donde no lo tape otra pista.
    }
keep-why = ¿Por qué?
keep-all-but-action = Dejar visible lo de fuera
keep-all-but-example = cada cara la tapa su propia pista
kept-several =
    { $n ->
        [one] { $n } pista visible; no marcada como revisada.
       *[other] { $n } pistas visibles; no marcadas como revisadas.
    }
kept-all-but =
    { $n ->
        [one] La pista { $ids } ya no tapa nada fuera de ella.
       *[other] Las pistas { $ids } ya no tapan nada fuera de ellas.
    }
different-decisions = Unas están tapadas y otras visibles: elija pistas con la misma decisión.
why-visible =
    { $n ->
        [one] ¿Por qué queda visible la pista { $ids }?
       *[other] ¿Por qué quedan visibles las pistas { $ids }?
    }
why-covered =
    { $n ->
        [one] ¿Por qué queda tapada la pista { $ids }?
       *[other] ¿Por qué quedan tapadas las pistas { $ids }?
    }
why-visible-example = agente de servicio
why-covered-example = transeúnte
save-reason = Guardar el motivo
which-reason =
    { $n ->
        [one] ¿Qué motivo tiene la pista { $ids }?
       *[other] ¿Qué motivo tienen las pistas { $ids }?
    }
reason-saved =
    { $n ->
        [one] Pista { $ids }: { $code }.
       *[other] Pistas { $ids }: { $code }.
    }
reason-label = Motivo
describe-question = ¿Qué ocurre de { $from } a { $to }? El suceso, con los números de las pistas. No hay campo para un nombre: quién es alguien no se deduce de un vídeo, y un nombre que se ha dado ya no se puede retirar.
describe-action = Anotarlo
describe-example = porra, tres golpes, pista 4 en el suelo
described = Anotado, de { $from } a { $to }.
frame-being-drawn = No cuenta: se está sorteando un fotograma.
not-the-sample = No cuenta: este es el fotograma sorteado. S si no se ve ninguna cara en él.
play-and-mark = Reproduzca estos fotogramas y márquelos con Mayús S: lo que ocurre entre tapas solo se ve en movimiento.
dismissed =
    { $n ->
        [0] Ahí no se ve nada. No queda ningún lugar.
        [one] Ahí no se ve nada. Queda { $n } lugar.
       *[other] Ahí no se ve nada. Quedan { $n } lugares.
    }
again-playing = ¿No hay nadie más a la vista aquí? Entonces marque estos fotogramas con Mayús S.
again-seen = Ya se reprodujo todo lo que hay que mirar de nuevo: márquelo con Mayús S.
again-none = Nada quedó a la vista después de revisarlo.
all-marked = Todos los fotogramas mostrados ya están marcados.
frames-marked =
    { $n ->
        [one] { $n } fotograma marcado como revisado.
       *[other] { $n } fotogramas marcados como revisados.
    }
all-selected = Todas las pistas están elegidas y no se taparía ninguna; elija menos.
keep-only-question =
    { $n ->
        [one] Dejar visible la pista { $ids } y tapar las otras { $others }. ¿Por qué?
       *[other] Dejar visibles las pistas { $ids } y tapar las otras { $others }. ¿Por qué?
    }
keep-only-action = Tapar todas menos estas
kept-only =
    { $n ->
        [one] Todas tapadas menos la pista { $ids }.
       *[other] Todas tapadas menos las pistas { $ids }.
    }
ends-before = Una pista no puede acabar antes de empezar.
ends-lost-last = Lo que muestra la pista { $track } se pierde después del fotograma { $frame }, y ahí termina su tapa. B dibuja un recuadro donde está; otra vez ] y la tapa se queda quieta hasta aquí.
ends-lost-first = Lo que muestra la pista { $track } se pierde antes del fotograma { $frame }, y ahí empieza su tapa. B dibuja un recuadro donde está; otra vez [ y la tapa se queda quieta desde aquí.
all-but-ends = Fuera de estos fotogramas la pista { $track } ya no tapa nada y todo queda descubierto. U lo deshace.
split-done = La pista { $track } acaba antes de este fotograma; desde él sigue la pista { $new }, tapada.
select-two = Elija las dos pistas que quiere unir: E, o Ctrl y clic.
undone = Deshecho.
undone-edit = Deshecho: { $edit }.
redone = Rehecho.
redone-edit = Rehecho: { $edit }.
edit-cover = tapar
edit-keep = dejar visible
edit-keep-only = dejar solo estas
edit-no-face = no es una cara
edit-draw = dibujar
edit-move = mover
edit-follow = seguir
edit-area = área
edit-labels = etiquetas
edit-ends = extremos
edit-split = dividir
edit-join = unir
edit-reviewed = revisado
edit-check-by-sample = control por muestreo
edit-nothing-bare = no se ve nada
edit-silence = silencio
edit-bleep = pitido
edit-disguise = voz disfrazada
edit-default = decisión retirada
edit-move-sound = mover el sonido
edit-reason = motivo
edit-describe = descripción
cannot-undo = No hay nada que deshacer.
cannot-redo = No hay nada que rehacer.
no-place-after = Después de este no hay ningún lugar donde pueda verse una cara.
no-place-before = Antes de este no hay ningún lugar donde pueda verse una cara.

## Review page: the lists

places-label = Lugares donde puede verse una cara
places-title =
    { $n ->
        [one] Puede verse: { $n } lugar
       *[other] Puede verse: { $n } lugares
    }
places-none = Ningún lugar donde pueda verse una cara
risk-unknown = no se buscaron caras, así que no se sabe cuántas se ven
risk-none = no se encontró nada que haga esperar caras a la vista
risk-expected = número esperado de caras a la vista: { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) } (95 %: de { $low } a { $high })
kinds-label = Qué se muestra
show-kind = Mostrar { $kind } ({ $key })
hide-kind = Ocultar { $kind } ({ $key })
kind-face-lower = caras
kind-head-lower = cabezas
kind-text-lower = texto
kind-plate-lower = matrículas
kind-area-lower = áreas
sort = Orden
order-unsure = Menos seguras primero
order-time = Tiempo
order-large = Mayores primero
order-small = Menores primero
show = Mostrar
filter-all = Todas
filter-unreviewed = Sin revisar
filter-removable = Se pueden quitar
filter-covered = Tapadas
filter-visible = Visibles
filter-below = Confianza inferior a
filter-drawn = Dibujadas
filter-current = En este fotograma
least-confidence = Confianza mínima en porcentaje
listed =
    { $n ->
        [one] { $listed } de { $n } pista
       *[other] { $listed } de { $n } pistas
    }
listed-below = { $percent } %: { $listed }, unas { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } caras
listed-below-others = { $percent } %: { $listed }, ninguna cara
no-match = Ninguna pista cumple este filtro.
no-face = No se detectó ninguna cara. Mire el vídeo y dibuje un recuadro (B) alrededor de lo que falte.
nothing-detected = No se encontró nada. Mire el vídeo y dibuje un recuadro (B) alrededor de lo que falte.
card-covered = { $track } tapada
card-visible = { $track } visible
card-covered-kind = { $track } { $kind }: se tapa
card-visible-kind = { $track } { $kind }: se ve
card-findings =
    { $n ->
        [one] hallazgo { $ids }
       *[other] hallazgos { $ids }
    }
card-reason = «{ $reason }»
card-reviewed = Revisada
card-not-reviewed = Aún sin revisar
card-label-reviewed = Pista { $facts }, revisada
card-label-not-reviewed = Pista { $facts }, aún sin revisar

## Review page: check by sample

sample-toggle = Control por muestreo
sample-toggle-hint = Mirar fotogramas sorteados
sample-nothing = Nada a la vista
sample-nothing-hint = En este fotograma no hay ninguna cara a la vista
sample-drawing = Sorteando un fotograma…
sample-idea = Los fotogramas se sortean; de lo que usted ve en ellos se deduce cuántos, como máximo, muestran una cara a la vista.
sample-idea-all = Los fotogramas se sortean entre los { $files } archivos; de lo que usted ve en ellos se deduce cuántos, como máximo, muestran una cara a la vista.
sample-question = ¿Hay una cara a la vista en el fotograma { $frame }? S: no. B: dibuje un recuadro alrededor; se tapa y cuenta como encontrada.
sample-question-of = ¿Hay una cara a la vista en el fotograma { $frame } de { $name }? S: no. B: dibuje un recuadro alrededor; se tapa y cuenta como encontrada.
sample-elsewhere = Este no es el fotograma sorteado: S vuelve al fotograma { $frame }.
sample-elsewhere-of = Este no es el fotograma sorteado: S vuelve al fotograma { $frame } de { $name }.
sample-none = No se ha comprobado ningún fotograma por muestreo.
sample-bound = Como máximo el { $share } % de los fotogramas muestra una cara a la vista (95 %)
sample-bound-files = Como máximo el { $share } % de los fotogramas de { $files } archivos muestra una cara a la vista (95 %)
sample-bound-archive = Como máximo el { $share } % de los fotogramas del archivo completo muestra una cara a la vista (95 %)
sample-looks =
    { $n ->
        [one] tras { $n } mirada
       *[other] tras { $n } miradas
    }
sample-finds = { $n } de ellos con una cara a la vista
sample-by = por { $names }
sample-drawn = se han mirado { $checked } de { $drawn } fotogramas sorteados
sample-drawn-then = cuando se hayan mirado todos, se sabrá el límite
sample-hopeless = Por más que se mire no se llega al 1 %: hay caras a la vista demasiado a menudo. Revise el vídeo entero.
sample-left =
    { $n ->
        [one] { $n } mirada más para el 1 %, si no se encuentra nada más.
       *[other] { $n } miradas más para el 1 %, si no se encuentra nada más.
    }

## Review page: sound

sound-warning = Una voz disfrazada es más difícil de reconocer, pero no es anónima: se puede deshacer mejor de lo que parece al oírla, y quedan las palabras, el acento y el ritmo. Para personas en peligro elija silencio, o publique lo dicho como texto.
audio-mute = quitado
audio-disguise = voces disfrazadas: no es anónimo
audio-keep = conservado: una voz identifica
audio-mute-short = quitado
audio-disguise-short = voces disfrazadas
audio-keep-short = conservado
heard-keep = conservado
heard-silence = silencio
heard-bleep = pitido
heard-disguise = disfrazado
heard-default = como todo el otro sonido
stretches-keep =
    { $n ->
        [one] { $n } tramo conservado
       *[other] { $n } tramos conservados
    }
stretches-disguise =
    { $n ->
        [one] { $n } tramo disfrazado
       *[other] { $n } tramos disfrazados
    }
stretches-silence =
    { $n ->
        [one] { $n } tramo en silencio
       *[other] { $n } tramos en silencio
    }
stretches-bleep =
    { $n ->
        [one] { $n } tramo con pitido
       *[other] { $n } tramos con pitido
    }
sound-is-mute = El sonido se quita
sound-is-keep = El sonido se conserva: una voz identifica
sound-is-disguise = El sonido se conserva con las voces disfrazadas: no es anónimo
sound-rest-mute = Sonido: { $stretches }; el resto se quita
sound-rest-keep = Sonido: { $stretches }; el resto se conserva: una voz identifica
sound-rest-disguise = Sonido: { $stretches }; el resto se conserva con las voces disfrazadas: no es anónimo
sound-heading = Sonido
sound-span = Sonido { $from } a { $to }
sound-tool-keep = Conservar
sound-tool-keep-hint = Conservarlo tal cual: una voz identifica
sound-tool-silence = Silencio
sound-tool-silence-hint = No se oye nada
sound-tool-bleep = Pitido
sound-tool-bleep-hint = En su lugar se oye un tono
sound-tool-disguise = Disfrazar
sound-tool-back = Retirar
sound-tool-back-hint = Se trata como todo el otro sonido
sound-tool-why = Motivo
sound-tool-why-hint = Decir el motivo
hear-before = Oír antes
hear-before-hint = Como en el original
hear-after = después
hear-after-hint = Como quedará; un disfraz es distinto cada vez
other-sound = El resto del sonido
other-sound-hint = Qué pasa con el sonido sobre el que nada se ha decidido
nothing-decided = nada decidido
next-speech = T: habla siguiente
decided-with-reason = { $decision }: { $reason }
no-sound = Este archivo no tiene sonido.
no-sound-chosen = Elija primero sonido: T va al habla siguiente, { "{" } y { "}" } fijan inicio y fin, o arrastre sobre la onda.
sound-kept = Conservado: una voz identifica. Y da el motivo.
sound-disguised = Disfrazado: más difícil de reconocer, no anónimo. Y da el motivo.
sound-taken-back = Retirado: como todo el otro sonido.
sound-silenced = Ahora está en silencio. Y da el motivo.
sound-bleeped = Ahora lleva un pitido. Y da el motivo.
nothing-decided-here = Sobre este sonido exacto no se decidió nada: deciden las teclas de 1 a 4.
why-sound-keep = ¿Por qué se conserva este sonido?
why-sound-silence = ¿Por qué este sonido está en silencio?
why-sound-bleep = ¿Por qué lleva un pitido este sonido?
why-sound-disguise = ¿Por qué se disfraza este sonido?
why-sound-default = ¿Por qué este sonido es como todo el otro?
why-sound-example = un nombre
sound-has-ended = El sonido acaba antes de este fotograma.
no-sound-after = No hay habla ni tramos después de esto.
no-sound-before = No hay habla ni tramos antes de esto.
reading-sound = leyendo el sonido…
lane-label = Sonido: { $facts }
lane-speech =
    { $n ->
        [one] { $n } tramo de habla
       *[other] { $n } tramos de habla
    }
lane-stretches =
    { $n ->
        [one] { $n } tramo decidido
       *[other] { $n } tramos decididos
    }
lane-chosen = elegido: { $from } a { $to }, { $decision }

## Review page: time line

time-label = Tiempo
time-value = { $time }, fotograma { $frame }

## Review page: finish

render-heading = Generar
option-method = Cómo tapar
method-solid = negro liso
method-mosaic = mosaico: las caras se pueden cotejar
method-blur = desenfoque: las caras se pueden cotejar
option-shape = Forma
shape-ellipse = elipse
shape-box = rectángulo
option-size = Tamaño, en caras
option-sound = Sonido
option-sound-videos = Sonido de los vídeos
option-subtitles = Subtítulos
option-subtitles-videos = Subtítulos de los vídeos
subtitles-drop = quitados
subtitles-keep = conservados
run-audit = Auditar
stop-job = Parar
open-report = Abrir el informe
check-places =
    { $n ->
        [0] No queda ningún lugar donde pueda verse una cara
        [one] { $n } lugar donde puede verse una cara
       *[other] { $n } lugares donde puede verse una cara
    }
check-tracks =
    { $n ->
        [0] Se revisaron todas las pistas
        [one] { $n } pista sin revisar
       *[other] { $n } pistas sin revisar
    }
check-picture = La foto misma se revisó
check-picture-not = La foto misma no se revisó
check-film = Se revisó el { $percent } % del vídeo
check-visible =
    { $n ->
        [0] Todas las pistas están tapadas
        [one] { $n } pista quedará visible: { $which }
       *[other] { $n } pistas quedarán visibles: { $which }
    }
check-damaged =
    { $n ->
        [one] El original está dañado en { $n } lugar
       *[other] El original está dañado en { $n } lugares
    }
tracks-with-reason = { $ids } ({ $reason })
render-file = Generar { $name }
render-all = Generar los { $n }
replace-one = Sustituir el resultado existente
replace-others =
    { $n ->
        [one] Sustituir resultados existentes: { $n } archivo más de { $files }
       *[other] Sustituir resultados existentes: { $n } archivos más de { $files }
    }
mosaic-warning = Bajo un mosaico, los programas de reconocimiento abiertos aún cotejan la mayoría de las caras si saben cómo se hizo. El negro liso no deja nada que cotejar.
blur-warning = Bajo un desenfoque, los programas de reconocimiento abiertos aún cotejan la mayoría de las caras si saben cómo se hizo. El negro liso no deja nada que cotejar.
job-progress = { $stage }: { $done } de { $total }
job-done-so-far = { $stage }: { $done }
job-begun = { $stage }…
audit-says = Auditoría: { $sentence }
batch-progress = { $name }: { $number } de { $total }
batch-rendered = { $done } de { $total } generados
batch-stopped = { $done } de { $total } generados, luego detenido
batch-unseen = nadie ha mirado { $n } de ellos
batch-unfinished =
    { $n ->
        [one] { $n } de ellos no se revisó del todo
       *[other] { $n } de ellos no se revisaron del todo
    }
batch-failed = { $n } fallaron: { $error }
job-failed = falló
job-stopped = detenido; no se escribió nada
job-broken = falló; el terminal muestra el error
job-rendered = generado
job-archive-stopped = el trabajo en esta carpeta se detuvo; sigue desde la lista de archivos
job-covered =
    { $frames ->
        [one] { $name }: { $covered } de { $frames } fotograma con tapas
       *[other] { $name }: { $covered } de { $frames } fotogramas con tapas
    }
job-damaged =
    { $n ->
        [one] se omitió { $n } parte dañada
       *[other] se omitieron { $n } partes dañadas
    }
job-left-out = se omitió: { $what }
job-audited = auditado; el informe está en { $folder }
job-sound-kept = sonido conservado
job-sound-left-out = sonido omitido
job-sound-rest-kept = sonido: { $stretches }; el resto conservado
job-sound-rest-left-out = sonido: { $stretches }; el resto omitido
job-disguised = una voz disimulada no es anónima
finding-face = una cara a la vista
finding-head = una cabeza a la vista
finding-text = texto a la vista
finding-plate = una matrícula a la vista
finding-moved-cover = falta una tapa
finding-shaken = aquí debe haber una cara, en un fotograma movido
finding-look = mire aquí
finding-track = pista { $track }
finding-no-track = no está en el plan
finding-photo = { $number }: { $what }, { $which }, { $px } px, sobrevive el { $percent } %
finding-film = { $number }: { $what }, { $from } a { $to }, { $which }, { $px } px, sobrevive el { $percent } %
finding-answer = no es una cara: { $reason } ({ $by })
finding-answer-other = nada que haya que tapar: { $reason } ({ $by })
finding-withdraw = Retirar
finding-deny = No es una cara…
finding-deny-other = Nada que tapar…
finding-question = Hallazgo { $number }: usted ha mirado y no hay ninguna cara. ¿Qué hay en su lugar? (Sin nombres.)
finding-question-other = Hallazgo { $number }: usted ha mirado y no hay nada que tapar. ¿Qué hay ahí? (Sin nombres.)
finding-no-longer-counts = Ya no cuenta
finding-example = un cartel

## What a file holds besides pictures, and an output does not have

content-other = { $what }
content-several = { $count } x { $what }
content-cover-picture = imagen de portada
content-video-stream = otra pista de vídeo ({ $what })
content-attached-file = archivo adjunto
content-data-stream = flujo de datos ({ $name })
content-nameless = sin nombre
content-captions = subtítulos ocultos
content-time-codes = códigos de tiempo
content-hdr10-plus = metadatos dinámicos HDR10+
content-dolby-vision = metadatos de Dolby Vision
content-spherical = metadatos de 360°
content-second-view-metadata = metadatos de una segunda vista
content-second-view = segunda vista (vídeo espacial)
content-user-data = datos de usuario en las imágenes codificadas
content-metadata = metadatos ({ $tags })
content-xmp-metadata = metadatos XMP
content-cut-off = lo que los reproductores recortan en los bordes de la imagen
content-transparency = la transparencia, que ahora es negra, con lo que había debajo
content-display-hdr = metadatos HDR de una pantalla
content-picture-sizes = tamaños de imagen distintos de { $size } ({ $others }), que se ajustan a él con bandas
content-pixel-shape = la forma de sus píxeles, que no son cuadrados
content-stated-colours = la descripción de sus colores
content-first-field = qué campo de sus imágenes entrelazadas va primero
content-chroma-location = dónde están los colores entre sus píxeles
content-sound = sonido ({ $codec })
content-subtitles = subtítulos ({ $codec })
content-encrypted = { $what }: cifrado
content-unknown-format = { $what }: un formato del que no se sabe nada, así que no se puede limpiar
content-unwritable = { $what }: ningún archivo que se pueda escribir lo admite
content-undecodable = { $what }: no se puede decodificar
content-part = { $what }: { $part }
content-cue-names = nombres de las entradas
content-header-comments = comentarios e indicaciones en la cabecera
content-script-information = información del guion
content-style-names = nombres de estilos
content-font-names = nombres de fuentes
content-speaker-names = nombres de quienes hablan
content-notes = notas
content-notes-and-styles = notas y estilos
content-links-and-notes = enlaces y notas
content-hidden-tags = etiquetas que no se muestran
content-damaged-exif = EXIF dañado
content-hidden-edges = lo que oculta su apertura limpia
content-xmp = XMP
content-iptc = IPTC
content-exif = EXIF
content-photoshop = datos de Photoshop
content-comments = comentarios
content-text-chunks = bloques de texto
content-modification-time = hora de modificación
content-unknown-chunks = bloques desconocidos
content-application-data = datos de aplicaciones
content-trailing = datos tras el final de la imagen
content-other-metadata = otros metadatos
content-gps = posición GPS
content-maker-notes = notas del fabricante
content-thumbnail = miniatura incrustada
content-auxiliary = imágenes auxiliares
content-sequence = secuencia de imágenes
content-gain-map = mapa de ganancia (HDR)
content-depth-map = mapa de profundidad
content-motion-photo = vídeo (foto en movimiento)
content-under-transparent = lo que había bajo los píxeles transparentes
content-lower-bits = los { $lost } bits inferiores de { $bits }
content-full-colours = los colores a resolución completa (tienen la mitad, 4:2:0)
content-colour-description = descripción del color (los colores pueden verse distintos)
content-icc = perfil ICC (los colores pueden verse algo distintos)
content-icc-damaged = perfil ICC dañado
content-icc-srgb = perfil ICC (sRGB, que se da por supuesto)
content-icc-device = perfil ICC de un dispositivo (los colores pueden verse algo distintos)
content-chapters =
    { $n ->
        [one] { $n } capítulo
       *[other] { $n } capítulos
    }
content-pictures =
    { $n ->
        [one] { $n } imagen o página más
       *[other] { $n } imágenes o páginas más
    }
content-damaged-pieces =
    { $n ->
        [one] { $what }: { $n } trozo dañado, en silencio
       *[other] { $what }: { $n } trozos dañados, en silencio
    }

## Review page: the list of keys

keys-tracks = Pistas
keys-film = Vídeo
keys-sound = Sonido
keys-fix = Corregir
keys-all = General
key-next-track = pista siguiente
key-previous-track = pista anterior
key-cover = tapar; también un lugar donde puede verse una cara
key-keep = dejar visible
key-keep-above = dejar también lo que está encima
key-why = decir por qué está tapada o visible
key-reason = darle un motivo de la lista; de 1 a 9, el último primero
key-reviewed = revisada, siguiente; o: aquí no se ve nada
key-select = elegirla, o no (para varias)
key-select-all = elegir todas las de la lista
key-all-but = tapar todas menos las elegidas
key-select-none = no elegir ninguna
key-kinds = mostrar u ocultar caras, cabezas, texto, matrículas, áreas
key-play = reproducir, pausa
key-frame = un fotograma
key-second = un segundo
key-ends = primer, último fotograma
key-speed = más lento, más rápido
key-place = lugar siguiente, anterior donde puede verse una cara
key-mode = tapado, contornos, original
key-zoom = acercar, alejar, imagen entera
key-zoom-track = acercar la pista
key-describe = anotar lo que ocurre en los fotogramas recién reproducidos
key-sample = control por muestreo: S si no se ve nada, B dibuja un recuadro
key-mark = marcar como revisados los fotogramas mostrados
key-again = reproducir lo que quedó a la vista después de revisarlo
key-sound-step = habla o tramo siguiente, anterior
key-sound-ends = un tramo empieza, acaba en este fotograma
key-sound-keep = conservarlo: una voz identifica
key-sound-silence = silencio
key-sound-bleep = pitido
key-sound-disguise = disfrazar la voz: no es anónimo
key-sound-back = retirar, como todo el otro sonido
key-sound-why = decir el motivo
key-hear = oírlo antes, después
key-draw = dibujar un recuadro alrededor de lo que falta
key-follow = seguirlo en ambos sentidos
key-move = mover el recuadro de una pista: flechas; con Mayús, el tamaño
key-put = ponerlo ahí
key-put-film = ponerlo ahí en todo el vídeo
key-area = más: fija en la escena, fotograma entero, todo menos, en todos los archivos
key-track-ends = la pista empieza, acaba aquí
key-split = dividir la pista aquí
key-join = unir las dos pistas elegidas
key-undo = deshacer
key-redo = rehacer
key-files = archivo anterior, siguiente
key-finish = terminar: generar, auditar
key-help = estas teclas

## The verdict of an audit, on the page and in the report

verdict-passed = Se puede publicar, hasta donde se pudo comprobar.
verdict-failed = No es seguro: { $why }.
verdict-look =
    { $n ->
        [one] Mire este lugar.
       *[other] Mire estos { $n } lugares.
    }
verdict-unknown = No se sabe si es seguro: { $why }.
verdict-unknown-then = Aun así no se sabe si es seguro: { $why }.
why-original = es el original, byte por byte
why-bare =
    { $n ->
        [one] { $n } cara queda a la vista
       *[other] { $n } caras quedan a la vista
    }
why-bare-head =
    { $n ->
        [one] { $n } cabeza queda a la vista
       *[other] { $n } cabezas quedan a la vista
    }
why-bare-text =
    { $n ->
        [one] { $n } línea de texto queda a la vista
       *[other] { $n } líneas de texto quedan a la vista
    }
why-bare-plate =
    { $n ->
        [one] { $n } matrícula queda a la vista
       *[other] { $n } matrículas quedan a la vista
    }
why-matched =
    { $n ->
        [one] se pudo cotejar { $hits } de { $n } cara a través de la tapa
       *[other] se pudieron cotejar { $hits } de { $n } caras a través de la tapa
    }
why-contains = el archivo contiene además { $kind }: { $what }
why-frames =
    { $n ->
        [one] { $n } fotograma no se pudo comparar con el original
       *[other] { $n } fotogramas no se pudieron comparar con el original
    }
why-different = la mayor parte de la imagen difiere del original
why-no-face = en el original no se encontró ninguna cara con seguridad, así que no había nada que buscar
why-no-thing = en el original no se encontró con seguridad nada de lo que se buscaba, así que no había nada que comparar
why-lost =
    { $n ->
        [one] no se sabe qué fue de { $n } cara
       *[other] no se sabe qué fue de { $n } caras
    }
why-pictures =
    { $n ->
        [one] la tapa de { $n } cara conserva una imagen
       *[other] las tapas de { $n } caras conservan una imagen
    }
extra-sound = sonido
extra-subtitles = subtítulos
extra-chapters = capítulos
extra-metadata = metadatos
extra-pictures = imágenes
extra-streams = pistas
extra-name = nombre
extra-trailing = datos al final
extra-hidden-frames = fotogramas ocultos
