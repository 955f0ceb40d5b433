# En français. Pour les règles : docs/desk.md (« Languages »).

## Both pages

no-script = Cette page a besoin de JavaScript, qui vient seulement de cette machine.
switch-language = Langue
comma = ,
semicolon =  ;
cancel = Annuler
close = Fermer
server-answered = le serveur a répondu { $code }
server-gone = veilproof ne tourne plus ; relancez veilproof
key-shift = Maj
key-ctrl = Ctrl
key-enter = Entrée
key-space = Espace
key-escape = Échap
key-home = Début
key-end = Fin
key-page-up = PgPréc
key-page-down = PgSuiv

## Both pages: errors

error-server = veilproof n’a pas pu répondre ; le terminal dit pourquoi
error-stale = Ceci a été modifié ailleurs entre-temps ; revoyez-le.
error-saved = C’est enregistré, mais ne peut pas être montré pour l’instant ; rechargez la page.
refused = ouvrez l’adresse que veilproof a affichée dans le terminal, ou relancez veilproof
refused-key = cette fenêtre n’a pas la clé de la page ; ouvrez l’adresse que veilproof a affichée dans le terminal, ou relancez veilproof
refused-used = cette adresse a déjà servi ; ouvrez la suivante, que le terminal affiche, ou relancez veilproof
refused-ahead = cette adresse ne sert qu’une fois, elle n’est donc pas ouverte à l’avance
refused-report = ce rapport a déjà été ouvert ; rouvrez-le depuis la page de relecture
error-not-open = Ce fichier n’est plus ouvert ; ouvrez-le depuis la liste des fichiers.
error-no-file = Aucun fichier n’est encore ouvert ; ouvrez-en un depuis la liste.
error-closed = { $name } : le fichier a été fermé entre-temps ; réessayez.
error-too-many = { $name } : trop de demandes attendent ; rien n’a été changé, réessayez.
error-plan-busy = { $name } : un autre programme modifie ce plan ; rien n’a été changé ici, réessayez.
error-plan-replaced = { $name } : ce n’est pas le plan avec lequel la page a été ouverte ; rien n’a été changé. Relancez veilproof.
error-plan-changed = Le plan a changé entre-temps ; rechargez la page.
error-no-track = Il n’y a pas de piste { $track } ; rechargez la page.
error-track-not-here = La piste { $track } n’est pas dans l’image { $frame } ; allez à une image où elle est.
error-box = Un cadre doit être dans l’image ou tout près, et avoir une largeur et une hauteur ; redessinez-le.
error-several-visible =
    { $n ->
        [one] { $n } piste deviendrait visible : donnez le motif.
       *[other] { $n } pistes deviendraient visibles d’un coup : donnez le motif.
    }
error-outside-visible = Tout ce qui est en dehors de la piste { $track } deviendrait visible : donnez le motif.
error-area-moves = La piste { $track } bouge, elle ne peut donc pas être mise sur d’autres fichiers ; dessinez un cadre fixe dans l’image.
error-area-there = { $name } : rien n’a été dessiné, car la piste { $track } couvre déjà tout sauf son cadre, et de deux pistes de ce genre chacune montre ce que l’autre couvre ; ouvrez ce fichier et dessinez-y.
error-area-lost = La piste { $track } est perdue dans l’image { $frame } et n’y montre rien ; allez à une image où elle montre quelque chose.
error-area-all-lost = La piste { $track } est perdue dans toutes ses images ; dessinez un autre cadre.
error-not-rendered = { $name } : rien n’a encore été produit ; produisez d’abord le fichier.
error-output-exists = { $name } existe déjà : choisissez « { replace-one } » ou déplacez ce fichier.
error-reason-letters = Un motif est une seule ligne de lettres visibles : écrivez « { $reason } » de nouveau.
error-audit-old = { $name } : il a été produit après son dernier audit ; refaites l’audit.
error-job-running = Ce fichier est déjà en cours de production ou d’audit ; attendez.
error-split-first = La piste { $track } commence à cette image ; il n’y a rien à couper.
error-join-kinds = Les pistes { $one } et { $other } sont couvertes avec des formes différentes ; laissez-les séparées.
error-join-all-but = Une des pistes { $one } et { $other } couvre tout sauf son cadre ; un seul cadre autour des deux montrerait donc plus que les deux ; laissez-les séparées.
error-not-drawn = La piste { $track } a été trouvée, pas dessinée ; dessinez un cadre par-dessus.
error-nothing-to-undo = Il n’y a rien à annuler.
error-nothing-to-redo = Il n’y a rien à rétablir.
error-no-sound-here = Il n’y a pas de son à cet endroit ; choisissez un passage du film.
error-no-sound = { $name } n’a pas de son qui puisse être décodé.
error-no-words = Il manque des mots ; écrivez-les.
error-too-long =
    { $n ->
        [one] Au plus { $n } lettre sur une ligne : raccourcissez « { $words } ».
       *[other] Au plus { $n } lettres, toutes sur une ligne : raccourcissez « { $words } ».
    }
error-plan-altered = { $name } : ce plan n’est pas tel que veilproof l’a écrit, il n’est donc pas utilisé. Restaurez-le à partir d’une copie, ou analysez le fichier à nouveau.
error-decodes-differently = { $name } se décode autrement que lors de l’analyse ; analysez-le à nouveau.
error-missing = { $name } n’existe plus ; remettez-le à sa place.
error-unreadable = { $name } ne peut pas être lu : il est endommagé, ou vous n’en avez pas le droit.
error-changed = { $name } a changé pendant sa lecture ; attendez que plus rien n’y écrive, et réessayez.
error-other-original = { $name } n’est pas le fichier qui a été analysé ; analysez-le à nouveau.
error-disk-full = { $name } ne peut pas être écrit : le disque est plein. Faites de la place, et réessayez.
error-too-large = { $name } ne peut pas être écrit : il est plus grand que ce disque ou une limite ne le permet.
error-no-permission = { $name } ne peut pas être écrit : vous n’avez pas de droit dans son dossier.
error-no-folder = { $name } ne peut pas être écrit : son dossier n’existe plus. Recréez-le.
error-unwritable = { $name } ne peut pas être écrit ; vérifiez le disque et le dossier.
error-self-check = { $name } a été écrit, mais ne contient pas ce qu’il doit ; il n’a donc pas été gardé. Signalez-le, s’il vous plaît.

## Start page: choosing

promise = Couvre tous les visages des photos et des vidéos. Rien ne quitte cette machine, et vos fichiers sont seulement lus.
choose-title = Où sont vos photos et vos vidéos ?
begun-title = Reprendre
begun-state = { $finished } sur { $items } terminés
location-home = Dossier personnel
location-desktop = Bureau
location-videos = Vidéos
location-pictures = Images
location-downloads = Téléchargements
location-documents = Documents
location-disk = Disque : { $name }
locations-button = Tous les emplacements
up-button = Remonter
entries-label = Photos, vidéos et dossiers, les plus récents d’abord
choose-entry = Choisir { $name }
open-entry = Ouvrir { $name }
kind-folder = dossier
empty = Il n’y a ici ni photo, ni vidéo, ni dossier.
others =
    { $n ->
        [one] { $n } autre fichier n’est pas affiché.
       *[other] { $n } autres fichiers ne sont pas affichés.
    }
more = Afficher la suite (encore { $left })
sound-title = Son
sound-mute = Le retirer
sound-mute-hint = Le plus sûr : une voix identifie une personne.
sound-disguise = Déguiser les voix
sound-disguise-hint = Plus difficile à reconnaître, pas anonyme.
sound-keep = Le garder
sound-keep-hint = On peut reconnaître chacun à sa voix.
effort-title = Recherche des visages
effort-normal = Normale
effort-normal-hint = Pour la plupart des images.
effort-high = Approfondie
effort-high-hint = Trouve davantage ; prend deux à trois fois plus de temps.
destination = Les résultats iront dans
start-all = Couvrir tout le monde dans ce dossier
start-some =
    { $n ->
        [one] Couvrir tout le monde dans { $n } élément choisi
       *[other] Couvrir tout le monde dans { $n } éléments choisis
    }
start-hint-all =
    { $n ->
        [one] { $n } fichier ici, et tous ceux des sous-dossiers.
       *[other] { $n } fichiers ici, et tous ceux des sous-dossiers.
    }
start-hint-some = Décochez tout pour prendre le dossier entier.
begun-here = Une partie a déjà été faite. Ce qui est terminé reste ; le reste continue.

## Start page: the list of files

progress = { $done } sur { $total } terminés
failed-count =
    { $n ->
        [one] { $n } n’a pas pu être fait
       *[other] { $n } n’ont pas pu être faits
    }
left-seconds = reste moins d’une minute
left-minutes =
    { $n ->
        [one] reste environ { $n } minute
       *[other] reste environ { $n } minutes
    }
left-hours =
    { $n ->
        [one] reste environ { $n } heure
       *[other] reste environ { $n } heures
    }
listing = Recherche des photos et des vidéos…
nothing-found = Il n’y a ni photo ni vidéo dans ce qui a été choisi.
stop = Arrêter
stopping = Arrêt en cours…
go-on = Continuer
retry = Réessayer ce qui a échoué
finish-all = Tout terminer
finish-all-hint = Produit à nouveau ce que vous avez modifié, puis attaque chaque résultat pour voir ce qui passe encore.
show-results = Ouvrir les résultats
leave = Autre dossier
leave-hint = Le travail sur ce dossier s’arrête et reprend quand vous l’ouvrez de nouveau.
quit = Quitter
quit-hint = Ferme le programme. Ce qui n’est pas terminé continue quand vous le relancez.
quit-done = veilproof s’est arrêté. Vous pouvez fermer cette fenêtre.
column-file = Fichier
column-state = État
column-places = Peut être visible
column-result = Résultat
column-audit = Audit
column-review = Relecture
rows-label = Fichiers
page-rows = { $first } à { $last } sur { $total }
previous = Précédents
next = Suivants
state-waiting = En attente
state-again = En attente d’être produit à nouveau
state-starting = Démarrage
stage-scan = Recherche des visages
stage-listen = Recherche des voix
stage-render = Couverture
stage-check = Vérification des caches
stage-audit = Attaque du résultat
stage-search = Nouvelle recherche des visages
stage-compare = Comparaison avec l’original
stage-attack = Attaque des caches
state-failed = N’a pas pu être fait
state-ready = Prêt à être regardé
state-begun = Regardé en partie
state-complete = Regardé
places =
    { $n ->
        [one] { $n } endroit
       *[other] { $n } endroits
    }
no-places = aucun endroit trouvé
result-rendered = produit
result-changed = modifié : terminez pour le produire à nouveau
audit-none = pas encore
audit-passed = réussi
audit-failed =
    { $n ->
        [one] { $n } fuite
       *[other] { $n } fuites
    }
audit-other = à regarder
cause-no-face-found = aucun visage n’a été trouvé
error-old-list = Cette liste date d’un lancement précédent de veilproof ; choisissez à nouveau le dossier.
error-one-folder = Choisissez les fichiers d’un seul dossier à la fois.
error-not-begun = { $folder } : aucun travail n’y a été commencé ; lancez-le.
error-not-ready = Ce fichier n’est pas encore prêt à être regardé.
error-folder-left = Le dossier de ce fichier a été quitté ; rouvrez-le.
error-nothing-started = Rien n’a encore été lancé ; choisissez un dossier.
error-folder-gone = { $folder } n’est plus là.
error-no-file-manager = Aucun gestionnaire de fichiers n’a été trouvé ; les résultats sont dans { $folder }.
error-folder-unreadable = { $folder } ne peut pas être lu ({ $why }) : choisissez un autre dossier.
error-results-not-created = { $folder } ne peut pas être créé ({ $why }) : copiez les fichiers dans un dossier où vous pouvez écrire.
error-being-worked-at = Ce fichier est en cours de traitement ; attendez qu’il soit prêt.
error-just-stopping = Le travail est en train de s’arrêter ; réessayez dans un instant.
error-work-ended = { $folder } : le travail s’est terminé de façon inattendue ({ $what }) ; reprenez-le.
cause-unreadable = pas une photo ni une vidéo lisible, ou abîmé
cause-source-missing = l’original n’est plus là
cause-source-changed = l’original a été modifié entre-temps
cause-no-permission = la lecture ou l’écriture n’est pas permise ici
cause-memory-limit = il faut plus de mémoire qu’il n’y en a
cause-time-limit = cela a pris trop de temps
cause-hung = le traitement n’avançait plus
cause-output-limit = le résultat est trop grand pour l’endroit où il est écrit
cause-crashed = une bibliothèque du programme a échoué dessus
cause-worker-lost = le traitement a été interrompu de l’extérieur
cause-disk-full = le disque est plein
cause-input-output = le disque n’a pas pu être lu ou écrit
cause-options = impossible avec ces options
cause-plan = son plan est abîmé, d’un autre fichier, ou contient des décisions qui seraient perdues
cause-name-taken = un autre fichier se trouve à la place du résultat
cause-internal-error = une erreur de veilproof
cause-audit-failed = l’audit dit que le publier est dangereux
cause-audit-inconclusive = l’audit ne sait pas si le publier est sans danger
cause-audit-could-not-be-done = l’audit n’a pas pu être fait, on ne sait donc pas si le publier est sans danger
cause-damaged = abîmé : ce qui n’a pas pu être décodé est faux ou manque dans le résultat
cause-area-lost = un cache dessiné ou prolongé finit là où ce qu’il cache est perdu ; cela peut être visible
cause-nothing-found = rien de ce qui était cherché n’a été trouvé
cause-nothing-covered = rien n’est couvert, par décision
review = Regarder
review-again = Regarder encore
review-label = Regarder { $name }
opening = Ouverture…

## Review page: words that stand in several places

page-title = { $name } · veilproof, relecture
region-film = Vidéo
region-tracks = Pistes
region-sound = Son
region-timeline = Ligne de temps
time-span = { $from } à { $to }
pixels = { $px } px
seconds = { $seconds } s
confidence = { $percent } % de confiance
confidence-short = conf. { $percent } %
origin-drawn = dessinée
may-be-removed = peut être retiré
place-suspected = peut-être un visage
place-gap = trou entre deux caches
place-jump = le cache saute
place-end = un cache finit trop tôt
kind-face = Visages
kind-head = Têtes
kind-text = Texte
kind-plate = Plaques
kind-area = Zones
one-head = tête
one-text = texte
one-plate = plaque
one-area = zone
one-all-but = tout sauf
moves-followed = suivie
moves-fixed = fixe
moves-scene = avec la caméra
moves-whole = image entière
none-chosen = Choisissez d’abord une piste : N va à la suivante.
example = par exemple : { $example }
every-frame-checked = Toutes les images ont été vérifiées.
may-be-bare = peut être visible
file-list-link = ← Tous les fichiers

## Review page: top bar

saved = Enregistré
saving = Enregistrement…
not-saved = NON ENREGISTRÉ
undo = Annuler (U)
redo = Rétablir (R)
undo-edit = Annuler : { $edit } (U)
redo-edit = Rétablir : { $edit } (R)
nothing-to-undo = Rien à annuler
nothing-to-redo = Rien à rétablir
count-covered = couvertes : { $n }
count-visible = visibles : { $n }
count-drawn = dessinées : { $n }
all-reviewed = tout relu
tracks-reviewed =
    { $n ->
        [one] relu : { $reviewed } sur { $n } piste
       *[other] relu : { $reviewed } sur { $n } pistes
    }
tracks-and-film-reviewed =
    { $n ->
        [one] relu : { $reviewed } sur { $n } piste, { $percent } % de la vidéo
       *[other] relu : { $reviewed } sur { $n } pistes, { $percent } % de la vidéo
    }
mark-picture-reviewed = Photo relue
mark-film-reviewed = Marquer relu
mark-film-reviewed-hint = Marquer les images affichées comme relues
again = Revoir
again-film = À revoir : { $time }, où quelque chose a été rendu visible après la relecture. Q le lit.
again-picture = Revoyez la photo : quelque chose y a été rendu visible après la relecture.
your-initials = Vos initiales
initials-label = { $initials } : vos initiales
finish = Terminer
keys = Touches
keys-hint = Touches (?)
ask-initials = Vos initiales, pour « relu par » (peuvent rester vides)
begin = Commencer
running-again = veilproof tourne de nouveau.
other-file-opened = Pas fait : un autre fichier a été ouvert entre-temps.

## Review page: the strip of files

files-label = Fichiers
reviewed-of-all = Relu de tous les fichiers
file-reviewed = relu
file-begun = commencé
file-not-reviewed = pas relu
findings-count =
    { $n ->
        [one] { $n } constat
       *[other] { $n } constats
    }
file-title = { $name } : { $state }
all-progress =
    { $tracks ->
        [one] Relu : { $done } sur { $files } fichiers, { $reviewed } sur { $tracks } piste, { $percent } % des images
       *[other] Relu : { $done } sur { $files } fichiers, { $reviewed } sur { $tracks } pistes, { $percent } % des images
    }

## Review page: the film

frame-label = Image { $frame } sur { $frames }, { $mode }
mode-covered-label = couverte comme dans le résultat
mode-outline-label = contours
mode-original-label = original
mode-covered = Couvert
mode-outline = Contours
mode-original = Original
mode-hint = { $mode } (V)
show-label = Afficher
play = Lire (Espace)
pause = Pause (Espace)
speed = Vitesse
speed-hint = Vitesse (< et >)
previous-bare = ‹ Visible ?
next-bare = Visible ? ›
previous-bare-hint = Endroit précédent où un visage peut être visible (Maj D)
next-bare-hint = Endroit suivant où un visage peut être visible (D)
frame-back = Une image en arrière (←)
frame-on = Une image en avant (→)
frame-rate = { $rate }/s
where = { $time } · image { $frame }/{ $frames }
draw = Dessiner
label-visible = { $track } visible

## Review page: drawing and moving boxes

drag-a-box = Tracez un cadre autour, ou appuyez sur Entrée pour un cadre à déplacer avec les flèches.
choose-track-here = Choisissez d’abord une piste présente dans cette image.
following = suivi dans les deux sens…
draw-first = Dessinez d’abord un cadre (B), ou choisissez-en un dessiné.
put-it-here = Le mettre ici
follow-it = Suivre
this-frame-only = Cette image seulement
whole-film = Toute la vidéo
more-ways = Plus…
cover-it = Le couvrir
followed =
    { $frames ->
        [one] Piste { $track } : suivie sur { $frames } image, { $seconds } s. Vérifiez les deux bouts.
       *[other] Piste { $track } : suivie sur { $frames } images, { $seconds } s. Vérifiez les deux bouts.
    }

## Review page: areas

area-label = Ce qui est couvert
area-new-title = Comment ce cadre parcourt-il la vidéo, et que couvre-t-on ?
area-track-title = Piste { $track } : comment parcourt-elle la vidéo, et que couvre-t-on ?
area-whole-title = Couvrir l’image entière ? Pour une partie, dessinez d’abord un cadre (B).
area-followed = Suivie : elle bouge avec ce qu’elle montre
area-fixed = Fixe dans l’image : un horodatage, un logo
area-scene = Fixe dans la scène : elle bouge avec la caméra
area-whole = L’image entière
area-all-but = Tout sauf : couvrir tout ce qui est en dehors
area-spread =
    { $n ->
        [one] La mettre aussi sur l’autre fichier…
       *[other] La mettre aussi sur les { $n } autres fichiers…
    }
area-drawn = Piste { $track } : de { $from } à { $to }. [ et ] déplacent ses bouts.
spread-question =
    { $n ->
        [one] La piste { $track } est mise sur l’autre fichier ouvert, dans toute la vidéo. Pourquoi ?
       *[other] La piste { $track } est mise sur { $n } autres fichiers ouverts, dans toute la vidéo de chacun. Pourquoi ?
    }
spread-action =
    { $n ->
        [one] La mettre sur { $n } fichier
       *[other] La mettre sur { $n } fichiers
    }
spread-example = un horodatage
spread-done =
    { $n ->
        [one] Mise sur { $n } fichier ; U l’y retire.
       *[other] Mise sur { $n } fichiers ; U la retire dans chacun.
    }
spread-other-shape = Rien n’a été dessiné là où l’image a une autre forme : { $names }.

## Review page: the actions on tracks

tool-cover = Couvrir
tool-cover-hint = Couvrir les pistes choisies
tool-keep = Laisser
tool-keep-hint = Les laisser visibles
tool-why = Motif
tool-why-hint = Dire pourquoi elles sont couvertes ou visibles
tool-reviewed = Relue
tool-reviewed-hint = Les marquer comme relues et passer à la suivante
tool-all-but = Toutes sauf
tool-all-but-hint = Couvrir toutes les pistes sauf celles choisies
tool-start = Début
tool-start-hint = La piste commence à cette image
tool-end = Fin
tool-end-hint = La piste finit à cette image
tool-split = Couper
tool-split-hint = Finir la piste avant cette image ; une nouvelle y commence
tool-join = Joindre
tool-join-hint = Réunir les deux pistes choisies
tool-move = Déplacer
tool-move-hint = Déplacer le cadre avec les flèches
tool-follow = Suivre
tool-follow-hint = Suivre de nouveau le cadre dessiné depuis cette image
selected-title =
    { $n ->
        [one] { $n } piste choisie
       *[other] { $n } pistes choisies
    }
track-covered-title = Piste { $track } : couverte
track-visible-title = Piste { $track } : reste visible
reason-given = motif : { $reason }
matched = les logiciels de reconnaissance ouverts retrouvent environ { $share } visages de ce genre sur 100, à peine moins derrière un masque
covered-by = encore couverte par { $ids } (Maj K les laisse aussi)
covered-around = couverte, car tout ce qui est en dehors de { $ids } l’est
place-title = Peut être visible
place-about = { $place } · { $size } · C le couvre, S : regardé, rien n’est visible
none-selected-title = Aucune piste choisie
none-selected-about = D va à ce qui peut être visible, N aux pistes. ? montre toutes les touches.
tracks-covered =
    { $n ->
        [one] Piste { $ids } couverte.
       *[other] Pistes { $ids } couvertes.
    }
covered-as = Couvert comme piste { $track }.
gap-advice = Ici C ne couvre rien : la piste { $track } est choisie. ] et [ déplacent ses bouts, E et J la joignent à la suivante, B dessine un cadre.
jump-advice = Ici C ne couvre rien : la piste { $track } est choisie. M déplace le cadre, X coupe la piste, B dessine un cadre.
end-advice = Ici C ne couvre rien : ce que montre la piste { $track } est perdu. ] et [ déplacent ses bouts, B dessine un cadre.
nothing-covered-here = Rien n’est couvert ici. S : regardé, rien n’est visible ; C le couvre.
track-kept = La piste { $track } reste visible. Y donne le motif.
still-covered =
    { $n ->
        [one] Elle est encore couverte par la piste { $ids } : Maj K la laisse aussi.
       *[other] Elle est encore couverte par les pistes { $ids } : Maj K les laisse aussi.
    }
still-outside =
    { $n ->
        [one] Elle reste couverte : la piste { $ids } couvre tout ce qui est en dehors d’elle.
       *[other] Elle reste couverte : les pistes { $ids } couvrent tout ce qui est en dehors d’elles.
    }
choose-visible-below = Choisissez une piste visible que d’autres caches recouvrent.
keep-several-question =
    { $n ->
        [one] { $n } piste sera visible ; environ { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } est un visage que l’on peut reconnaître. Pourquoi ?
       *[other] { $n } pistes seront visibles ; environ { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } sont des visages que l’on peut reconnaître. Pourquoi ?
    }
keep-several-others =
    { $n ->
        [one] { $n } piste sera visible, et aucun visage. Pourquoi ?
       *[other] { $n } pistes seront visibles, aucune n’est un visage. Pourquoi ?
    }
keep-several-action = Laisser visibles ({ $n })
keep-several-example = agents en service
keep-all-but =
    { $n ->
        [one] La piste { $ids } couvre tout ce qui est en dehors d’elle. Sans elle, tout cela est visible là où aucune autre piste ne le couvre.
       *[other] Les pistes { $ids } couvrent tout ce qui est en dehors d’elles. Sans elles, tout cela est visible là où aucune autre piste ne le couvre.
    }
keep-why = Pourquoi ?
keep-all-but-action = Laisser visible ce qui est en dehors
keep-all-but-example = chaque visage est couvert par sa propre piste
kept-several =
    { $n ->
        [one] { $n } piste visible ; pas marquée comme relue.
       *[other] { $n } pistes visibles ; pas marquées comme relues.
    }
kept-all-but =
    { $n ->
        [one] La piste { $ids } ne couvre plus rien en dehors d’elle.
       *[other] Les pistes { $ids } ne couvrent plus rien en dehors d’elles.
    }
different-decisions = Certaines sont couvertes, d’autres visibles : choisissez des pistes de même décision.
why-visible =
    { $n ->
        [one] Pourquoi la piste { $ids } reste-t-elle visible ?
       *[other] Pourquoi les pistes { $ids } restent-elles visibles ?
    }
why-covered =
    { $n ->
        [one] Pourquoi la piste { $ids } reste-t-elle couverte ?
       *[other] Pourquoi les pistes { $ids } restent-elles couvertes ?
    }
why-visible-example = agent en service
why-covered-example = passant
save-reason = Enregistrer le motif
which-reason =
    { $n ->
        [one] Quel motif pour la piste { $ids } ?
       *[other] Quel motif pour les pistes { $ids } ?
    }
reason-saved =
    { $n ->
        [one] Piste { $ids } : { $code }.
       *[other] Pistes { $ids } : { $code }.
    }
reason-label = Motif
describe-question = Que se passe-t-il de { $from } à { $to } ? L’événement, avec les numéros des pistes. Il n’y a pas de champ pour un nom : qui est quelqu’un ne se déduit pas d’une vidéo, et un nom transmis ne se reprend pas.
describe-action = L’écrire
describe-example = matraque, trois coups, piste 4 à terre
described = Écrit, de { $from } à { $to }.
frame-being-drawn = Ne compte pas : une image est en train d’être tirée.
not-the-sample = Ne compte pas : voici l’image tirée. S si aucun visage n’y est visible.
play-and-mark = Lisez ces images et marquez-les avec Maj S : ce qui se passe entre les caches ne se voit qu’en mouvement.
dismissed =
    { $n ->
        [0] Rien n’y est visible. Il ne reste aucun endroit.
        [one] Rien n’y est visible. Il reste { $n } endroit.
       *[other] Rien n’y est visible. Il reste { $n } endroits.
    }
again-playing = Personne d’autre n’est visible ici ? Alors marquez ces images avec Maj S.
again-seen = Tout ce qui est à revoir a été lu : marquez-le avec Maj S.
again-none = Rien n’a été rendu visible après la relecture.
all-marked = Toutes les images affichées sont déjà marquées.
frames-marked =
    { $n ->
        [one] { $n } image marquée comme relue.
       *[other] { $n } images marquées comme relues.
    }
all-selected = Toutes les pistes sont choisies, aucune ne serait couverte ; choisissez-en moins.
keep-only-question =
    { $n ->
        [one] Laisser visible la piste { $ids } et couvrir les { $others } autres. Pourquoi ?
       *[other] Laisser visibles les pistes { $ids } et couvrir les { $others } autres. Pourquoi ?
    }
keep-only-action = Couvrir toutes sauf celles-ci
kept-only =
    { $n ->
        [one] Toutes couvertes sauf la piste { $ids }.
       *[other] Toutes couvertes sauf les pistes { $ids }.
    }
ends-before = Une piste ne peut pas finir avant de commencer.
ends-lost-last = Ce que montre la piste { $track } est perdu après l’image { $frame }, et son cache finit là. B dessine un cadre là où cela se trouve ; encore ] et le cache reste sur place jusqu’ici.
ends-lost-first = Ce que montre la piste { $track } est perdu avant l’image { $frame }, et son cache commence là. B dessine un cadre là où cela se trouve ; encore [ et le cache reste sur place à partir d’ici.
all-but-ends = En dehors de ces images, la piste { $track } ne couvre plus rien et tout est à découvert. U annule.
split-done = La piste { $track } finit avant cette image ; la piste { $new } continue à partir d’elle, couverte.
select-two = Choisissez les deux pistes à joindre : E, ou Ctrl et clic.
undone = Annulé.
undone-edit = Annulé : { $edit }.
redone = Rétabli.
redone-edit = Rétabli : { $edit }.
edit-cover = couvrir
edit-keep = laisser visible
edit-keep-only = ne laisser que celles-ci
edit-no-face = pas un visage
edit-draw = dessin
edit-move = déplacement
edit-follow = suivi
edit-area = zone
edit-labels = étiquettes
edit-ends = bouts
edit-split = coupe
edit-join = jonction
edit-reviewed = relu
edit-check-by-sample = contrôle par sondage
edit-nothing-bare = rien de visible
edit-silence = silence
edit-bleep = bip
edit-disguise = voix déguisée
edit-default = décision reprise
edit-move-sound = déplacement du son
edit-reason = motif
edit-describe = description
cannot-undo = Il n’y a rien à annuler.
cannot-redo = Il n’y a rien à rétablir.
no-place-after = Après celui-ci, aucun endroit où un visage peut être visible.
no-place-before = Avant celui-ci, aucun endroit où un visage peut être visible.

## Review page: the lists

places-label = Endroits où un visage peut être visible
places-title =
    { $n ->
        [one] Peut être visible : { $n } endroit
       *[other] Peut être visible : { $n } endroits
    }
places-none = Aucun endroit où un visage peut être visible
risk-unknown = les visages n’ont pas été cherchés : on ne sait pas combien sont visibles
risk-none = rien ne laisse attendre des visages visibles
risk-expected = nombre attendu de visages visibles : { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) } (95 % : { $low } à { $high })
kinds-label = Ce qui est affiché
show-kind = Afficher : { $kind } ({ $key })
hide-kind = Masquer : { $kind } ({ $key })
kind-face-lower = visages
kind-head-lower = têtes
kind-text-lower = texte
kind-plate-lower = plaques
kind-area-lower = zones
sort = Tri
order-unsure = Les moins sûres
order-time = Temps
order-large = Les plus grandes
order-small = Les plus petites
show = Afficher
filter-all = Toutes
filter-unreviewed = Pas relues
filter-removable = Peuvent être retirées
filter-covered = Couvertes
filter-visible = Visibles
filter-below = Confiance inférieure à
filter-drawn = Dessinées
filter-current = Dans cette image
least-confidence = Confiance minimale en pour cent
listed =
    { $n ->
        [one] { $listed } sur { $n } piste
       *[other] { $listed } sur { $n } pistes
    }
listed-below = { $percent } % : { $listed }, environ { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } visages
listed-below-others = { $percent } % : { $listed }, aucun visage
no-match = Aucune piste ne correspond à ce filtre.
no-face = Aucun visage n’a été détecté. Regardez la vidéo et dessinez un cadre (B) autour de ce qui manque.
nothing-detected = Rien n’a été trouvé. Regardez la vidéo et dessinez un cadre (B) autour de ce qui manque.
card-covered = { $track } couverte
card-visible = { $track } visible
card-covered-kind = { $track } ({ $kind }) : couverte
card-visible-kind = { $track } ({ $kind }) : visible
card-findings =
    { $n ->
        [one] constat { $ids }
       *[other] constats { $ids }
    }
card-reason = « { $reason } »
card-reviewed = Relue
card-not-reviewed = Pas encore relue
card-label-reviewed = Piste { $facts }, relue
card-label-not-reviewed = Piste { $facts }, pas encore relue

## Review page: check by sample

sample-toggle = Contrôle par sondage
sample-toggle-hint = Regarder des images tirées au sort
sample-nothing = Rien de visible
sample-nothing-hint = Aucun visage n’est visible dans cette image
sample-drawing = Une image est en train d’être tirée…
sample-idea = Les images sont tirées au sort ; de ce que vous y voyez découle combien, au plus, montrent un visage visible.
sample-idea-all = Les images sont tirées au sort dans les { $files } fichiers ; de ce que vous y voyez découle combien, au plus, montrent un visage visible.
sample-question = Un visage est-il visible dans l’image { $frame } ? S : non. B : dessinez un cadre autour ; il est couvert, et compte comme trouvé.
sample-question-of = Un visage est-il visible dans l’image { $frame } de { $name } ? S : non. B : dessinez un cadre autour ; il est couvert, et compte comme trouvé.
sample-elsewhere = Ce n’est pas l’image tirée : S revient à l’image { $frame }.
sample-elsewhere-of = Ce n’est pas l’image tirée : S revient à l’image { $frame } de { $name }.
sample-none = Aucune image n’a été contrôlée par sondage.
sample-bound = Au plus { $share } % des images montrent un visage visible (95 %)
sample-bound-files = Au plus { $share } % des images de { $files } fichiers montrent un visage visible (95 %)
sample-bound-archive = Au plus { $share } % des images de l’archive montrent un visage visible (95 %)
sample-looks =
    { $n ->
        [one] après { $n } regard
       *[other] après { $n } regards
    }
sample-finds = dont { $n } avec un visage visible
sample-by = par { $names }
sample-drawn = { $checked } des { $drawn } images tirées ont été regardées
sample-drawn-then = quand toutes l’auront été, une borne en découlera
sample-hopeless = Aucun nombre de regards n’amène à 1 % : des visages sont trop souvent visibles. Relisez toute la vidéo.
sample-left =
    { $n ->
        [one] Encore { $n } regard pour 1 %, si rien d’autre n’est trouvé.
       *[other] Encore { $n } regards pour 1 %, si rien d’autre n’est trouvé.
    }

## Review page: sound

sound-warning = Une voix déguisée est plus difficile à reconnaître, pas anonyme : on peut l’annuler mieux qu’il n’y paraît à l’oreille, et les mots, l’accent et le rythme restent. Pour des personnes en danger, choisissez le silence, ou publiez ce qui a été dit sous forme de texte.
audio-mute = retiré
audio-disguise = voix déguisées : pas anonyme
audio-keep = gardé : une voix identifie
audio-mute-short = retiré
audio-disguise-short = voix déguisées
audio-keep-short = gardé
heard-keep = gardé
heard-silence = silence
heard-bleep = bip
heard-disguise = déguisé
heard-default = comme tout autre son
stretches-keep =
    { $n ->
        [one] { $n } passage gardé
       *[other] { $n } passages gardés
    }
stretches-disguise =
    { $n ->
        [one] { $n } passage déguisé
       *[other] { $n } passages déguisés
    }
stretches-silence =
    { $n ->
        [one] { $n } passage en silence
       *[other] { $n } passages en silence
    }
stretches-bleep =
    { $n ->
        [one] { $n } passage couvert d’un bip
       *[other] { $n } passages couverts d’un bip
    }
sound-is-mute = Le son est retiré
sound-is-keep = Le son est gardé : une voix identifie
sound-is-disguise = Le son est gardé, les voix y sont déguisées : pas anonyme
sound-rest-mute = Son : { $stretches } ; le reste est retiré
sound-rest-keep = Son : { $stretches } ; le reste est gardé : une voix identifie
sound-rest-disguise = Son : { $stretches } ; le reste est gardé, les voix y sont déguisées : pas anonyme
sound-heading = Son
sound-span = Son { $from } à { $to }
sound-tool-keep = Garder
sound-tool-keep-hint = Le garder tel quel : une voix identifie
sound-tool-silence = Silence
sound-tool-silence-hint = On n’entend rien
sound-tool-bleep = Bip
sound-tool-bleep-hint = On entend un son à la place
sound-tool-disguise = Déguiser
sound-tool-back = Reprendre
sound-tool-back-hint = Traité comme tout autre son
sound-tool-why = Motif
sound-tool-why-hint = Dire le motif
hear-before = Écouter avant
hear-before-hint = Comme dans l’original
hear-after = après
hear-after-hint = Comme ce sera ; un déguisement diffère à chaque fois
other-sound = Tout autre son
other-sound-hint = Ce que devient le son dont rien n’est décidé
nothing-decided = rien de décidé
next-speech = T : parole suivante
decided-with-reason = { $decision } : { $reason }
no-sound = Ce fichier n’a pas de son.
no-sound-chosen = Choisissez d’abord du son : T va à la parole suivante, { "{" } et { "}" } fixent le début et la fin, ou tirez sur l’onde.
sound-kept = Gardé : une voix identifie. Y donne le motif.
sound-disguised = Déguisé : plus difficile à reconnaître, pas anonyme. Y donne le motif.
sound-taken-back = Repris : comme tout autre son.
sound-silenced = C’est en silence maintenant. Y donne le motif.
sound-bleeped = C’est couvert d’un bip maintenant. Y donne le motif.
nothing-decided-here = Rien n’a été décidé sur ce son précis : les touches 1 à 4 décident.
why-sound-keep = Pourquoi ce son est-il gardé ?
why-sound-silence = Pourquoi ce son est-il en silence ?
why-sound-bleep = Pourquoi ce son est-il couvert d’un bip ?
why-sound-disguise = Pourquoi ce son est-il déguisé ?
why-sound-default = Pourquoi ce son est-il comme tout autre ?
why-sound-example = un nom
sound-has-ended = Le son finit avant cette image.
no-sound-after = Ni parole ni passage après ceci.
no-sound-before = Ni parole ni passage avant ceci.
reading-sound = lecture du son…
lane-label = Son : { $facts }
lane-speech =
    { $n ->
        [one] { $n } passage parlé
       *[other] { $n } passages parlés
    }
lane-stretches =
    { $n ->
        [one] { $n } passage décidé
       *[other] { $n } passages décidés
    }
lane-chosen = choisi : { $from } à { $to }, { $decision }

## Review page: time line

time-label = Temps
time-value = { $time }, image { $frame }

## Review page: finish

render-heading = Produire
option-method = Comment couvrir
method-solid = noir uni
method-mosaic = mosaïque : les visages peuvent être rapprochés
method-blur = flou : les visages peuvent être rapprochés
option-shape = Forme
shape-ellipse = ellipse
shape-box = rectangle
option-size = Taille, en visages
option-sound = Son
option-sound-videos = Son des vidéos
option-subtitles = Sous-titres
option-subtitles-videos = Sous-titres des vidéos
subtitles-drop = retirés
subtitles-keep = gardés
run-audit = Lancer l’audit
stop-job = Arrêter
open-report = Ouvrir le rapport
check-places =
    { $n ->
        [0] Il ne reste aucun endroit où un visage peut être visible
        [one] { $n } endroit où un visage peut être visible
       *[other] { $n } endroits où un visage peut être visible
    }
check-tracks =
    { $n ->
        [0] Toutes les pistes ont été relues
        [one] { $n } piste pas relue
       *[other] { $n } pistes pas relues
    }
check-picture = La photo elle-même a été relue
check-picture-not = La photo elle-même n’a pas été relue
check-film = { $percent } % de la vidéo ont été relus
check-visible =
    { $n ->
        [0] Toutes les pistes sont couvertes
        [one] { $n } piste sera visible : { $which }
       *[other] { $n } pistes seront visibles : { $which }
    }
check-damaged =
    { $n ->
        [one] L’original est abîmé à { $n } endroit
       *[other] L’original est abîmé à { $n } endroits
    }
tracks-with-reason = { $ids } ({ $reason })
render-file = Produire { $name }
render-all = Produire les { $n }
replace-one = Remplacer le résultat existant
replace-others =
    { $n ->
        [one] Remplacer des résultats existants : { $n } autre fichier sur { $files }
       *[other] Remplacer des résultats existants : { $n } autres fichiers sur { $files }
    }
mosaic-warning = Sous une mosaïque, des logiciels de reconnaissance libres rapprochent encore la plupart des visages s’ils savent comment elle a été faite. Le noir uni ne laisse rien à rapprocher.
blur-warning = Sous un flou, des logiciels de reconnaissance libres rapprochent encore la plupart des visages s’ils savent comment il a été fait. Le noir uni ne laisse rien à rapprocher.
job-progress = { $stage } : { $done } sur { $total }
job-done-so-far = { $stage } : { $done }
job-begun = { $stage }…
audit-says = Audit : { $sentence }
batch-progress = { $name } : { $number } sur { $total }
batch-rendered = { $done } sur { $total } produits
batch-stopped = { $done } sur { $total } produits, puis arrêté
batch-unseen = personne n’a regardé { $n } d’entre eux
batch-unfinished =
    { $n ->
        [one] { $n } d’entre eux n’est pas entièrement relu
       *[other] { $n } d’entre eux ne sont pas entièrement relus
    }
batch-failed = échecs : { $n } ; { $error }
job-failed = échec
job-stopped = arrêté ; rien n’a été écrit
job-broken = échec ; le terminal montre l’erreur
job-rendered = produit
job-archive-stopped = le travail sur ce dossier a été arrêté ; il reprend depuis la liste des fichiers
job-covered =
    { $covered ->
        [one] { $name } : { $covered } image sur { $frames } avec des caches
       *[other] { $name } : { $covered } images sur { $frames } avec des caches
    }
job-damaged =
    { $n ->
        [one] { $n } passage abîmé a été laissé de côté
       *[other] { $n } passages abîmés ont été laissés de côté
    }
job-left-out = laissé de côté : { $what }
job-audited = audit terminé ; le rapport est dans { $folder }
job-sound-kept = son conservé
job-sound-left-out = son laissé de côté
job-sound-rest-kept = son : { $stretches }, le reste conservé
job-sound-rest-left-out = son : { $stretches }, le reste laissé de côté
job-disguised = une voix déguisée n’est pas anonyme
finding-face = un visage visible
finding-head = une tête visible
finding-text = un texte visible
finding-plate = une plaque visible
finding-moved-cover = un cache manque
finding-shaken = il doit y avoir un visage, dans une image bougée
finding-look = regardez ici
finding-track = piste { $track }
finding-no-track = pas dans le plan
finding-photo = { $number } : { $what }, { $which }, { $px } px, { $percent } % subsistent
finding-film = { $number } : { $what }, { $from } à { $to }, { $which }, { $px } px, { $percent } % subsistent
finding-answer = pas un visage : { $reason } ({ $by })
finding-answer-other = rien à couvrir : { $reason } ({ $by })
finding-withdraw = Retirer la réponse
finding-deny = Pas un visage…
finding-deny-other = Rien à couvrir…
finding-question = Constat { $number } : vous avez regardé, et il n’y a pas de visage. Qu’y a-t-il à la place ? (Pas de noms.)
finding-question-other = Constat { $number } : vous avez regardé, et il n’y a rien à couvrir. Qu’y a-t-il à cet endroit ? (Pas de noms.)
finding-no-longer-counts = Ne compte plus
finding-example = une affiche

## What a file holds besides pictures, and an output does not have

content-other = { $what }
content-several = { $count } x { $what }
content-cover-picture = image de couverture
content-video-stream = autre flux vidéo ({ $what })
content-attached-file = fichier joint
content-data-stream = flux de données ({ $name })
content-nameless = sans nom
content-captions = sous-titres codés
content-time-codes = codes temporels
content-hdr10-plus = métadonnées dynamiques HDR10+
content-dolby-vision = métadonnées Dolby Vision
content-spherical = métadonnées 360°
content-second-view-metadata = métadonnées d’une seconde vue
content-second-view = seconde vue (vidéo spatiale)
content-user-data = données d’utilisateur dans les images codées
content-metadata = métadonnées ({ $tags })
content-xmp-metadata = métadonnées XMP
content-cut-off = ce que les lecteurs coupent aux bords de l’image
content-transparency = la transparence, qui est noire désormais, avec ce qui était dessous
content-display-hdr = métadonnées HDR d’un écran
content-picture-sizes = tailles d’image autres que { $size } ({ $others }), qui y sont ajustées avec des bandes
content-pixel-shape = la forme de ses pixels, qui ne sont pas carrés
content-stated-colours = la description de ses couleurs
content-first-field = quelle trame de ses images entrelacées vient en premier
content-chroma-location = où se trouvent les couleurs entre ses pixels
content-sound = son ({ $codec })
content-subtitles = sous-titres ({ $codec })
content-encrypted = { $what } : chiffré
content-unknown-format = { $what } : un format dont on ne sait rien, qui ne peut donc pas être nettoyé
content-unwritable = { $what } : aucun fichier qui puisse être écrit ne l’accepte
content-undecodable = { $what } : ne peut pas être décodé
content-part = { $what } : { $part }
content-cue-names = noms des répliques
content-header-comments = commentaires et indications dans l’en-tête
content-script-information = informations du script
content-style-names = noms de styles
content-font-names = noms de polices
content-speaker-names = noms de qui parle
content-notes = notes
content-notes-and-styles = notes et styles
content-links-and-notes = liens et notes
content-hidden-tags = balises qui ne sont pas affichées
content-damaged-exif = EXIF endommagé
content-hidden-edges = ce que cache son ouverture nette
content-xmp = XMP
content-iptc = IPTC
content-exif = EXIF
content-photoshop = données Photoshop
content-comments = commentaires
content-text-chunks = blocs de texte
content-modification-time = heure de modification
content-unknown-chunks = blocs inconnus
content-application-data = données d’applications
content-trailing = données après la fin de l’image
content-other-metadata = autres métadonnées
content-gps = position GPS
content-maker-notes = notes du fabricant
content-thumbnail = vignette intégrée
content-auxiliary = images auxiliaires
content-sequence = suite d’images
content-gain-map = carte de gain (HDR)
content-depth-map = carte de profondeur
content-motion-photo = vidéo (photo animée)
content-under-transparent = ce qui était sous les pixels transparents
content-lower-bits = les { $lost } bits inférieurs sur { $bits }
content-full-colours = les couleurs à pleine résolution (elles en ont la moitié, 4:2:0)
content-colour-description = description des couleurs (elles peuvent paraître différentes)
content-icc = profil ICC (les couleurs peuvent paraître un peu différentes)
content-icc-damaged = profil ICC endommagé
content-icc-srgb = profil ICC (sRGB, ce qui va sans dire)
content-icc-device = profil ICC d’un appareil (les couleurs peuvent paraître un peu différentes)
content-chapters =
    { $n ->
        [one] { $n } chapitre
       *[other] { $n } chapitres
    }
content-pictures =
    { $n ->
        [one] { $n } autre image ou page
       *[other] { $n } autres images ou pages
    }
content-damaged-pieces =
    { $n ->
        [one] { $what } : { $n } morceau endommagé, silencieux
       *[other] { $what } : { $n } morceaux endommagés, silencieux
    }

## Review page: the list of keys

keys-tracks = Pistes
keys-film = Vidéo
keys-sound = Son
keys-fix = Corriger
keys-all = Général
key-next-track = piste suivante
key-previous-track = piste précédente
key-cover = couvrir ; aussi un endroit où un visage peut être visible
key-keep = laisser visible
key-keep-above = laisser aussi ce qui la recouvre
key-why = dire pourquoi elle est couverte ou visible
key-reason = lui donner un motif de la liste ; 1 à 9, le dernier d’abord
key-reviewed = relue, suivante ; ou : rien n’est visible ici
key-select = la choisir, ou non (pour plusieurs)
key-select-all = choisir toutes celles de la liste
key-all-but = couvrir toutes sauf celles choisies
key-select-none = n’en choisir aucune
key-kinds = afficher ou masquer visages, têtes, texte, plaques, zones
key-play = lire, pause
key-frame = une image
key-second = une seconde
key-ends = première, dernière image
key-speed = plus lent, plus vite
key-place = endroit suivant, précédent où un visage peut être visible
key-mode = couvert, contours, original
key-zoom = agrandir, réduire, image entière
key-zoom-track = agrandir sur la piste
key-describe = écrire ce qui se passe dans les images qui viennent d’être lues
key-sample = contrôle par sondage : S si rien n’est visible, B dessine un cadre
key-mark = marquer les images affichées comme relues
key-again = lire ce qui a été rendu visible après la relecture
key-sound-step = parole ou passage suivant, précédent
key-sound-ends = un passage commence, finit à cette image
key-sound-keep = le garder : une voix identifie
key-sound-silence = silence
key-sound-bleep = bip
key-sound-disguise = déguiser la voix : pas anonyme
key-sound-back = reprendre, comme tout autre son
key-sound-why = dire le motif
key-hear = l’écouter avant, après
key-draw = dessiner un cadre autour de ce qui manque
key-follow = le suivre dans les deux sens
key-move = déplacer le cadre d’une piste : flèches ; avec Maj, la taille
key-put = le mettre là
key-put-film = le mettre là dans toute la vidéo
key-area = plus : fixe dans la scène, image entière, tout sauf, sur tous les fichiers
key-track-ends = la piste commence, finit ici
key-split = couper la piste ici
key-join = joindre les deux pistes choisies
key-undo = annuler
key-redo = rétablir
key-files = fichier précédent, suivant
key-finish = terminer : produire, audit
key-help = ces touches

## The verdict of an audit, on the page and in the report

verdict-passed = Peut être publié, autant qu’on a pu le vérifier.
verdict-failed = Dangereux à publier : { $why }.
verdict-look =
    { $n ->
        [one] Regardez cet endroit.
       *[other] Regardez ces { $n } endroits.
    }
verdict-unknown = On ne sait pas si la publication est sans danger : { $why }.
verdict-unknown-then = Même alors, on ne sait pas si la publication est sans danger : { $why }.
why-original = c’est l’original, octet pour octet
why-bare =
    { $n ->
        [one] { $n } visage est visible
       *[other] { $n } visages sont visibles
    }
why-bare-head =
    { $n ->
        [one] { $n } tête est visible
       *[other] { $n } têtes sont visibles
    }
why-bare-text =
    { $n ->
        [one] { $n } ligne de texte est visible
       *[other] { $n } lignes de texte sont visibles
    }
why-bare-plate =
    { $n ->
        [one] { $n } plaque d’immatriculation est visible
       *[other] { $n } plaques d’immatriculation sont visibles
    }
why-matched =
    { $n ->
        [one] { $hits } visage sur { $n } a pu être rapproché à travers le cache
       *[other] { $hits } visages sur { $n } ont pu être rapprochés à travers le cache
    }
why-contains = le fichier contient aussi { $kind } : { $what }
why-frames =
    { $n ->
        [one] { $n } image n’a pas pu être comparée à l’original
       *[other] { $n } images n’ont pas pu être comparées à l’original
    }
why-different = la plus grande partie de l’image diffère de l’original
why-no-face = aucun visage n’a été trouvé avec certitude dans l’original, il n’y avait donc rien à chercher
why-no-thing = rien de ce qui était cherché n’a été trouvé avec certitude dans l’original, il n’y avait donc rien à comparer
why-lost =
    { $n ->
        [one] on ne sait pas ce qu’est devenu { $n } visage
       *[other] on ne sait pas ce que sont devenus { $n } visages
    }
why-pictures =
    { $n ->
        [one] le cache de { $n } visage contient une image
       *[other] les caches de { $n } visages contiennent une image
    }
extra-sound = son
extra-subtitles = sous-titres
extra-chapters = chapitres
extra-metadata = métadonnées
extra-pictures = images
extra-streams = flux
extra-name = nom
extra-trailing = données à la fin
extra-hidden-frames = images cachées
