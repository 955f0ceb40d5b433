# Па-беларуску. Пра правілы: docs/desk.md ("Languages").

## Both pages

no-script = Гэтай старонцы патрэбны JavaScript; ён прыходзіць толькі з гэтага камп’ютара.
switch-language = Мова
comma = ,
semicolon = ;
cancel = Скасаваць
close = Закрыць акно
server-answered = сервер адказаў кодам { $code }
server-gone = veilproof больш не працуе; запусціце veilproof яшчэ раз
key-shift = Shift
key-ctrl = Ctrl
key-enter = Enter
key-space = Прабел
key-escape = Esc
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn

## Both pages: errors

error-server = veilproof не змог адказаць; прычына паказана ў тэрмінале
error-stale = Тым часам гэта змянілі ў іншым месцы; паглядзіце яшчэ раз.
error-saved = Гэта захавана, але паказаць гэта цяпер не ўдалося; перазагрузіце старонку.
refused = адкрыйце адрас, які veilproof паказаў у тэрмінале, ці запусціце veilproof яшчэ раз
refused-key = у гэтага акна няма ключа старонкі; адкрыйце адрас, які veilproof паказаў у тэрмінале, ці запусціце veilproof яшчэ раз
refused-used = гэты адрас ужо выкарыстаны; адкрыйце наступны, ён паказаны ў тэрмінале, ці запусціце veilproof яшчэ раз
refused-ahead = гэты адрас працуе адзін раз, таму загадзя ён не адкрываецца
refused-report = гэту справаздачу ўжо адкрывалі; адкрыйце яе яшчэ раз са старонкі прагляду
error-not-open = Гэты файл больш не адкрыты; адкрыйце яго са спіса файлаў.
error-no-file = Яшчэ не адкрыты ніводзін файл; адкрыйце файл са спіса.
error-closed = { $name }: файл тым часам закрылі; паспрабуйце яшчэ раз.
error-too-many = { $name }: занадта шмат запытаў у чарзе; нічога не зменена, паспрабуйце яшчэ раз.
error-plan-busy = { $name }: гэты план змяняе іншая праграма; тут нічога не зменена, паспрабуйце яшчэ раз.
error-plan-replaced = { $name }: гэта не той план, з якім адкрылі старонку; нічога не зменена. Запусціце veilproof яшчэ раз.
error-plan-changed = План тым часам змяніўся; перазагрузіце старонку.
error-no-track = Трэка { $track } няма; перазагрузіце старонку.
error-track-not-here = Трэка { $track } няма ў кадры { $frame }; перайдзіце да кадра, у якім ён ёсць.
error-box = Рамка павінна ляжаць у кадры ці побач з ім і мець шырыню і вышыню; намалюйце яе яшчэ раз.
error-several-visible =
    { $n ->
        [one] Стане бачны { $n } трэк: укажыце прычыну.
        [few] Стануць бачныя адразу { $n } трэкі: укажыце прычыну.
       *[other] Стануць бачныя адразу { $n } трэкаў: укажыце прычыну.
    }
error-outside-visible = Стане бачна ўсё па-за рамкай трэка { $track }: укажыце прычыну.
error-area-moves = Трэк { $track } рухаецца, таму на іншыя файлы яго пакласці нельга; намалюйце рамку, нерухомую ў кадры.
error-area-there = { $name }: нічога не намалявана, бо трэк { $track } ужо закрывае ўсё, акрамя сваёй рамкі, а з двух такіх трэкаў кожны адкрывае тое, што закрывае іншы; адкрыйце гэты файл і малюйце ў ім.
error-area-lost = Трэк { $track } у кадры { $frame } згублены і нічога там не паказвае; перайдзіце да кадра, у якім ён нешта паказвае.
error-area-all-lost = Трэк { $track } згублены ва ўсіх сваіх кадрах; намалюйце іншую рамку.
error-not-rendered = { $name }: выніку яшчэ няма; спачатку стварыце яго.
error-output-exists = { $name } ужо існуе: выберыце «{ replace-one }» або прыбярыце гэты файл.
error-reason-letters = Прычына — адзін радок з бачных літар: напішыце «{ $reason }» нанова.
error-audit-old = { $name }: файл створаны пасля апошняй праверкі; праверце яго яшчэ раз.
error-job-running = Гэты файл ужо ствараецца ці правяраецца; пачакайце.
error-split-first = Трэк { $track } пачынаецца з гэтага кадра; дзяліць няма чаго.
error-join-kinds = Трэкі { $one } і { $other } закрываюцца рознымі формамі; пакіньце іх асобнымі.
error-join-all-but = Адзін з трэкаў { $one } і { $other } закрывае ўсё, апроч сваёй рамкі, таму адна рамка вакол абодвух паказала б больш; пакіньце іх асобнымі.
error-not-drawn = Трэк { $track } знойдзены, а не намаляваны; намалюйце рамку паверх яго.
error-nothing-to-undo = Няма чаго адмяняць.
error-nothing-to-redo = Няма чаго паўтараць.
error-no-sound-here = Там няма гуку; выберыце адрэзак фільма.
error-no-sound = { $name }: няма гуку, які можна дэкадаваць.
error-no-words = Не хапае слоў; напішыце іх.
error-too-long =
    { $n ->
        [one] Не больш за { $n } літару ў адным радку: скараціце «{ $words }».
        [few] Не больш за { $n } літары ў адным радку: скараціце «{ $words }».
       *[other] Не больш за { $n } літар у адным радку: скараціце «{ $words }».
    }
error-plan-altered = { $name }: гэты план не такі, якім яго запісаў veilproof, таму ён не выкарыстоўваецца. Аднавіце яго з копіі або скануйце файл нанова.
error-decodes-differently = { $name } дэкадуецца не так, як пры сканаванні; скануйце нанова.
error-missing = { $name } больш не існуе; вярніце яго на месца.
error-unreadable = { $name } немагчыма прачытаць: ён пашкоджаны, або ў вас няма дазволу.
error-changed = { $name } змяніўся падчас чытання; пачакайце, пакуль у яго нічога не піша, і паспрабуйце зноў.
error-other-original = { $name } — не той файл, які сканаваўся; скануйце нанова.
error-disk-full = { $name } немагчыма запісаць: дыск поўны. Вызваліце месца і паспрабуйце зноў.
error-too-large = { $name } немагчыма запісаць: ён большы, чым дазваляе гэты дыск або абмежаванне.
error-no-permission = { $name } немагчыма запісаць: у вас няма дазволу ў яго папцы.
error-no-folder = { $name } немагчыма запісаць: яго папкі больш няма. Стварыце яе зноў.
error-unwritable = { $name } немагчыма запісаць; праверце дыск і папку.
error-self-check = { $name } запісаны, але не змяшчае таго, што павінен, таму не захаваны. Калі ласка, паведаміце пра гэта.

## Start page: choosing

promise = Закрывае ўсе твары на фота і відэа. Нішто не пакідае гэты камп’ютар, а вашы файлы толькі чытаюцца.
choose-title = Дзе вашы фота і відэа?
begun-title = Працягнуць
begun-state = гатова { $finished } з { $items }
location-home = Хатняя папка
location-desktop = Працоўны стол
location-videos = Відэа
location-pictures = Выявы
location-downloads = Спампоўкі
location-documents = Дакументы
location-disk = Дыск: { $name }
locations-button = Усе месцы
up-button = Уверх
entries-label = Фота, відэа і папкі, спачатку самыя новыя
choose-entry = Выбраць { $name }
open-entry = Адкрыць { $name }
kind-folder = папка
empty = Тут няма ні фота, ні відэа, ні папак.
others =
    { $n ->
        [one] Яшчэ { $n } іншы файл не паказаны.
        [few] Яшчэ { $n } іншыя файлы не паказаны.
       *[other] Яшчэ { $n } іншых файлаў не паказана.
    }
more = Паказаць яшчэ (засталося { $left })
sound-title = Гук
sound-mute = Прыбраць
sound-mute-hint = Найнадзейней: па голасе пазнаюць чалавека.
sound-disguise = Змяніць галасы
sound-disguise-hint = Пазнаць цяжэй, але гэта не ананімнасць.
sound-keep = Пакінуць
sound-keep-hint = Кожнага можна пазнаць па голасе.
effort-title = Пошук твараў
effort-normal = Звычайны
effort-normal-hint = Для большасці здымак.
effort-high = Старанны
effort-high-hint = Знаходзіць больш, але доўжыцца ў два-тры разы даўжэй.
destination = Вынікі будуць у
start-all = Закрыць усіх у гэтай папцы
start-some =
    { $n ->
        [one] Закрыць усіх: выбрана { $n }
        [few] Закрыць усіх: выбрана { $n }
       *[other] Закрыць усіх: выбрана { $n }
    }
start-hint-all =
    { $n ->
        [one] { $n } файл тут і ўсё ва ўкладзеных папках.
        [few] { $n } файлы тут і ўсё ва ўкладзеных папках.
       *[other] { $n } файлаў тут і ўсё ва ўкладзеных папках.
    }
start-hint-some = Зніміце ўсе пазнакі, каб узяць папку цалкам.
begun-here = Частка працы ўжо зроблена. Гатовае застанецца, астатняе працягнецца.

## Start page: the list of files

progress = гатова { $done } з { $total }
failed-count =
    { $n ->
        [one] { $n } не ўдалося апрацаваць
        [few] { $n } не ўдалося апрацаваць
       *[other] { $n } не ўдалося апрацаваць
    }
left-seconds = засталося менш за хвіліну
left-minutes =
    { $n ->
        [one] засталася прыблізна { $n } хвіліна
        [few] засталося прыблізна { $n } хвіліны
       *[other] засталося прыблізна { $n } хвілін
    }
left-hours =
    { $n ->
        [one] засталася прыблізна { $n } гадзіна
        [few] засталося прыблізна { $n } гадзіны
       *[other] засталося прыблізна { $n } гадзін
    }
listing = Пошук фота і відэа…
nothing-found = Сярод выбранага няма ні фота, ні відэа.
stop = Спыніць
stopping = Спыняецца…
go-on = Працягнуць
retry = Паўтарыць няўдалае
finish-all = Завяршыць усё
finish-all-hint = Апрацоўвае нанова тое, што вы змянілі, і правярае атакамі кожны вынік: што яшчэ відаць.
show-results = Адкрыць вынікі
leave = Іншая папка
leave-hint = Праца над гэтай папкай спыніцца і працягнецца, калі вы адкрыеце яе зноў.
quit = Выйсці
quit-hint = Завяршае праграму. Незакончанае працягнецца, калі вы запусціце яе зноў.
quit-done = veilproof завяршыў працу. Гэта акно можна закрыць.
column-file = Файл
column-state = Стан
column-places = Можа быць адкрыта
column-result = Вынік
column-audit = Праверка атакамі
column-review = Прагляд
rows-label = Файлы
page-rows = з { $first } па { $last } з { $total }
previous = Назад
next = Далей
state-waiting = У чарзе
state-again = У чарзе на паўторную апрацоўку
state-starting = Пачынаецца
stage-scan = Пошук твараў
stage-listen = Пошук галасоў
stage-render = Накладанне плашак
stage-check = Праверка плашак
stage-audit = Атака на вынік
stage-search = Паўторны пошук твараў
stage-compare = Параўнанне з арыгіналам
stage-attack = Атака на плашкі
state-failed = Не ўдалося
state-ready = Можна глядзець
state-begun = Прагледжана часткова
state-complete = Прагледжана
places =
    { $n ->
        [one] { $n } месца
        [few] { $n } месцы
       *[other] { $n } месцаў
    }
no-places = месцаў не знойдзена
result-rendered = гатовы
result-changed = ёсць змены: завяршыце, каб абнавіць
audit-none = яшчэ няма
audit-passed = пройдзена
audit-failed =
    { $n ->
        [one] { $n } уцечка
        [few] { $n } уцечкі
       *[other] { $n } уцечак
    }
audit-other = паглядзіце
cause-no-face-found = твараў не знойдзена
error-old-list = Гэты спіс ад мінулага запуску veilproof; выберыце папку яшчэ раз.
error-one-folder = Выбірайце файлы з адной папкі за раз.
error-not-begun = { $folder }: праца над гэтай папкай не пачата; пачніце яе.
error-not-ready = Гэты файл яшчэ не гатовы да прагляду.
error-folder-left = З папкі гэтага файла вы выйшлі; адкрыйце яе зноў.
error-nothing-started = Яшчэ нічога не пачата; выберыце папку.
error-folder-gone = { $folder }: гэтай папкі больш няма.
error-no-file-manager = Файлавы менеджар не знойдзены; вынікі ў папцы { $folder }.
error-folder-unreadable = { $folder }: папку нельга прачытаць ({ $why }); выберыце іншую.
error-results-not-created = { $folder }: папку нельга стварыць ({ $why }); скапіруйце файлы ў папку, у якую вы можаце пісаць.
error-being-worked-at = Гэты файл зараз апрацоўваецца; пачакайце, пакуль ён будзе гатовы да прагляду.
error-just-stopping = Праца якраз спыняецца; паспрабуйце яшчэ раз крыху пазней.
error-work-ended = { $folder }: праца нечакана перапынілася ({ $what }); працягніце яе.
cause-unreadable = не фота і не відэа, якое можна прачытаць, ці файл пашкоджаны
cause-source-missing = арыгінала больш няма
cause-source-changed = арыгінал тым часам змянілі
cause-no-permission = няма права на чытанне ці запіс
cause-memory-limit = не хапіла памяці
cause-time-limit = гэта доўжылася занадта доўга
cause-hung = апрацоўка завісла
cause-output-limit = вынік занадта вялікі для месца, куды ён запісваецца
cause-crashed = на гэтым файле адмовіла бібліятэка праграмы
cause-worker-lost = апрацоўку перапынілі звонку
cause-disk-full = на дыску няма месца
cause-input-output = дыск не ўдалося прачытаць ці запісаць
cause-options = з такімі наладамі гэта немагчыма
cause-plan = яго план пашкоджаны, ад іншага файла ці мае рашэнні, якія прапалі б
cause-name-taken = на месцы выніку ляжыць іншы файл
cause-internal-error = памылка ў veilproof
cause-audit-failed = паводле праверкі публікаваць гэта небяспечна
cause-audit-inconclusive = праверка не ведае, ці бяспечна гэта публікаваць
cause-audit-could-not-be-done = праверка не адбылася, таму невядома, ці бяспечна гэта публікаваць
cause-damaged = пашкоджаны: чаго не ўдалося дэкадаваць, таго ў выніку няма ці яно сапсаванае
cause-area-lost = намаляваная або падоўжаная плашка канчаецца там, дзе губляецца тое, што яна закрывае; яно можа быць адкрытым
cause-nothing-found = нічога з таго, што шукалі, не знойдзена
cause-nothing-covered = нічога не закрыта: так вырашана
review = Паглядзець
review-again = Паглядзець яшчэ
review-label = Паглядзець { $name }
opening = Адкрываецца…

## Review page: words that stand in several places

page-title = { $name } · veilproof, прагляд
region-film = Відэа
region-tracks = Трэкі
region-sound = Гук
region-timeline = Шкала часу
time-span = { $from } – { $to }
pixels = { $px } пікс.
seconds = { $seconds } с
confidence = упэўненасць { $percent } %
confidence-short = упэўн. { $percent } %
origin-drawn = намаляваны
may-be-removed = можна прыбраць
place-suspected = магчыма, твар
place-gap = разрыў паміж дзвюма плашкамі
place-jump = плашка скача
place-end = плашка канчаецца зарана
kind-face = Твары
kind-head = Галовы
kind-text = Тэкст
kind-plate = Нумары
kind-area = Вобласці
one-head = галава
one-text = тэкст
one-plate = нумар
one-area = вобласць
one-all-but = усё, акрамя
moves-followed = прасочана
moves-fixed = нерухома
moves-scene = разам з камерай
moves-whole = увесь кадр
none-chosen = Спачатку выберыце трэк: N пераходзіць да наступнага.
example = напрыклад: { $example }
every-frame-checked = Усе кадры правераны.
may-be-bare = можа быць адкрыта
file-list-link = ← Усе файлы

## Review page: top bar

saved = Захавана
saving = Захоўваецца…
not-saved = НЕ ЗАХАВАНА
undo = Адмяніць (U)
redo = Вярнуць (R)
undo-edit = Адмяніць: { $edit } (U)
redo-edit = Вярнуць: { $edit } (R)
nothing-to-undo = Няма чаго адмяняць
nothing-to-redo = Няма чаго вяртаць
count-covered = закрыта: { $n }
count-visible = відаць: { $n }
count-drawn = намалявана: { $n }
all-reviewed = усё прагледжана
tracks-reviewed =
    { $n ->
        [one] прагледжана: { $reviewed } з { $n } трэка
        [few] прагледжана: { $reviewed } з { $n } трэкаў
       *[other] прагледжана: { $reviewed } з { $n } трэкаў
    }
tracks-and-film-reviewed =
    { $n ->
        [one] прагледжана: { $reviewed } з { $n } трэка, { $percent } % відэа
        [few] прагледжана: { $reviewed } з { $n } трэкаў, { $percent } % відэа
       *[other] прагледжана: { $reviewed } з { $n } трэкаў, { $percent } % відэа
    }
mark-picture-reviewed = Здымак прагледжаны
mark-film-reviewed = Пазначыць кадры
mark-film-reviewed-hint = Пазначыць паказаныя кадры як прагледжаныя
again = Праглядзець зноў
again-film = Праглядзіце зноў { $time }: там нешта адкрылі пасля прагляду. Q прайграе гэта.
again-picture = Праглядзіце здымак зноў: нешта ў ім адкрылі пасля прагляду.
your-initials = Вашы ініцыялы
initials-label = { $initials }: вашы ініцыялы
finish = Завяршыць
keys = Клавішы
keys-hint = Клавішы (?)
ask-initials = Вашы ініцыялы для пазнакі «прагледжана» (можна пакінуць пустым)
begin = Пачаць
running-again = veilproof зноў працуе.
other-file-opened = Не зроблена: тым часам адкрыты іншы файл.

## Review page: the strip of files

files-label = Файлы
reviewed-of-all = Прагледжана з усіх файлаў
file-reviewed = прагледжаны
file-begun = пачаты
file-not-reviewed = не прагледжаны
findings-count =
    { $n ->
        [one] { $n } знаходка
        [few] { $n } знаходкі
       *[other] { $n } знаходак
    }
file-title = { $name }: { $state }
all-progress =
    { $tracks ->
        [one] Прагледжана: файлы – { $done } з { $files }, трэкі – { $reviewed } з { $tracks }, кадры – { $percent } %
        [few] Прагледжана: файлы – { $done } з { $files }, трэкі – { $reviewed } з { $tracks }, кадры – { $percent } %
       *[other] Прагледжана: файлы – { $done } з { $files }, трэкі – { $reviewed } з { $tracks }, кадры – { $percent } %
    }

## Review page: the film

frame-label = Кадр { $frame } з { $frames }, { $mode }
mode-covered-label = закрыта, як у выніку
mode-outline-label = контуры
mode-original-label = арыгінал
mode-covered = Закрыта
mode-outline = Контуры
mode-original = Арыгінал
mode-hint = { $mode } (V)
show-label = Паказваць
play = Пуск (прабел)
pause = Паўза (прабел)
speed = Хуткасць
speed-hint = Хуткасць (< і >)
previous-bare = ‹ Адкрыта?
next-bare = Адкрыта? ›
previous-bare-hint = Папярэдняе месца, дзе твар можа быць адкрыты (Shift D)
next-bare-hint = Наступнае месца, дзе твар можа быць адкрыты (D)
frame-back = На кадр назад (←)
frame-on = На кадр уперад (→)
frame-rate = { $rate }/с
where = { $time } · кадр { $frame }/{ $frames }
draw = Маляваць
label-visible = { $track } відаць

## Review page: drawing and moving boxes

drag-a-box = Абвядзіце рамкай або націсніце Enter, каб рухаць рамку стрэлкамі.
choose-track-here = Спачатку выберыце трэк, які ёсць у гэтым кадры.
following = сачэнне ў абодва бакі…
draw-first = Спачатку намалюйце рамку (B) або выберыце намаляваную.
put-it-here = Паставіць сюды
follow-it = Сачыць
this-frame-only = Толькі гэты кадр
whole-film = Усё відэа
more-ways = Яшчэ…
cover-it = Закрыць
followed =
    { $frames ->
        [one] Трэк { $track }: прасочаны на { $frames } кадры, { $seconds } с. Праверце абодва канцы.
        [few] Трэк { $track }: прасочаны на { $frames } кадрах, { $seconds } с. Праверце абодва канцы.
       *[other] Трэк { $track }: прасочаны на { $frames } кадрах, { $seconds } с. Праверце абодва канцы.
    }

## Review page: areas

area-label = Што закрываецца
area-new-title = Як гэтая рамка ідзе па відэа і што закрываецца?
area-track-title = Трэк { $track }: як ён ідзе па відэа і што закрываецца?
area-whole-title = Закрыць увесь кадр? Для часткі спачатку намалюйце рамку (B).
area-followed = Сачыць: рухаецца разам з тым, што ў ёй
area-fixed = Нерухома ў кадры: пазнака часу, лагатып
area-scene = Нерухома ў сцэне: рухаецца разам з камерай
area-whole = Увесь кадр
area-all-but = Усё, акрамя: закрыць усё па-за рамкай
area-spread =
    { $n ->
        [one] Паставіць і на іншы { $n } файл…
        [few] Паставіць і на іншыя { $n } файлы…
       *[other] Паставіць і на іншыя { $n } файлаў…
    }
area-drawn = Трэк { $track }: з { $from } да { $to }. [ і ] зрушваюць яго канцы.
spread-question =
    { $n ->
        [one] Трэк { $track } будзе пастаўлены яшчэ на { $n } адкрыты файл, на ўсё відэа. Чаму?
        [few] Трэк { $track } будзе пастаўлены яшчэ на { $n } адкрытыя файлы, на ўсё відэа кожнага. Чаму?
       *[other] Трэк { $track } будзе пастаўлены яшчэ на { $n } адкрытых файлаў, на ўсё відэа кожнага. Чаму?
    }
spread-action =
    { $n ->
        [one] Паставіць на { $n } файл
        [few] Паставіць на { $n } файлы
       *[other] Паставіць на { $n } файлаў
    }
spread-example = пазнака часу
spread-done =
    { $n ->
        [one] Пастаўлена на { $n } файл; U прыбірае гэта там.
        [few] Пастаўлена на { $n } файлы; U прыбірае гэта ў кожным.
       *[other] Пастаўлена на { $n } файлаў; U прыбірае гэта ў кожным.
    }
spread-other-shape = Нічога не пастаўлена там, дзе кадр іншай формы: { $names }.

## Review page: the actions on tracks

tool-cover = Закрыць
tool-cover-hint = Закрыць выбраныя трэкі
tool-keep = Пакінуць
tool-keep-hint = Пакінуць іх бачнымі
tool-why = Чаму
tool-why-hint = Указаць, чаму яны закрыты або бачныя
tool-reviewed = Прагледжана
tool-reviewed-hint = Пазначыць іх прагледжанымі і перайсці да наступнага
tool-all-but = Усіх акрамя
tool-all-but-hint = Закрыць усіх, акрамя выбраных трэкаў
tool-start = Пачатак
tool-start-hint = Трэк пачынаецца з гэтага кадра
tool-end = Канец
tool-end-hint = Трэк канчаецца гэтым кадрам
tool-split = Раздзяліць
tool-split-hint = Скончыць трэк перад гэтым кадрам; з яго пачнецца новы
tool-join = Злучыць
tool-join-hint = Аб’яднаць два выбраныя трэкі
tool-move = Рухаць
tool-move-hint = Рухаць рамку стрэлкамі
tool-follow = Сачыць
tool-follow-hint = Прасачыць намаляваную рамку нанова ад гэтага кадра
selected-title =
    { $n ->
        [one] Выбраны { $n } трэк
        [few] Выбрана { $n } трэкі
       *[other] Выбрана { $n } трэкаў
    }
track-covered-title = Трэк { $track }: закрыты
track-visible-title = Трэк { $track }: застаецца бачным
reason-given = прычына: { $reason }
matched = адкрытыя праграмы распазнаюць прыкладна { $share } са 100 такіх твараў, за маскай ненашмат менш
covered-by = дагэтуль закрыты трэкамі { $ids } (Shift K пакіне і іх)
covered-around = закрыты, бо закрыта ўсё па-за { $ids }
place-title = Можа быць адкрыта
place-about = { $place } · { $size } · C закрые, S: паглядзелі, адкрытага няма
none-selected-title = Трэк не выбраны
none-selected-about = D – да месцаў, дзе твар можа быць адкрыты, N – да трэкаў. ? – усе клавішы.
tracks-covered =
    { $n ->
        [one] Закрыты трэк { $ids }.
        [few] Закрыты трэкі { $ids }.
       *[other] Закрыты трэкі { $ids }.
    }
covered-as = Закрыта як трэк { $track }.
gap-advice = C тут нічога не закрые: выбраны трэк { $track }. ] і [ зрушваюць яго канцы, E і J злучаюць з наступным, B малюе рамку.
jump-advice = C тут нічога не закрые: выбраны трэк { $track }. M рухае рамку, X раздзяляе трэк, B малюе рамку.
end-advice = C тут нічога не закрые: тое, што паказвае трэк { $track }, згублена. ] і [ зрушваюць яго канцы, B малюе рамку.
nothing-covered-here = Тут нічога не закрыта. S: паглядзелі, адкрытага няма; C закрые.
track-kept = Трэк { $track } застаецца бачным. Y – указаць прычыну.
still-covered =
    { $n ->
        [one] Яго дагэтуль закрывае трэк { $ids }: Shift K пакіне бачным і яго.
        [few] Яго дагэтуль закрываюць трэкі { $ids }: Shift K пакіне бачнымі і іх.
       *[other] Яго дагэтуль закрываюць трэкі { $ids }: Shift K пакіне бачнымі і іх.
    }
still-outside =
    { $n ->
        [one] Ён застаецца закрытым: трэк { $ids } закрывае ўсё па-за сваёй рамкай.
        [few] Ён застаецца закрытым: трэкі { $ids } закрываюць усё па-за сваімі рамкамі.
       *[other] Ён застаецца закрытым: трэкі { $ids } закрываюць усё па-за сваімі рамкамі.
    }
choose-visible-below = Выберыце бачны трэк, паверх якога ляжаць іншыя плашкі.
keep-several-question =
    { $n ->
        [one] Будзе бачны { $n } трэк; прыблізна { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } з іх – твары, якія можна пазнаць. Чаму?
        [few] Будуць бачныя { $n } трэкі; прыблізна { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } з іх – твары, якія можна пазнаць. Чаму?
       *[other] Будуць бачныя { $n } трэкаў; прыблізна { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } з іх – твары, якія можна пазнаць. Чаму?
    }
keep-several-others =
    { $n ->
        [one] Будзе бачны { $n } трэк, твараў сярод іх няма. Чаму?
        [few] Будуць бачныя { $n } трэкі, твараў сярод іх няма. Чаму?
       *[other] Будуць бачныя { $n } трэкаў, твараў сярод іх няма. Чаму?
    }
keep-several-action = Пакінуць бачнымі ({ $n })
keep-several-example = супрацоўнікі на службе
keep-all-but =
    { $n ->
        [one] Трэк { $ids } закрывае ўсё па-за сваёй рамкай. Без яго ўсё гэта будзе бачна там, дзе яго не закрывае іншы трэк.
        [few] Трэкі { $ids } закрываюць усё па-за сваімі рамкамі. Без іх усё гэта будзе бачна там, дзе яго не закрывае іншы трэк.
       *[other] Трэкі { $ids } закрываюць усё па-за сваімі рамкамі. Без іх усё гэта будзе бачна там, дзе яго не закрывае іншы трэк.
    }
keep-why = Чаму?
keep-all-but-action = Адкрыць усё па-за рамкай
keep-all-but-example = кожны твар закрыты сваім трэкам
kept-several =
    { $n ->
        [one] Бачны { $n } трэк; прагледжаным не пазначаны.
        [few] Бачныя { $n } трэкі; прагледжанымі не пазначаны.
       *[other] Бачныя { $n } трэкаў; прагледжанымі не пазначаны.
    }
kept-all-but =
    { $n ->
        [one] Трэк { $ids } больш нічога не закрывае па-за сваёй рамкай.
        [few] Трэкі { $ids } больш нічога не закрываюць па-за сваімі рамкамі.
       *[other] Трэкі { $ids } больш нічога не закрываюць па-за сваімі рамкамі.
    }
different-decisions = Адны з іх закрыты, іншыя бачныя: выберыце трэкі з аднолькавым рашэннем.
why-visible =
    { $n ->
        [one] Чаму трэк { $ids } застаецца бачным?
        [few] Чаму трэкі { $ids } застаюцца бачнымі?
       *[other] Чаму трэкі { $ids } застаюцца бачнымі?
    }
why-covered =
    { $n ->
        [one] Чаму трэк { $ids } застаецца закрытым?
        [few] Чаму трэкі { $ids } застаюцца закрытымі?
       *[other] Чаму трэкі { $ids } застаюцца закрытымі?
    }
why-visible-example = супрацоўнік на службе
why-covered-example = мінак
save-reason = Захаваць прычыну
which-reason =
    { $n ->
        [one] Якая прычына ў трэка { $ids }?
        [few] Якая прычына ў трэкаў { $ids }?
       *[other] Якая прычына ў трэкаў { $ids }?
    }
reason-saved =
    { $n ->
        [one] Трэк { $ids }: { $code }.
        [few] Трэкі { $ids }: { $code }.
       *[other] Трэкі { $ids }: { $code }.
    }
reason-label = Прычына
describe-question = Што адбываецца з { $from } да { $to }? Апішыце падзею з нумарамі трэкаў. Поля для імя няма: хто гэта, з відэа не вынікае, а перададзенае імя не вернеш.
describe-action = Запісаць
describe-example = дубінка, тры ўдары, трэк 4 на зямлі
described = Запісана, з { $from } да { $to }.
frame-being-drawn = Не залічана: выбіраецца кадр.
not-the-sample = Не залічана: вось кадр, які выпаў. S, калі ў ім няма адкрытых твараў.
play-and-mark = Прайграйце гэтыя кадры і пазначце іх клавішамі Shift S: што адбываецца паміж плашкамі, відаць толькі ў руху.
dismissed =
    { $n ->
        [0] Адкрытага там няма. Такіх месцаў больш няма.
        [one] Адкрытага там няма. Засталося { $n } месца.
        [few] Адкрытага там няма. Засталося { $n } месцы.
       *[other] Адкрытага там няма. Засталося { $n } месцаў.
    }
again-playing = Больш ні ў кога твар тут не адкрыты? Тады пазначце гэтыя кадры: Shift S.
again-seen = Усё, што трэба праглядзець зноў, ужо паказана: пазначце гэта, Shift S.
again-none = Пасля прагляду нічога не адкрывалі.
all-marked = Усе паказаныя кадры ўжо пазначаны.
frames-marked =
    { $n ->
        [one] { $n } кадр пазначаны прагледжаным.
        [few] { $n } кадры пазначаны прагледжанымі.
       *[other] { $n } кадраў пазначана прагледжанымі.
    }
all-selected = Выбраны ўсе трэкі, закрываць не было б каго; выберыце менш.
keep-only-question =
    { $n ->
        [one] Пакінуць бачным трэк { $ids } і закрыць астатнія ({ $others }). Чаму?
        [few] Пакінуць бачнымі трэкі { $ids } і закрыць астатнія ({ $others }). Чаму?
       *[other] Пакінуць бачнымі трэкі { $ids } і закрыць астатнія ({ $others }). Чаму?
    }
keep-only-action = Закрыць усіх, акрамя гэтых
kept-only =
    { $n ->
        [one] Закрыта ўсё, акрамя трэка { $ids }.
        [few] Закрыта ўсё, акрамя трэкаў { $ids }.
       *[other] Закрыта ўсё, акрамя трэкаў { $ids }.
    }
ends-before = Трэк не можа скончыцца раней, чым пачаўся.
ends-lost-last = Тое, што паказвае трэк { $track }, губляецца пасля кадра { $frame }, і плашка там канчаецца. B малюе рамку там, дзе яно ёсць; яшчэ раз ] — і плашка застаецца на месцы да гэтага кадра.
ends-lost-first = Тое, што паказвае трэк { $track }, губляецца перад кадрам { $frame }, і плашка там пачынаецца. B малюе рамку там, дзе яно ёсць; яшчэ раз [ — і плашка стаіць на месцы, пачынаючы з гэтага кадра.
all-but-ends = Па-за гэтымі кадрамі трэк { $track } больш нічога не закрывае, і ўсё адкрыта. U адмяняе гэта.
split-done = Трэк { $track } канчаецца перад гэтым кадрам; з яго ідзе трэк { $new }, закрыты.
select-two = Выберыце два трэкі, каб злучыць: E або пстрычка з Ctrl.
undone = Адменена.
undone-edit = Адменена: { $edit }.
redone = Вернута.
redone-edit = Вернута: { $edit }.
edit-cover = закрыць
edit-keep = пакінуць бачным
edit-keep-only = пакінуць толькі гэтыя
edit-no-face = не твар
edit-draw = маляванне
edit-move = зрух
edit-follow = сачэнне
edit-area = вобласць
edit-labels = разметка
edit-ends = канцы
edit-split = раздзяленне
edit-join = злучэнне
edit-reviewed = прагледжана
edit-check-by-sample = выбарачная праверка
edit-nothing-bare = адкрытага няма
edit-silence = цішыня
edit-bleep = сігнал
edit-disguise = змена голасу
edit-default = рашэнне знята
edit-move-sound = зрух гуку
edit-reason = прычына
edit-describe = апісанне
cannot-undo = Няма чаго адмяняць.
cannot-redo = Няма чаго вяртаць.
no-place-after = Далей няма месцаў, дзе твар можа быць адкрыты.
no-place-before = Раней няма месцаў, дзе твар можа быць адкрыты.

## Review page: the lists

places-label = Месцы, дзе твар можа быць адкрыты
places-title =
    { $n ->
        [one] Можа быць адкрыта: { $n } месца
        [few] Можа быць адкрыта: { $n } месцы
       *[other] Можа быць адкрыта: { $n } месцаў
    }
places-none = Месцаў, дзе твар можа быць адкрыты, няма
risk-unknown = твараў не шукалі, таму колькі іх адкрыта, невядома
risk-none = нішто не паказвае на адкрытыя твары
risk-expected = чаканая колькасць адкрытых твараў: { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) } (95 %: ад { $low } да { $high })
kinds-label = Што паказваецца
show-kind = Паказаць { $kind } ({ $key })
hide-kind = Схаваць { $kind } ({ $key })
kind-face-lower = твары
kind-head-lower = галовы
kind-text-lower = тэкст
kind-plate-lower = нумары
kind-area-lower = вобласці
sort = Парадак
order-unsure = Спачатку няпэўныя
order-time = Па часе
order-large = Спачатку вялікія
order-small = Спачатку малыя
show = Паказаць
filter-all = Усе
filter-unreviewed = Не прагледжаныя
filter-removable = Можна прыбраць
filter-covered = Закрытыя
filter-visible = Бачныя
filter-below = Упэўненасць ніжэй
filter-drawn = Намаляваныя
filter-current = У гэтым кадры
least-confidence = Найменшая ўпэўненасць у працэнтах
listed =
    { $n ->
        [one] { $listed } з { $n } трэка
        [few] { $listed } з { $n } трэкаў
       *[other] { $listed } з { $n } трэкаў
    }
listed-below = { $percent } %: { $listed }, з іх твараў прыблізна { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) }
listed-below-others = { $percent } %: { $listed }, твараў няма
no-match = Пад гэты фільтр не падыходзіць ніводзін трэк.
no-face = Твараў не знойдзена. Праглядзіце відэа і абвядзіце рамкай (B) тое, што прапушчана.
nothing-detected = Нічога не знойдзена. Праглядзіце відэа і абвядзіце рамкай (B) тое, што прапушчана.
card-covered = { $track } закрыты
card-visible = { $track } бачны
card-covered-kind = { $track } { $kind }: закрыта
card-visible-kind = { $track } { $kind }: бачна
card-findings =
    { $n ->
        [one] знаходка { $ids }
        [few] знаходкі { $ids }
       *[other] знаходкі { $ids }
    }
card-reason = «{ $reason }»
card-reviewed = Прагледжаны
card-not-reviewed = Яшчэ не прагледжаны
card-label-reviewed = Трэк { $facts }, прагледжаны
card-label-not-reviewed = Трэк { $facts }, яшчэ не прагледжаны

## Review page: check by sample

sample-toggle = Выбарачная праверка
sample-toggle-hint = Паглядзець кадры, выбраныя выпадкова
sample-nothing = Адкрытага няма
sample-nothing-hint = У гэтым кадры няма адкрытых твараў
sample-drawing = Выбіраецца кадр…
sample-idea = Кадры выбіраюцца выпадкова; з таго, што вы ў іх бачыце, вынікае, колькі кадраў найбольш паказваюць адкрыты твар.
sample-idea-all = Кадры выбіраюцца выпадкова з усіх файлаў ({ $files }); з таго, што вы ў іх бачыце, вынікае, колькі кадраў найбольш паказваюць адкрыты твар.
sample-question = Ці ёсць у кадры { $frame } адкрыты твар? S: няма. B: абвядзіце яго рамкай; ён будзе закрыты і залічаны як знойдзены.
sample-question-of = Ці ёсць у кадры { $frame } файла { $name } адкрыты твар? S: няма. B: абвядзіце яго рамкай; ён будзе закрыты і залічаны як знойдзены.
sample-elsewhere = Гэта не той кадр, які выпаў: S верне да кадра { $frame }.
sample-elsewhere-of = Гэта не той кадр, які выпаў: S верне да кадра { $frame } файла { $name }.
sample-none = Выбарачна не правераны ніводзін кадр.
sample-bound = Адкрыты твар паказваюць не больш за { $share } % кадраў (95 %)
sample-bound-files = Адкрыты твар паказваюць не больш за { $share } % кадраў ва ўсіх файлах ({ $files }) (95 %)
sample-bound-archive = Адкрыты твар паказваюць не больш за { $share } % кадраў архіва (95 %)
sample-looks =
    { $n ->
        [one] пасля { $n } погляду
        [few] пасля { $n } поглядаў
       *[other] пасля { $n } поглядаў
    }
sample-finds = з іх з адкрытым тварам: { $n }
sample-by = глядзелі: { $names }
sample-drawn = прагледжана { $checked } з { $drawn } выбраных кадраў
sample-drawn-then = калі будуць прагледжаны ўсе, стане вядомая мяжа
sample-hopeless = Колькі ні глядзі, да 1 % не дайсці: твары адкрыты занадта часта. Праглядзіце відэа цалкам.
sample-left =
    { $n ->
        [one] Да 1 % застаўся { $n } погляд, калі больш нічога не знойдзецца.
        [few] Да 1 % засталося { $n } погляды, калі больш нічога не знойдзецца.
       *[other] Да 1 % засталося { $n } поглядаў, калі больш нічога не знойдзецца.
    }

## Review page: sound

sound-warning = Зменены голас цяжэй пазнаць, але гэта не ананімнасць: змену можна адмяніць лепш, чым здаецца на слых, а словы, акцэнт і рытм застаюцца. Для людзей, якім пагражае небяспека, выберыце цішыню або апублікуйце сказанае тэкстам.
audio-mute = прыбраны
audio-disguise = галасы зменены: не ананімна
audio-keep = пакінуты: па голасе пазнаюць
audio-mute-short = прыбраны
audio-disguise-short = галасы зменены
audio-keep-short = пакінуты
heard-keep = пакінута
heard-silence = цішыня
heard-bleep = сігнал
heard-disguise = голас зменены
heard-default = як увесь астатні гук
stretches-keep =
    { $n ->
        [one] { $n } адрэзак пакінуты
        [few] { $n } адрэзкі пакінуты
       *[other] { $n } адрэзкаў пакінута
    }
stretches-disguise =
    { $n ->
        [one] { $n } адрэзак са змененым голасам
        [few] { $n } адрэзкі са змененым голасам
       *[other] { $n } адрэзкаў са змененым голасам
    }
stretches-silence =
    { $n ->
        [one] { $n } адрэзак заглушаны
        [few] { $n } адрэзкі заглушаны
       *[other] { $n } адрэзкаў заглушана
    }
stretches-bleep =
    { $n ->
        [one] { $n } адрэзак з сігналам
        [few] { $n } адрэзкі з сігналам
       *[other] { $n } адрэзкаў з сігналам
    }
sound-is-mute = Гук прыбраны
sound-is-keep = Гук пакінуты: па голасе пазнаюць
sound-is-disguise = Гук пакінуты, галасы ў ім зменены: не ананімна
sound-rest-mute = Гук: { $stretches }; астатняе прыбрана
sound-rest-keep = Гук: { $stretches }; астатняе пакінута: па голасе пазнаюць
sound-rest-disguise = Гук: { $stretches }; астатняе пакінута, галасы ў ім зменены: не ананімна
sound-heading = Гук
sound-span = Гук { $from } – { $to }
sound-tool-keep = Пакінуць
sound-tool-keep-hint = Пакінуць як ёсць: па голасе пазнаюць
sound-tool-silence = Цішыня
sound-tool-silence-hint = Нічога не чуваць
sound-tool-bleep = Сігнал
sound-tool-bleep-hint = Замест гуку чуваць тон
sound-tool-disguise = Змяніць
sound-tool-back = Зняць
sound-tool-back-hint = З ім зробяць тое самае, што з усім астатнім гукам
sound-tool-why = Чаму
sound-tool-why-hint = Указаць прычыну
hear-before = Слухаць да
hear-before-hint = Як у арыгінале
hear-after = пасля
hear-after-hint = Як будзе; зменены голас кожны раз іншы
other-sound = Увесь астатні гук
other-sound-hint = Што будзе з гукам, пра які нічога не вырашана
nothing-decided = нічога не вырашана
next-speech = T: наступнае маўленне
decided-with-reason = { $decision }: { $reason }
no-sound = У гэтым файле няма гуку.
no-sound-chosen = Спачатку выберыце гук: T – наступнае маўленне, { "{" } і { "}" } задаюць пачатак і канец, або правядзіце мышшу па хвалі.
sound-kept = Пакінута: па голасе пазнаюць. Y – указаць прычыну.
sound-disguised = Голас зменены: пазнаць цяжэй, але не ананімна. Y – указаць прычыну.
sound-taken-back = Знята: як увесь астатні гук.
sound-silenced = Цяпер тут цішыня. Y – указаць прычыну.
sound-bleeped = Цяпер тут сігнал. Y – указаць прычыну.
nothing-decided-here = Менавіта пра гэты гук нічога не вырашана: вырашаюць клавішы з 1 па 4.
why-sound-keep = Чаму гэты гук пакінуты?
why-sound-silence = Чаму тут цішыня?
why-sound-bleep = Чаму тут сігнал?
why-sound-disguise = Чаму голас тут зменены?
why-sound-default = Чаму гэты гук як увесь астатні?
why-sound-example = імя
sound-has-ended = Гук скончыўся да гэтага кадра.
no-sound-after = Далей няма ні маўлення, ні адрэзкаў.
no-sound-before = Раней няма ні маўлення, ні адрэзкаў.
reading-sound = гук чытаецца…
lane-label = Гук: { $facts }
lane-speech =
    { $n ->
        [one] { $n } адрэзак маўлення
        [few] { $n } адрэзкі маўлення
       *[other] { $n } адрэзкаў маўлення
    }
lane-stretches =
    { $n ->
        [one] вырашана пра { $n } адрэзак
        [few] вырашана пра { $n } адрэзкі
       *[other] вырашана пра { $n } адрэзкаў
    }
lane-chosen = выбрана: { $from } – { $to }, { $decision }

## Review page: time line

time-label = Час
time-value = { $time }, кадр { $frame }

## Review page: finish

render-heading = Вынік
option-method = Як закрыць
method-solid = суцэльным чорным
method-mosaic = мазаікай: твары можна супаставіць
method-blur = размыццём: твары можна супаставіць
option-shape = Форма
shape-ellipse = эліпс
shape-box = прамавугольнік
option-size = Памер, у тварах
option-sound = Гук
option-sound-videos = Гук у відэа
option-subtitles = Субтытры
option-subtitles-videos = Субтытры ў відэа
subtitles-drop = прыбраць
subtitles-keep = пакінуць
run-audit = Праверыць атакамі
stop-job = Спыніць
open-report = Адкрыць справаздачу
check-places =
    { $n ->
        [0] Месцаў, дзе твар можа быць адкрыты, не засталося
        [one] { $n } месца, дзе твар можа быць адкрыты
        [few] { $n } месцы, дзе твар можа быць адкрыты
       *[other] { $n } месцаў, дзе твар можа быць адкрыты
    }
check-tracks =
    { $n ->
        [0] Усе трэкі прагледжаны
        [one] Не прагледжаны { $n } трэк
        [few] Не прагледжаны { $n } трэкі
       *[other] Не прагледжана { $n } трэкаў
    }
check-picture = Сам здымак прагледжаны
check-picture-not = Сам здымак не прагледжаны
check-film = Прагледжана { $percent } % відэа
check-visible =
    { $n ->
        [0] Усе трэкі закрыты
        [one] Будзе бачны { $n } трэк: { $which }
        [few] Будуць бачныя { $n } трэкі: { $which }
       *[other] Будуць бачныя { $n } трэкаў: { $which }
    }
check-damaged =
    { $n ->
        [one] Арыгінал пашкоджаны ў { $n } месцы
        [few] Арыгінал пашкоджаны ў { $n } месцах
       *[other] Арыгінал пашкоджаны ў { $n } месцах
    }
tracks-with-reason = { $ids } ({ $reason })
render-file = Стварыць { $name }
render-all = Стварыць усе { $n }
replace-one = Замяніць ранейшы вынік
replace-others =
    { $n ->
        [one] Замяніць ранейшыя вынікі: { $n } іншы файл з { $files }
        [few] Замяніць ранейшыя вынікі: { $n } іншыя файлы з { $files }
       *[other] Замяніць ранейшыя вынікі: { $n } іншых файлаў з { $files }
    }
mosaic-warning = Пад мазаікай даступныя праграмы распазнавання ўсё адно супастаўляюць большасць твараў, калі вядома, як яна зроблена. Пад суцэльным чорным супастаўляць няма чаго.
blur-warning = Пад размыццём даступныя праграмы распазнавання ўсё адно супастаўляюць большасць твараў, калі вядома, як яно зроблена. Пад суцэльным чорным супастаўляць няма чаго.
job-progress = { $stage }: { $done } з { $total }
job-done-so-far = { $stage }: { $done }
job-begun = { $stage }…
audit-says = Праверка атакамі: { $sentence }
batch-progress = { $name }: { $number } з { $total }
batch-rendered = створана { $done } з { $total }
batch-stopped = створана { $done } з { $total }, потым спынена
batch-unseen = з іх ніхто не глядзеў: { $n }
batch-unfinished =
    { $n ->
        [one] не да канца прагледжаны { $n } з іх
        [few] не да канца прагледжаны { $n } з іх
       *[other] не да канца прагледжана { $n } з іх
    }
batch-failed = не ўдалося: { $n }; { $error }
job-failed = не ўдалося
job-stopped = спынена; нічога не запісана
job-broken = не атрымалася; памылка паказана ў тэрмінале
job-rendered = створана
job-archive-stopped = праца над гэтай папкай спынена; працягнуць яе можна са спіса файлаў
job-covered =
    { $frames ->
        [one] { $name }: плашкі ў { $covered } з { $frames } кадра
        [few] { $name }: плашкі ў { $covered } з { $frames } кадраў
       *[other] { $name }: плашкі ў { $covered } з { $frames } кадраў
    }
job-damaged = прапушчана пашкоджаных месцаў: { $n }
job-left-out = не ўключана: { $what }
job-audited = праверана; справаздача ў папцы { $folder }
job-sound-kept = гук захаваны
job-sound-left-out = гук выдалены
job-sound-rest-kept = гук: { $stretches }, астатняе захавана
job-sound-rest-left-out = гук: { $stretches }, астатняе выдалена
job-disguised = зменены голас не ананімны
finding-face = адкрыты твар
finding-head = адкрытая галава
finding-text = адкрыты тэкст
finding-plate = адкрыты нумар машыны
finding-moved-cover = няма плашкі
finding-shaken = тут мусіць быць твар, кадр змазаны
finding-look = паглядзіце сюды
finding-track = трэк { $track }
finding-no-track = няма ў плане
finding-photo = { $number }: { $what }, { $which }, { $px } пікс., ацалела { $percent } %
finding-film = { $number }: { $what }, { $from } – { $to }, { $which }, { $px } пікс., ацалела { $percent } %
finding-answer = не твар: { $reason } ({ $by })
finding-answer-other = закрываць няма чаго: { $reason } ({ $by })
finding-withdraw = Зняць адказ
finding-deny = Не твар…
finding-deny-other = Закрываць няма чаго…
finding-question = Знаходка { $number }: вы паглядзелі, і твару там няма. Што там замест яго? (Без імёнаў.)
finding-question-other = Знаходка { $number }: вы паглядзелі, і закрываць там няма чаго. Што там? (Без імёнаў.)
finding-no-longer-counts = Больш не ўлічваць
finding-example = плакат

## What a file holds besides pictures, and an output does not have

content-other = { $what }
content-several = { $count } x { $what }
content-cover-picture = вокладка
content-video-stream = яшчэ адна відэаплынь ({ $what })
content-attached-file = далучаны файл
content-data-stream = плынь даных ({ $name })
content-nameless = без назвы
content-captions = схаваныя цітры
content-time-codes = тайм-коды
content-hdr10-plus = дынамічныя метаданыя HDR10+
content-dolby-vision = метаданыя Dolby Vision
content-spherical = метаданыя панарамы 360°
content-second-view-metadata = метаданыя другога ракурсу
content-second-view = другі ракурс (прасторавае відэа)
content-user-data = даныя карыстальніка ў закадаваных кадрах
content-metadata = метаданыя ({ $tags })
content-xmp-metadata = метаданыя XMP
content-cut-off = тое, што прайгравальнікі абразаюць па краях кадра
content-transparency = празрыстасць, якая цяпер чорная, разам з тым, што было пад ёй
content-display-hdr = метаданыя HDR экрана
content-picture-sizes = памеры кадра, адрозныя ад { $size } ({ $others }): яны ўпісаны ў яго з палосамі
content-pixel-shape = форма пікселяў, якія не квадратныя
content-stated-colours = апісанне яго колераў
content-first-field = якое поле чаргарадковых кадраў ідзе першым
content-chroma-location = дзе паміж пікселямі ляжаць колеры
content-sound = гук ({ $codec })
content-subtitles = субтытры ({ $codec })
content-encrypted = { $what }: зашыфравана
content-unknown-format = { $what }: пра гэты фармат нічога не вядома, таму яго нельга ачысціць
content-unwritable = { $what }: ні адзін файл, які можна запісаць, гэтага не змяшчае
content-undecodable = { $what }: немагчыма дэкадаваць
content-part = { $what }: { $part }
content-cue-names = назвы рэплік
content-header-comments = каментарыі і падказкі ў загалоўку
content-script-information = звесткі пра сцэнарый
content-style-names = назвы стыляў
content-font-names = назвы шрыфтоў
content-speaker-names = імёны тых, хто гаворыць
content-notes = нататкі
content-notes-and-styles = нататкі і стылі
content-links-and-notes = спасылкі і нататкі
content-hidden-tags = тэгі, якіх не відаць
content-damaged-exif = пашкоджаныя EXIF
content-hidden-edges = тое, што хавае яго чыстая апертура
content-xmp = XMP
content-iptc = IPTC
content-exif = EXIF
content-photoshop = даныя Photoshop
content-comments = каментарыі
content-text-chunks = тэкставыя блокі
content-modification-time = час змянення
content-unknown-chunks = невядомыя блокі
content-application-data = даныя праграм
content-trailing = даныя пасля канца здымка
content-other-metadata = іншыя метаданыя
content-gps = месца GPS
content-maker-notes = нататкі вытворцы
content-thumbnail = убудаваная мініяцюра
content-auxiliary = дадатковыя здымкі
content-sequence = серыя здымкаў
content-gain-map = карта яркасці (HDR)
content-depth-map = карта глыбіні
content-motion-photo = відэа (рухомае фота)
content-under-transparent = тое, што было пад празрыстымі пікселямі
content-lower-bits = малодшыя { $lost } з { $bits } біт
content-full-colours = колеры з поўным раздзяленнем (цяпер палова, 4:2:0)
content-colour-description = апісанне колераў (колеры могуць выглядаць іначай)
content-icc = профіль ICC (колеры могуць крыху адрознівацца)
content-icc-damaged = пашкоджаны профіль ICC
content-icc-srgb = профіль ICC (sRGB, гэта і так зразумела)
content-icc-device = профіль ICC прылады (колеры могуць крыху адрознівацца)
content-chapters =
    { $n ->
        [one] { $n } раздзел
        [few] { $n } раздзелы
       *[other] { $n } раздзелаў
    }
content-pictures =
    { $n ->
        [one] яшчэ { $n } здымак або старонка
        [few] яшчэ { $n } здымкі або старонкі
       *[other] яшчэ { $n } здымкаў або старонак
    }
content-damaged-pieces =
    { $n ->
        [one] { $what }: { $n } пашкоджаны кавалак, у ім цішыня
        [few] { $what }: { $n } пашкоджаныя кавалкі, у іх цішыня
       *[other] { $what }: { $n } пашкоджаных кавалкаў, у іх цішыня
    }

## Review page: the list of keys

keys-tracks = Трэкі
keys-film = Відэа
keys-sound = Гук
keys-fix = Выправіць
keys-all = Агульнае
key-next-track = наступны трэк
key-previous-track = папярэдні трэк
key-cover = закрыць, у тым ліку месца, дзе твар можа быць адкрыты
key-keep = пакінуць бачным
key-keep-above = пакінуць і тое, што ляжыць паверх
key-why = указаць, чаму закрыты або бачны
key-reason = даць прычыну са спісу: з 1 па 9, апошняя – першай
key-reviewed = прагледжана, далей; або: адкрытага тут няма
key-select = выбраць або зняць выбар (для некалькіх)
key-select-all = выбраць усе ў спісе
key-all-but = закрыць усіх, акрамя выбраных
key-select-none = зняць выбар
key-kinds = паказаць або схаваць твары, галовы, тэкст, нумары, вобласці
key-play = пуск, паўза
key-frame = адзін кадр
key-second = адна секунда
key-ends = першы, апошні кадр
key-speed = павольней, хутчэй
key-place = наступнае, папярэдняе месца, дзе твар можа быць адкрыты
key-mode = закрыта, контуры, арыгінал
key-zoom = буйней, драбней, увесь кадр
key-zoom-track = буйна паказаць трэк
key-describe = запісаць, што адбываецца ў толькі што паказаных кадрах
key-sample = выбарачная праверка: S, калі адкрытага няма, B – абвесці рамкай
key-mark = пазначыць паказаныя кадры прагледжанымі
key-again = прайграць тое, што адкрылі пасля прагляду
key-sound-step = наступнае, папярэдняе маўленне або адрэзак
key-sound-ends = адрэзак пачынаецца, канчаецца на гэтым кадры
key-sound-keep = пакінуць: па голасе пазнаюць
key-sound-silence = цішыня
key-sound-bleep = сігнал
key-sound-disguise = змяніць голас: не ананімна
key-sound-back = зняць рашэнне, як увесь астатні гук
key-sound-why = указаць прычыну
key-hear = слухаць да, пасля
key-draw = абвесці рамкай прапушчанае
key-follow = сачыць у абодва бакі
key-move = рухаць рамку трэка: стрэлкі; з Shift – памер
key-put = паставіць сюды
key-put-film = паставіць на ўсё відэа
key-area = яшчэ: нерухома ў сцэне, увесь кадр, усё акрамя, на ўсіх файлах
key-track-ends = трэк пачынаецца, канчаецца тут
key-split = раздзяліць трэк тут
key-join = злучыць два выбраныя трэкі
key-undo = адмяніць
key-redo = вярнуць
key-files = папярэдні, наступны файл
key-finish = завяршыць: вынік, праверка атакамі
key-help = гэтыя клавішы

## The verdict of an audit, on the page and in the report

verdict-passed = Можна публікаваць, наколькі гэта ўдалося праверыць.
verdict-failed = Небяспечна: { $why }.
verdict-look =
    { $n ->
        [one] Паглядзіце на { $n } месца.
        [few] Паглядзіце на { $n } месцы.
       *[other] Паглядзіце на { $n } месцаў.
    }
verdict-unknown = Невядома, ці гэта бяспечна: { $why }.
verdict-unknown-then = Але і тады невядома, ці гэта бяспечна: { $why }.
why-original = гэта арыгінал, байт у байт
why-bare =
    { $n ->
        [one] адкрыты { $n } твар
        [few] адкрыты { $n } твары
       *[other] адкрыта { $n } твараў
    }
why-bare-head =
    { $n ->
        [one] адкрыта { $n } галава
        [few] адкрыты { $n } галавы
       *[other] адкрыта { $n } галоў
    }
why-bare-text =
    { $n ->
        [one] адкрыты { $n } радок тэксту
        [few] адкрыты { $n } радкі тэксту
       *[other] адкрыта { $n } радкоў тэксту
    }
why-bare-plate =
    { $n ->
        [one] адкрыты { $n } нумарны знак
        [few] адкрыты { $n } нумарныя знакі
       *[other] адкрыта { $n } нумарных знакаў
    }
why-matched =
    { $n ->
        [one] скрозь плашку можна супаставіць { $hits } з { $n } твару
        [few] скрозь плашку можна супаставіць { $hits } з { $n } твараў
       *[other] скрозь плашку можна супаставіць { $hits } з { $n } твараў
    }
why-contains = у файле ёсць яшчэ { $kind }: { $what }
why-frames =
    { $n ->
        [one] { $n } кадр не ўдалося параўнаць з арыгіналам
        [few] { $n } кадры не ўдалося параўнаць з арыгіналам
       *[other] { $n } кадраў не ўдалося параўнаць з арыгіналам
    }
why-different = большая частка карцінкі адрозніваецца ад арыгінала
why-no-face = у арыгінале з упэўненасцю не знойдзена ніводнага твару, шукаць не было чаго
why-no-thing = у арыгінале з упэўненасцю не знойдзена нічога з таго, што шукалі, параўноўваць не было чаго
why-lost =
    { $n ->
        [one] невядома, што стала з { $n } тварам
        [few] невядома, што стала з { $n } тварамі
       *[other] невядома, што стала з { $n } тварамі
    }
why-pictures =
    { $n ->
        [one] пад плашкай { $n } твару засталася карцінка
        [few] пад плашкамі { $n } твараў засталася карцінка
       *[other] пад плашкамі { $n } твараў засталася карцінка
    }
extra-sound = гук
extra-subtitles = субтытры
extra-chapters = раздзелы
extra-metadata = метаданыя
extra-pictures = выявы
extra-streams = патокі
extra-name = назва
extra-trailing = дадзеныя ў канцы
extra-hidden-frames = схаваныя кадры
