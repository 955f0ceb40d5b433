# Українською. Про правила: docs/desk.md ("Languages").

## Both pages

no-script = Цій сторінці потрібен JavaScript; він надходить лише з цього комп’ютера.
switch-language = Мова
comma = ,
semicolon = ;
cancel = Скасувати
close = Закрити вікно
server-answered = сервер відповів кодом { $code }
server-gone = veilproof більше не працює; запустіть veilproof ще раз
key-shift = Shift
key-ctrl = Ctrl
key-enter = Enter
key-space = Пробіл
key-escape = Esc
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn

## Both pages: errors

error-server = veilproof не зміг відповісти; причину вказано в терміналі
error-stale = Тим часом це змінили в іншому місці; подивіться ще раз.
error-saved = Це збережено, але показати це зараз не вдалося; перезавантажте сторінку.
refused = відкрийте адресу, яку veilproof показав у терміналі, або запустіть veilproof ще раз
refused-key = у цього вікна немає ключа сторінки; відкрийте адресу, яку veilproof показав у терміналі, або запустіть veilproof ще раз
refused-used = цю адресу вже використано; відкрийте наступну, її показано в терміналі, або запустіть veilproof ще раз
refused-ahead = ця адреса працює один раз, тому заздалегідь вона не відкривається
refused-report = цей звіт уже відкривали; відкрийте його ще раз зі сторінки перегляду
error-not-open = Цей файл більше не відкрито; відкрийте його зі списку файлів.
error-no-file = Ще не відкрито жодного файлу; відкрийте файл зі списку.
error-closed = { $name }: файл тим часом закрили; спробуйте ще раз.
error-too-many = { $name }: забагато запитів у черзі; нічого не змінено, спробуйте ще раз.
error-plan-busy = { $name }: цей план змінює інша програма; тут нічого не змінено, спробуйте ще раз.
error-plan-replaced = { $name }: це не той план, з яким відкрили сторінку; нічого не змінено. Запустіть veilproof ще раз.
error-plan-changed = План тим часом змінився; перезавантажте сторінку.
error-no-track = Треку { $track } немає; перезавантажте сторінку.
error-track-not-here = Треку { $track } немає в кадрі { $frame }; перейдіть до кадру, у якому він є.
error-box = Рамка має лежати в кадрі або поруч із ним і мати ширину й висоту; намалюйте її ще раз.
error-several-visible =
    { $n ->
        [one] Стане видно { $n } трек: укажіть причину.
        [few] Стане видно відразу { $n } треки: укажіть причину.
       *[other] Стане видно відразу { $n } треків: укажіть причину.
    }
error-outside-visible = Стане видно все поза рамкою треку { $track }: укажіть причину.
error-area-moves = Трек { $track } рухається, тому на інші файли його покласти не можна; намалюйте рамку, нерухому в кадрі.
error-area-there = { $name }: нічого не намальовано, бо трек { $track } уже закриває все, крім своєї рамки, а з двох таких треків кожен відкриває те, що закриває інший; відкрийте цей файл і малюйте в ньому.
error-area-lost = Трек { $track } у кадрі { $frame } втрачено, він нічого там не показує; перейдіть до кадру, у якому він щось показує.
error-area-all-lost = Трек { $track } втрачено в усіх його кадрах; намалюйте іншу рамку.
error-not-rendered = { $name }: результату ще немає; спершу створіть його.
error-output-exists = { $name } уже існує: виберіть «{ replace-one }» або приберіть цей файл.
error-reason-letters = Причина — один рядок із видимих літер: напишіть «{ $reason }» заново.
error-audit-old = { $name }: файл створено після останньої перевірки; перевірте його ще раз.
error-job-running = Цей файл уже створюється або перевіряється; зачекайте.
error-split-first = Трек { $track } починається з цього кадру; ділити нічого.
error-join-kinds = Треки { $one } і { $other } закриваються різними формами; залиште їх окремими.
error-join-all-but = Один із треків { $one } і { $other } закриває все, крім своєї рамки, тому одна рамка навколо обох показала б більше; залиште їх окремими.
error-not-drawn = Трек { $track } знайдено, а не намальовано; намалюйте рамку поверх нього.
error-nothing-to-undo = Немає чого скасовувати.
error-nothing-to-redo = Немає чого повторювати.
error-no-sound-here = Там немає звуку; виберіть відрізок фільму.
error-no-sound = { $name }: немає звуку, який можна декодувати.
error-no-words = Бракує слів; напишіть їх.
error-too-long =
    { $n ->
        [one] Не більше { $n } літери в одному рядку: скоротіть «{ $words }».
        [few] Не більше { $n } літер в одному рядку: скоротіть «{ $words }».
       *[other] Не більше { $n } літер в одному рядку: скоротіть «{ $words }».
    }
error-plan-altered = { $name }: цей план не такий, яким його записав veilproof, тому він не використовується. Відновіть його з копії або проскануйте файл знову.
error-decodes-differently = { $name } декодується не так, як під час сканування; проскануйте знову.
error-missing = { $name } більше не існує; поверніть його на місце.
error-unreadable = { $name } неможливо прочитати: його пошкоджено, або ви не маєте дозволу.
error-changed = { $name } змінився під час читання; зачекайте, поки в нього нічого не пише, і спробуйте знову.
error-other-original = { $name } — не той файл, який сканувався; проскануйте знову.
error-disk-full = { $name } неможливо записати: диск заповнено. Звільніть місце і спробуйте знову.
error-too-large = { $name } неможливо записати: він більший, ніж дозволяє цей диск або обмеження.
error-no-permission = { $name } неможливо записати: ви не маєте дозволу в його теці.
error-no-folder = { $name } неможливо записати: його теки більше немає. Створіть її знову.
error-unwritable = { $name } неможливо записати; перевірте диск і теку.
error-self-check = { $name } записано, але він не містить того, що має, тому його не збережено. Будь ласка, повідомте про це.

## Start page: choosing

promise = Закриває всі обличчя на фото й відео. Ніщо не залишає цей комп’ютер, а ваші файли лише читаються.
choose-title = Де ваші фото й відео?
begun-title = Продовжити
begun-state = готово { $finished } з { $items }
location-home = Домашня тека
location-desktop = Робочий стіл
location-videos = Відео
location-pictures = Зображення
location-downloads = Завантаження
location-documents = Документи
location-disk = Диск: { $name }
locations-button = Усі місця
up-button = Вгору
entries-label = Фото, відео й теки, спершу найновіші
choose-entry = Вибрати { $name }
open-entry = Відкрити { $name }
kind-folder = тека
empty = Тут немає ні фото, ні відео, ні тек.
others =
    { $n ->
        [one] Ще { $n } інший файл не показано.
        [few] Ще { $n } інші файли не показано.
       *[other] Ще { $n } інших файлів не показано.
    }
more = Показати ще (лишилося { $left })
sound-title = Звук
sound-mute = Прибрати
sound-mute-hint = Найнадійніше: за голосом упізнають людину.
sound-disguise = Змінити голоси
sound-disguise-hint = Упізнати важче, але це не анонімність.
sound-keep = Залишити
sound-keep-hint = Кожного можна впізнати за голосом.
effort-title = Пошук облич
effort-normal = Звичайний
effort-normal-hint = Для більшості зйомок.
effort-high = Ретельний
effort-high-hint = Знаходить більше, але триває удвічі-втричі довше.
destination = Результати будуть у
start-all = Закрити всіх у цій теці
start-some =
    { $n ->
        [one] Закрити всіх: вибрано { $n }
        [few] Закрити всіх: вибрано { $n }
       *[other] Закрити всіх: вибрано { $n }
    }
start-hint-all =
    { $n ->
        [one] { $n } файл тут і все у вкладених теках.
        [few] { $n } файли тут і все у вкладених теках.
       *[other] { $n } файлів тут і все у вкладених теках.
    }
start-hint-some = Зніміть усі позначки, щоб узяти теку цілком.
begun-here = Частину роботи вже зроблено. Готове лишиться, решта продовжиться.

## Start page: the list of files

progress = готово { $done } з { $total }
failed-count =
    { $n ->
        [one] { $n } не вдалося обробити
        [few] { $n } не вдалося обробити
       *[other] { $n } не вдалося обробити
    }
left-seconds = лишилося менше хвилини
left-minutes =
    { $n ->
        [one] лишилася приблизно { $n } хвилина
        [few] лишилося приблизно { $n } хвилини
       *[other] лишилося приблизно { $n } хвилин
    }
left-hours =
    { $n ->
        [one] лишилася приблизно { $n } година
        [few] лишилося приблизно { $n } години
       *[other] лишилося приблизно { $n } годин
    }
listing = Пошук фото й відео…
nothing-found = Серед вибраного немає ні фото, ні відео.
stop = Зупинити
stopping = Зупиняється…
go-on = Продовжити
retry = Повторити невдале
finish-all = Завершити все
finish-all-hint = Обробляє наново те, що ви змінили, і перевіряє атаками кожен результат: що ще видно.
show-results = Відкрити результати
leave = Інша тека
leave-hint = Робота над цією текою зупиниться й продовжиться, коли ви відкриєте її знову.
quit = Вийти
quit-hint = Завершує програму. Незакінчене продовжиться, коли ви запустите її знову.
quit-done = veilproof завершив роботу. Це вікно можна закрити.
column-file = Файл
column-state = Стан
column-places = Може бути відкрито
column-result = Результат
column-audit = Перевірка атаками
column-review = Перегляд
rows-label = Файли
page-rows = з { $first } по { $last } із { $total }
previous = Назад
next = Далі
state-waiting = У черзі
state-again = У черзі на повторну обробку
state-starting = Починається
stage-scan = Пошук облич
stage-listen = Пошук голосів
stage-render = Накладання плашок
stage-check = Перевірка плашок
stage-audit = Атака на результат
stage-search = Повторний пошук облич
stage-compare = Порівняння з оригіналом
stage-attack = Атака на плашки
state-failed = Не вдалося
state-ready = Можна дивитися
state-begun = Переглянуто частково
state-complete = Переглянуто
places =
    { $n ->
        [one] { $n } місце
        [few] { $n } місця
       *[other] { $n } місць
    }
no-places = місць не знайдено
result-rendered = готовий
result-changed = є зміни: завершіть, щоб оновити
audit-none = ще немає
audit-passed = пройдено
audit-failed =
    { $n ->
        [one] { $n } витік
        [few] { $n } витоки
       *[other] { $n } витоків
    }
audit-other = подивіться
cause-no-face-found = облич не знайдено
error-old-list = Цей список від попереднього запуску veilproof; виберіть теку ще раз.
error-one-folder = Вибирайте файли з однієї теки за раз.
error-not-begun = { $folder }: роботу над цією текою не розпочато; розпочніть її.
error-not-ready = Цей файл ще не готовий до перегляду.
error-folder-left = З теки цього файлу ви вийшли; відкрийте її знову.
error-nothing-started = Ще нічого не розпочато; виберіть теку.
error-folder-gone = { $folder }: цієї теки більше немає.
error-no-file-manager = Файловий менеджер не знайдено; результати в теці { $folder }.
error-folder-unreadable = { $folder }: теку не можна прочитати ({ $why }); виберіть іншу.
error-results-not-created = { $folder }: теку не можна створити ({ $why }); скопіюйте файли до теки, у яку ви можете писати.
error-being-worked-at = Цей файл зараз обробляється; зачекайте, поки він буде готовий до перегляду.
error-just-stopping = Робота саме зупиняється; спробуйте ще раз трохи згодом.
error-work-ended = { $folder }: робота несподівано перервалася ({ $what }); продовжте її.
cause-unreadable = не фото й не відео, яке можна прочитати, або файл пошкоджено
cause-source-missing = оригіналу більше немає
cause-source-changed = оригінал тим часом змінили
cause-no-permission = немає права на читання або запис
cause-memory-limit = забракло пам’яті
cause-time-limit = це тривало надто довго
cause-hung = обробка зависла
cause-output-limit = результат завеликий для місця, куди він записується
cause-crashed = на цьому файлі відмовила бібліотека програми
cause-worker-lost = обробку перервали ззовні
cause-disk-full = на диску немає місця
cause-input-output = диск не вдалося прочитати або записати
cause-options = з такими налаштуваннями це неможливо
cause-plan = його план пошкоджено, він від іншого файлу або містить рішення, які пропали б
cause-name-taken = на місці результату лежить інший файл
cause-internal-error = помилка у veilproof
cause-audit-failed = за результатами перевірки публікувати це небезпечно
cause-audit-inconclusive = перевірка не знає, чи безпечно це публікувати
cause-audit-could-not-be-done = перевірка не відбулася, тому невідомо, чи безпечно це публікувати
cause-damaged = пошкоджено: чого не вдалося декодувати, того в результаті немає або воно зіпсоване
cause-area-lost = намальована або подовжена плашка закінчується там, де губиться те, що вона закриває; воно може бути відкритим
cause-nothing-found = нічого з того, що шукали, не знайдено
cause-nothing-covered = нічого не закрито: так вирішено
review = Подивитися
review-again = Подивитися ще
review-label = Подивитися { $name }
opening = Відкривається…

## Review page: words that stand in several places

page-title = { $name } · veilproof, перегляд
region-film = Відео
region-tracks = Треки
region-sound = Звук
region-timeline = Шкала часу
time-span = { $from } – { $to }
pixels = { $px } пікс.
seconds = { $seconds } с
confidence = упевненість { $percent } %
confidence-short = упевн. { $percent } %
origin-drawn = намальовано
may-be-removed = можна прибрати
place-suspected = можливо, обличчя
place-gap = розрив між двома плашками
place-jump = плашка стрибає
place-end = плашка закінчується зарано
kind-face = Обличчя
kind-head = Голови
kind-text = Текст
kind-plate = Номери
kind-area = Області
one-head = голова
one-text = текст
one-plate = номер
one-area = область
one-all-but = усе, крім
moves-followed = простежено
moves-fixed = нерухомо
moves-scene = разом із камерою
moves-whole = увесь кадр
none-chosen = Спершу виберіть трек: N переходить до наступного.
example = наприклад: { $example }
every-frame-checked = Усі кадри перевірено.
may-be-bare = може бути відкрито
file-list-link = ← Усі файли

## Review page: top bar

saved = Збережено
saving = Зберігається…
not-saved = НЕ ЗБЕРЕЖЕНО
undo = Скасувати (U)
redo = Повернути (R)
undo-edit = Скасувати: { $edit } (U)
redo-edit = Повернути: { $edit } (R)
nothing-to-undo = Скасовувати нічого
nothing-to-redo = Повертати нічого
count-covered = закрито: { $n }
count-visible = видно: { $n }
count-drawn = намальовано: { $n }
all-reviewed = усе переглянуто
tracks-reviewed =
    { $n ->
        [one] переглянуто: { $reviewed } з { $n } трека
        [few] переглянуто: { $reviewed } з { $n } треків
       *[other] переглянуто: { $reviewed } з { $n } треків
    }
tracks-and-film-reviewed =
    { $n ->
        [one] переглянуто: { $reviewed } з { $n } трека, { $percent } % відео
        [few] переглянуто: { $reviewed } з { $n } треків, { $percent } % відео
       *[other] переглянуто: { $reviewed } з { $n } треків, { $percent } % відео
    }
mark-picture-reviewed = Знімок переглянуто
mark-film-reviewed = Позначити кадри
mark-film-reviewed-hint = Позначити показані кадри як переглянуті
again = Переглянути знову
again-film = Перегляньте знову { $time }: там щось відкрили після перегляду. Q відтворює це.
again-picture = Перегляньте знімок знову: щось на ньому відкрили після перегляду.
your-initials = Ваші ініціали
initials-label = { $initials }: ваші ініціали
finish = Завершити
keys = Клавіші
keys-hint = Клавіші (?)
ask-initials = Ваші ініціали для позначки «переглянуто» (можна лишити порожнім)
begin = Почати
running-again = veilproof знову працює.
other-file-opened = Не зроблено: тим часом відкрито інший файл.

## Review page: the strip of files

files-label = Файли
reviewed-of-all = Переглянуто з усіх файлів
file-reviewed = переглянуто
file-begun = розпочато
file-not-reviewed = не переглянуто
findings-count =
    { $n ->
        [one] { $n } знахідка
        [few] { $n } знахідки
       *[other] { $n } знахідок
    }
file-title = { $name }: { $state }
all-progress =
    { $tracks ->
        [one] Переглянуто: файли – { $done } з { $files }, треки – { $reviewed } з { $tracks }, кадри – { $percent } %
        [few] Переглянуто: файли – { $done } з { $files }, треки – { $reviewed } з { $tracks }, кадри – { $percent } %
       *[other] Переглянуто: файли – { $done } з { $files }, треки – { $reviewed } з { $tracks }, кадри – { $percent } %
    }

## Review page: the film

frame-label = Кадр { $frame } з { $frames }, { $mode }
mode-covered-label = закрито, як у результаті
mode-outline-label = контури
mode-original-label = оригінал
mode-covered = Закрито
mode-outline = Контури
mode-original = Оригінал
mode-hint = { $mode } (V)
show-label = Показувати
play = Пуск (пробіл)
pause = Пауза (пробіл)
speed = Швидкість
speed-hint = Швидкість (< і >)
previous-bare = ‹ Відкрито?
next-bare = Відкрито? ›
previous-bare-hint = Попереднє місце, де обличчя може бути відкрите (Shift D)
next-bare-hint = Наступне місце, де обличчя може бути відкрите (D)
frame-back = На кадр назад (←)
frame-on = На кадр уперед (→)
frame-rate = { $rate }/с
where = { $time } · кадр { $frame }/{ $frames }
draw = Малювати
label-visible = { $track } видно

## Review page: drawing and moving boxes

drag-a-box = Обведіть рамкою або натисніть Enter, щоб рухати рамку стрілками.
choose-track-here = Спершу виберіть трек, який є в цьому кадрі.
following = стеження в обидва боки…
draw-first = Спершу намалюйте рамку (B) або виберіть намальовану.
put-it-here = Поставити сюди
follow-it = Стежити
this-frame-only = Лише цей кадр
whole-film = Усе відео
more-ways = Ще…
cover-it = Закрити
followed =
    { $frames ->
        [one] Трек { $track }: простежено на { $frames } кадрі, { $seconds } с. Перевірте обидва кінці.
        [few] Трек { $track }: простежено на { $frames } кадрах, { $seconds } с. Перевірте обидва кінці.
       *[other] Трек { $track }: простежено на { $frames } кадрах, { $seconds } с. Перевірте обидва кінці.
    }

## Review page: areas

area-label = Що закривається
area-new-title = Як ця рамка йде по відео і що закривається?
area-track-title = Трек { $track }: як він іде по відео і що закривається?
area-whole-title = Закрити весь кадр? Для частини спершу намалюйте рамку (B).
area-followed = Стежити: рухається разом із тим, що в ній
area-fixed = Нерухомо в кадрі: позначка часу, логотип
area-scene = Нерухомо у сцені: рухається разом із камерою
area-whole = Увесь кадр
area-all-but = Усе, крім: закрити все поза рамкою
area-spread =
    { $n ->
        [one] Поставити й на інший { $n } файл…
        [few] Поставити й на інші { $n } файли…
       *[other] Поставити й на інші { $n } файлів…
    }
area-drawn = Трек { $track }: з { $from } до { $to }. [ і ] зсувають його кінці.
spread-question =
    { $n ->
        [one] Трек { $track } буде поставлено ще на { $n } відкритий файл, на все відео. Чому?
        [few] Трек { $track } буде поставлено ще на { $n } відкриті файли, на все відео кожного. Чому?
       *[other] Трек { $track } буде поставлено ще на { $n } відкритих файлів, на все відео кожного. Чому?
    }
spread-action =
    { $n ->
        [one] Поставити на { $n } файл
        [few] Поставити на { $n } файли
       *[other] Поставити на { $n } файлів
    }
spread-example = позначка часу
spread-done =
    { $n ->
        [one] Поставлено на { $n } файл; U прибирає це там.
        [few] Поставлено на { $n } файли; U прибирає це в кожному.
       *[other] Поставлено на { $n } файлів; U прибирає це в кожному.
    }
spread-other-shape = Нічого не поставлено там, де кадр іншої форми: { $names }.

## Review page: the actions on tracks

tool-cover = Закрити
tool-cover-hint = Закрити вибрані треки
tool-keep = Залишити
tool-keep-hint = Залишити їх видимими
tool-why = Чому
tool-why-hint = Указати, чому їх закрито або видно
tool-reviewed = Переглянуто
tool-reviewed-hint = Позначити їх переглянутими й перейти до наступного
tool-all-but = Усіх крім
tool-all-but-hint = Закрити всіх, крім вибраних треків
tool-start = Початок
tool-start-hint = Трек починається з цього кадру
tool-end = Кінець
tool-end-hint = Трек закінчується цим кадром
tool-split = Розділити
tool-split-hint = Закінчити трек перед цим кадром; з нього почнеться новий
tool-join = З’єднати
tool-join-hint = Об’єднати два вибрані треки
tool-move = Рухати
tool-move-hint = Рухати рамку стрілками
tool-follow = Стежити
tool-follow-hint = Простежити намальовану рамку наново від цього кадру
selected-title =
    { $n ->
        [one] Вибрано { $n } трек
        [few] Вибрано { $n } треки
       *[other] Вибрано { $n } треків
    }
track-covered-title = Трек { $track }: закрито
track-visible-title = Трек { $track }: лишається видимим
reason-given = причина: { $reason }
matched = відкриті програми розпізнають приблизно { $share } зі 100 таких облич, за маскою ненабагато менше
covered-by = досі закрито треками { $ids } (Shift K залишить і їх)
covered-around = закрито, бо закрито все поза { $ids }
place-title = Може бути відкрито
place-about = { $place } · { $size } · C закриє, S: подивилися, відкритого немає
none-selected-title = Трек не вибрано
none-selected-about = D – до місць, де обличчя може бути відкрите, N – до треків. ? – усі клавіші.
tracks-covered =
    { $n ->
        [one] Закрито трек { $ids }.
        [few] Закрито треки { $ids }.
       *[other] Закрито треки { $ids }.
    }
covered-as = Закрито як трек { $track }.
gap-advice = C тут нічого не закриє: вибрано трек { $track }. ] і [ зсувають його кінці, E і J з’єднують із наступним, B малює рамку.
jump-advice = C тут нічого не закриє: вибрано трек { $track }. M рухає рамку, X розділяє трек, B малює рамку.
end-advice = C тут нічого не закриє: те, що показує трек { $track }, втрачено. ] і [ зсувають його кінці, B малює рамку.
nothing-covered-here = Тут нічого не закрито. S: подивилися, відкритого немає; C закриє.
track-kept = Трек { $track } лишається видимим. Y – указати причину.
still-covered =
    { $n ->
        [one] Його досі закриває трек { $ids }: Shift K залишить видимим і його.
        [few] Його досі закривають треки { $ids }: Shift K залишить видимими і їх.
       *[other] Його досі закривають треки { $ids }: Shift K залишить видимими і їх.
    }
still-outside =
    { $n ->
        [one] Він лишається закритим: трек { $ids } закриває все поза своєю рамкою.
        [few] Він лишається закритим: треки { $ids } закривають усе поза своїми рамками.
       *[other] Він лишається закритим: треки { $ids } закривають усе поза своїми рамками.
    }
choose-visible-below = Виберіть видимий трек, поверх якого лежать інші плашки.
keep-several-question =
    { $n ->
        [one] Буде видно { $n } трек; приблизно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } з них – обличчя, які можна впізнати. Чому?
        [few] Буде видно { $n } треки; приблизно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } з них – обличчя, які можна впізнати. Чому?
       *[other] Буде видно { $n } треків; приблизно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } з них – обличчя, які можна впізнати. Чому?
    }
keep-several-others =
    { $n ->
        [one] Буде видно { $n } трек, облич серед них немає. Чому?
        [few] Буде видно { $n } треки, облич серед них немає. Чому?
       *[other] Буде видно { $n } треків, облич серед них немає. Чому?
    }
keep-several-action = Залишити видимими ({ $n })
keep-several-example = службовці при виконанні
keep-all-but =
    { $n ->
        [one] Трек { $ids } закриває все поза своєю рамкою. Без нього все це буде видно там, де його не закриває інший трек.
        [few] Треки { $ids } закривають усе поза своїми рамками. Без них усе це буде видно там, де його не закриває інший трек.
       *[other] Треки { $ids } закривають усе поза своїми рамками. Без них усе це буде видно там, де його не закриває інший трек.
    }
keep-why = Чому?
keep-all-but-action = Відкрити все поза рамкою
keep-all-but-example = кожне обличчя закрите своїм треком
kept-several =
    { $n ->
        [one] Видно { $n } трек; переглянутим не позначено.
        [few] Видно { $n } треки; переглянутими не позначено.
       *[other] Видно { $n } треків; переглянутими не позначено.
    }
kept-all-but =
    { $n ->
        [one] Трек { $ids } більше нічого не закриває поза своєю рамкою.
        [few] Треки { $ids } більше нічого не закривають поза своїми рамками.
       *[other] Треки { $ids } більше нічого не закривають поза своїми рамками.
    }
different-decisions = Одні з них закрито, інші видно: виберіть треки з однаковим рішенням.
why-visible =
    { $n ->
        [one] Чому трек { $ids } лишається видимим?
        [few] Чому треки { $ids } лишаються видимими?
       *[other] Чому треки { $ids } лишаються видимими?
    }
why-covered =
    { $n ->
        [one] Чому трек { $ids } лишається закритим?
        [few] Чому треки { $ids } лишаються закритими?
       *[other] Чому треки { $ids } лишаються закритими?
    }
why-visible-example = службовець при виконанні
why-covered-example = перехожий
save-reason = Зберегти причину
which-reason =
    { $n ->
        [one] Яка причина у трека { $ids }?
        [few] Яка причина у треків { $ids }?
       *[other] Яка причина у треків { $ids }?
    }
reason-saved =
    { $n ->
        [one] Трек { $ids }: { $code }.
        [few] Треки { $ids }: { $code }.
       *[other] Треки { $ids }: { $code }.
    }
reason-label = Причина
describe-question = Що відбувається з { $from } до { $to }? Опишіть подію з номерами треків. Поля для імені немає: хто це, з відео не випливає, а передане ім’я не повернути.
describe-action = Записати
describe-example = кийок, три удари, трек 4 на землі
described = Записано, з { $from } до { $to }.
frame-being-drawn = Не зараховано: вибирається кадр.
not-the-sample = Не зараховано: ось кадр, який випав. S, якщо в ньому немає відкритих облич.
play-and-mark = Програйте ці кадри й позначте їх клавішами Shift S: що відбувається між плашками, видно лише в русі.
dismissed =
    { $n ->
        [0] Відкритого там немає. Таких місць більше немає.
        [one] Відкритого там немає. Лишилося { $n } місце.
        [few] Відкритого там немає. Лишилося { $n } місця.
       *[other] Відкритого там немає. Лишилося { $n } місць.
    }
again-playing = Більше ні в кого обличчя тут не відкрите? Тоді позначте ці кадри: Shift S.
again-seen = Усе, що треба переглянути знову, вже показано: позначте це, Shift S.
again-none = Після перегляду нічого не відкривали.
all-marked = Усі показані кадри вже позначено.
frames-marked =
    { $n ->
        [one] { $n } кадр позначено переглянутим.
        [few] { $n } кадри позначено переглянутими.
       *[other] { $n } кадрів позначено переглянутими.
    }
all-selected = Вибрано всі треки, не було б кого закривати; виберіть менше.
keep-only-question =
    { $n ->
        [one] Залишити видимим трек { $ids } і закрити решту ({ $others }). Чому?
        [few] Залишити видимими треки { $ids } і закрити решту ({ $others }). Чому?
       *[other] Залишити видимими треки { $ids } і закрити решту ({ $others }). Чому?
    }
keep-only-action = Закрити всіх, крім цих
kept-only =
    { $n ->
        [one] Закрито все, крім трека { $ids }.
        [few] Закрито все, крім треків { $ids }.
       *[other] Закрито все, крім треків { $ids }.
    }
ends-before = Трек не може закінчитися раніше, ніж почався.
ends-lost-last = Те, що показує трек { $track }, губиться після кадру { $frame }, і плашка там закінчується. B малює рамку там, де воно є; ще раз ] — і плашка лишається на місці до цього кадру.
ends-lost-first = Те, що показує трек { $track }, губиться перед кадром { $frame }, і плашка там починається. B малює рамку там, де воно є; ще раз [ — і плашка стоїть на місці починаючи з цього кадру.
all-but-ends = Поза цими кадрами трек { $track } більше нічого не закриває, і все відкрито. U скасовує це.
split-done = Трек { $track } закінчується перед цим кадром; з нього йде трек { $new }, закритий.
select-two = Виберіть два треки, щоб з’єднати: E або клацання з Ctrl.
undone = Скасовано.
undone-edit = Скасовано: { $edit }.
redone = Повернено.
redone-edit = Повернено: { $edit }.
edit-cover = закрити
edit-keep = залишити видимим
edit-keep-only = залишити лише ці
edit-no-face = не обличчя
edit-draw = малювання
edit-move = зсув
edit-follow = стеження
edit-area = область
edit-labels = розмітка
edit-ends = кінці
edit-split = розділення
edit-join = з’єднання
edit-reviewed = переглянуто
edit-check-by-sample = вибіркова перевірка
edit-nothing-bare = відкритого немає
edit-silence = тиша
edit-bleep = сигнал
edit-disguise = зміна голосу
edit-default = рішення знято
edit-move-sound = зсув звуку
edit-reason = причина
edit-describe = опис
cannot-undo = Скасовувати нічого.
cannot-redo = Повертати нічого.
no-place-after = Далі немає місць, де обличчя може бути відкрите.
no-place-before = Раніше немає місць, де обличчя може бути відкрите.

## Review page: the lists

places-label = Місця, де обличчя може бути відкрите
places-title =
    { $n ->
        [one] Може бути відкрито: { $n } місце
        [few] Може бути відкрито: { $n } місця
       *[other] Може бути відкрито: { $n } місць
    }
places-none = Місць, де обличчя може бути відкрите, немає
risk-unknown = облич не шукали, тому скільки їх відкрито, невідомо
risk-none = ніщо не вказує на відкриті обличчя
risk-expected = очікувана кількість відкритих облич: { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) } (95 %: від { $low } до { $high })
kinds-label = Що показується
show-kind = Показати { $kind } ({ $key })
hide-kind = Сховати { $kind } ({ $key })
kind-face-lower = обличчя
kind-head-lower = голови
kind-text-lower = текст
kind-plate-lower = номери
kind-area-lower = області
sort = Порядок
order-unsure = Спершу непевні
order-time = За часом
order-large = Спершу великі
order-small = Спершу малі
show = Показати
filter-all = Усі
filter-unreviewed = Не переглянуті
filter-removable = Можна прибрати
filter-covered = Закриті
filter-visible = Видимі
filter-below = Упевненість нижче
filter-drawn = Намальовані
filter-current = У цьому кадрі
least-confidence = Найменша впевненість у відсотках
listed =
    { $n ->
        [one] { $listed } з { $n } трека
        [few] { $listed } з { $n } треків
       *[other] { $listed } з { $n } треків
    }
listed-below = { $percent } %: { $listed }, з них облич приблизно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) }
listed-below-others = { $percent } %: { $listed }, облич немає
no-match = Під цей фільтр не підходить жоден трек.
no-face = Облич не знайдено. Перегляньте відео й обведіть рамкою (B) те, що пропущено.
nothing-detected = Нічого не знайдено. Перегляньте відео й обведіть рамкою (B) те, що пропущено.
card-covered = { $track } закрито
card-visible = { $track } видно
card-covered-kind = { $track } { $kind }: закрито
card-visible-kind = { $track } { $kind }: видно
card-findings =
    { $n ->
        [one] знахідка { $ids }
        [few] знахідки { $ids }
       *[other] знахідки { $ids }
    }
card-reason = «{ $reason }»
card-reviewed = Переглянуто
card-not-reviewed = Ще не переглянуто
card-label-reviewed = Трек { $facts }, переглянуто
card-label-not-reviewed = Трек { $facts }, ще не переглянуто

## Review page: check by sample

sample-toggle = Вибіркова перевірка
sample-toggle-hint = Подивитися кадри, вибрані випадково
sample-nothing = Відкритого немає
sample-nothing-hint = У цьому кадрі немає відкритих облич
sample-drawing = Вибирається кадр…
sample-idea = Кадри вибираються випадково; з того, що ви в них бачите, випливає, скільки кадрів щонайбільше показують відкрите обличчя.
sample-idea-all = Кадри вибираються випадково з усіх файлів ({ $files }); з того, що ви в них бачите, випливає, скільки кадрів щонайбільше показують відкрите обличчя.
sample-question = Чи є в кадрі { $frame } відкрите обличчя? S: немає. B: обведіть його рамкою; його буде закрито й зараховано як знайдене.
sample-question-of = Чи є в кадрі { $frame } файлу { $name } відкрите обличчя? S: немає. B: обведіть його рамкою; його буде закрито й зараховано як знайдене.
sample-elsewhere = Це не той кадр, який випав: S поверне до кадру { $frame }.
sample-elsewhere-of = Це не той кадр, який випав: S поверне до кадру { $frame } файлу { $name }.
sample-none = Вибірково не перевірено жодного кадру.
sample-bound = Відкрите обличчя показують не більше { $share } % кадрів (95 %)
sample-bound-files = Відкрите обличчя показують не більше { $share } % кадрів у всіх файлах ({ $files }) (95 %)
sample-bound-archive = Відкрите обличчя показують не більше { $share } % кадрів архіву (95 %)
sample-looks =
    { $n ->
        [one] після { $n } погляду
        [few] після { $n } поглядів
       *[other] після { $n } поглядів
    }
sample-finds = з них із відкритим обличчям: { $n }
sample-by = дивилися: { $names }
sample-drawn = переглянуто { $checked } з { $drawn } вибраних кадрів
sample-drawn-then = коли буде переглянуто всі, стане відома межа
sample-hopeless = Хоч скільки дивитися, до 1 % не дійти: обличчя відкриті надто часто. Перегляньте відео цілком.
sample-left =
    { $n ->
        [one] До 1 % лишився { $n } погляд, якщо більше нічого не знайдеться.
        [few] До 1 % лишилося { $n } погляди, якщо більше нічого не знайдеться.
       *[other] До 1 % лишилося { $n } поглядів, якщо більше нічого не знайдеться.
    }

## Review page: sound

sound-warning = Змінений голос важче впізнати, але це не анонімність: зміну можна обернути краще, ніж здається на слух, а слова, акцент і ритм лишаються. Для людей, яким загрожує небезпека, виберіть тишу або опублікуйте сказане текстом.
audio-mute = прибрано
audio-disguise = голоси змінено: не анонімно
audio-keep = залишено: за голосом упізнають
audio-mute-short = прибрано
audio-disguise-short = голоси змінено
audio-keep-short = залишено
heard-keep = залишено
heard-silence = тиша
heard-bleep = сигнал
heard-disguise = голос змінено
heard-default = як увесь інший звук
stretches-keep =
    { $n ->
        [one] { $n } відрізок залишено
        [few] { $n } відрізки залишено
       *[other] { $n } відрізків залишено
    }
stretches-disguise =
    { $n ->
        [one] { $n } відрізок зі зміненим голосом
        [few] { $n } відрізки зі зміненим голосом
       *[other] { $n } відрізків зі зміненим голосом
    }
stretches-silence =
    { $n ->
        [one] { $n } відрізок заглушено
        [few] { $n } відрізки заглушено
       *[other] { $n } відрізків заглушено
    }
stretches-bleep =
    { $n ->
        [one] { $n } відрізок із сигналом
        [few] { $n } відрізки із сигналом
       *[other] { $n } відрізків із сигналом
    }
sound-is-mute = Звук прибрано
sound-is-keep = Звук залишено: за голосом упізнають
sound-is-disguise = Звук залишено, голоси в ньому змінено: не анонімно
sound-rest-mute = Звук: { $stretches }; решту прибрано
sound-rest-keep = Звук: { $stretches }; решту залишено: за голосом упізнають
sound-rest-disguise = Звук: { $stretches }; решту залишено, голоси в ній змінено: не анонімно
sound-heading = Звук
sound-span = Звук { $from } – { $to }
sound-tool-keep = Залишити
sound-tool-keep-hint = Залишити як є: за голосом упізнають
sound-tool-silence = Тиша
sound-tool-silence-hint = Нічого не чути
sound-tool-bleep = Сигнал
sound-tool-bleep-hint = Замість звуку чути тон
sound-tool-disguise = Змінити
sound-tool-back = Зняти
sound-tool-back-hint = Із ним зроблять те саме, що з усім іншим звуком
sound-tool-why = Чому
sound-tool-why-hint = Указати причину
hear-before = Слухати до
hear-before-hint = Як в оригіналі
hear-after = після
hear-after-hint = Як буде; змінений голос щоразу інший
other-sound = Увесь інший звук
other-sound-hint = Що буде зі звуком, про який нічого не вирішено
nothing-decided = нічого не вирішено
next-speech = T: наступне мовлення
decided-with-reason = { $decision }: { $reason }
no-sound = У цьому файлі немає звуку.
no-sound-chosen = Спершу виберіть звук: T – наступне мовлення, { "{" } і { "}" } задають початок і кінець, або проведіть мишею по хвилі.
sound-kept = Залишено: за голосом упізнають. Y – указати причину.
sound-disguised = Голос змінено: упізнати важче, але не анонімно. Y – указати причину.
sound-taken-back = Знято: як увесь інший звук.
sound-silenced = Тепер тут тиша. Y – указати причину.
sound-bleeped = Тепер тут сигнал. Y – указати причину.
nothing-decided-here = Саме про цей звук нічого не вирішено: вирішують клавіші з 1 по 4.
why-sound-keep = Чому цей звук залишено?
why-sound-silence = Чому тут тиша?
why-sound-bleep = Чому тут сигнал?
why-sound-disguise = Чому голос тут змінено?
why-sound-default = Чому цей звук як увесь інший?
why-sound-example = ім’я
sound-has-ended = Звук закінчився до цього кадру.
no-sound-after = Далі немає ні мовлення, ні відрізків.
no-sound-before = Раніше немає ні мовлення, ні відрізків.
reading-sound = звук читається…
lane-label = Звук: { $facts }
lane-speech =
    { $n ->
        [one] { $n } відрізок мовлення
        [few] { $n } відрізки мовлення
       *[other] { $n } відрізків мовлення
    }
lane-stretches =
    { $n ->
        [one] вирішено про { $n } відрізок
        [few] вирішено про { $n } відрізки
       *[other] вирішено про { $n } відрізків
    }
lane-chosen = вибрано: { $from } – { $to }, { $decision }

## Review page: time line

time-label = Час
time-value = { $time }, кадр { $frame }

## Review page: finish

render-heading = Результат
option-method = Як закрити
method-solid = суцільним чорним
method-mosaic = мозаїкою: обличчя можна зіставити
method-blur = розмиттям: обличчя можна зіставити
option-shape = Форма
shape-ellipse = еліпс
shape-box = прямокутник
option-size = Розмір, в обличчях
option-sound = Звук
option-sound-videos = Звук у відео
option-subtitles = Субтитри
option-subtitles-videos = Субтитри у відео
subtitles-drop = прибрати
subtitles-keep = залишити
run-audit = Перевірити атаками
stop-job = Зупинити
open-report = Відкрити звіт
check-places =
    { $n ->
        [0] Місць, де обличчя може бути відкрите, не лишилося
        [one] { $n } місце, де обличчя може бути відкрите
        [few] { $n } місця, де обличчя може бути відкрите
       *[other] { $n } місць, де обличчя може бути відкрите
    }
check-tracks =
    { $n ->
        [0] Усі треки переглянуто
        [one] Не переглянуто { $n } трек
        [few] Не переглянуто { $n } треки
       *[other] Не переглянуто { $n } треків
    }
check-picture = Сам знімок переглянуто
check-picture-not = Сам знімок не переглянуто
check-film = Переглянуто { $percent } % відео
check-visible =
    { $n ->
        [0] Усі треки закрито
        [one] Буде видно { $n } трек: { $which }
        [few] Буде видно { $n } треки: { $which }
       *[other] Буде видно { $n } треків: { $which }
    }
check-damaged =
    { $n ->
        [one] Оригінал пошкоджено в { $n } місці
        [few] Оригінал пошкоджено в { $n } місцях
       *[other] Оригінал пошкоджено в { $n } місцях
    }
tracks-with-reason = { $ids } ({ $reason })
render-file = Створити { $name }
render-all = Створити всі { $n }
replace-one = Замінити попередній результат
replace-others =
    { $n ->
        [one] Замінити попередні результати: { $n } інший файл із { $files }
        [few] Замінити попередні результати: { $n } інші файли з { $files }
       *[other] Замінити попередні результати: { $n } інших файлів із { $files }
    }
mosaic-warning = Під мозаїкою доступні програми розпізнавання все одно зіставляють більшість облич, якщо відомо, як її зроблено. Під суцільним чорним зіставляти нічого.
blur-warning = Під розмиттям доступні програми розпізнавання все одно зіставляють більшість облич, якщо відомо, як його зроблено. Під суцільним чорним зіставляти нічого.
job-progress = { $stage }: { $done } з { $total }
job-done-so-far = { $stage }: { $done }
job-begun = { $stage }…
audit-says = Перевірка атаками: { $sentence }
batch-progress = { $name }: { $number } з { $total }
batch-rendered = створено { $done } з { $total }
batch-stopped = створено { $done } з { $total }, потім зупинено
batch-unseen = з них ніхто не дивився: { $n }
batch-unfinished =
    { $n ->
        [one] не до кінця переглянуто { $n } з них
        [few] не до кінця переглянуто { $n } з них
       *[other] не до кінця переглянуто { $n } з них
    }
batch-failed = не вдалося: { $n }; { $error }
job-failed = не вдалося
job-stopped = зупинено; нічого не записано
job-broken = не вдалося; помилку показано в терміналі
job-rendered = створено
job-archive-stopped = роботу над цією текою зупинено; продовжити її можна зі списку файлів
job-covered =
    { $frames ->
        [one] { $name }: плашки в { $covered } з { $frames } кадру
        [few] { $name }: плашки в { $covered } з { $frames } кадрів
       *[other] { $name }: плашки в { $covered } з { $frames } кадрів
    }
job-damaged = пропущено пошкоджених місць: { $n }
job-left-out = не включено: { $what }
job-audited = перевірено; звіт у теці { $folder }
job-sound-kept = звук збережено
job-sound-left-out = звук вилучено
job-sound-rest-kept = звук: { $stretches }, решту збережено
job-sound-rest-left-out = звук: { $stretches }, решту вилучено
job-disguised = змінений голос не анонімний
finding-face = відкрите обличчя
finding-head = відкрита голова
finding-text = відкритий текст
finding-plate = відкритий номер машини
finding-moved-cover = немає плашки
finding-shaken = тут має бути обличчя, кадр змазаний
finding-look = подивіться сюди
finding-track = трек { $track }
finding-no-track = немає в плані
finding-photo = { $number }: { $what }, { $which }, { $px } пікс., вціліло { $percent } %
finding-film = { $number }: { $what }, { $from } – { $to }, { $which }, { $px } пікс., вціліло { $percent } %
finding-answer = не обличчя: { $reason } ({ $by })
finding-answer-other = закривати нічого: { $reason } ({ $by })
finding-withdraw = Зняти відповідь
finding-deny = Не обличчя…
finding-deny-other = Закривати нічого…
finding-question = Знахідка { $number }: ви подивилися, і обличчя там немає. Що там замість нього? (Без імен.)
finding-question-other = Знахідка { $number }: ви подивилися, і закривати там нічого. Що там? (Без імен.)
finding-no-longer-counts = Більше не враховувати
finding-example = плакат

## What a file holds besides pictures, and an output does not have

content-other = { $what }
content-several = { $count } x { $what }
content-cover-picture = обкладинка
content-video-stream = ще один відеопотік ({ $what })
content-attached-file = вкладений файл
content-data-stream = потік даних ({ $name })
content-nameless = без назви
content-captions = приховані субтитри
content-time-codes = тайм-коди
content-hdr10-plus = динамічні метадані HDR10+
content-dolby-vision = метадані Dolby Vision
content-spherical = метадані панорами 360°
content-second-view-metadata = метадані другого ракурсу
content-second-view = другий ракурс (просторове відео)
content-user-data = дані користувача в закодованих кадрах
content-metadata = метадані ({ $tags })
content-xmp-metadata = метадані XMP
content-cut-off = те, що програвачі обрізають по краях кадру
content-transparency = прозорість, яка тепер чорна, разом із тим, що було під нею
content-display-hdr = метадані HDR екрана
content-picture-sizes = розміри кадру, відмінні від { $size } ({ $others }): їх вписано в нього зі смугами
content-pixel-shape = форма пікселів, які не квадратні
content-stated-colours = опис його кольорів
content-first-field = яке поле черезрядкових кадрів іде першим
content-chroma-location = де між пікселями лежать кольори
content-sound = звук ({ $codec })
content-subtitles = субтитри ({ $codec })
content-encrypted = { $what }: зашифровано
content-unknown-format = { $what }: про цей формат нічого не відомо, тому його не можна очистити
content-unwritable = { $what }: жоден файл, який можна записати, цього не вміщує
content-undecodable = { $what }: неможливо декодувати
content-part = { $what }: { $part }
content-cue-names = назви реплік
content-header-comments = коментарі й підказки в заголовку
content-script-information = відомості про сценарій
content-style-names = назви стилів
content-font-names = назви шрифтів
content-speaker-names = імена тих, хто говорить
content-notes = нотатки
content-notes-and-styles = нотатки й стилі
content-links-and-notes = посилання й нотатки
content-hidden-tags = теги, яких не видно
content-damaged-exif = пошкоджені EXIF
content-hidden-edges = те, що приховує його чиста апертура
content-xmp = XMP
content-iptc = IPTC
content-exif = EXIF
content-photoshop = дані Photoshop
content-comments = коментарі
content-text-chunks = текстові блоки
content-modification-time = час змінення
content-unknown-chunks = невідомі блоки
content-application-data = дані програм
content-trailing = дані після кінця знімка
content-other-metadata = інші метадані
content-gps = координати GPS
content-maker-notes = нотатки виробника
content-thumbnail = вбудована мініатюра
content-auxiliary = допоміжні знімки
content-sequence = серія знімків
content-gain-map = карта яскравості (HDR)
content-depth-map = карта глибини
content-motion-photo = відео (рухоме фото)
content-under-transparent = те, що було під прозорими пікселями
content-lower-bits = молодші { $lost } з { $bits } біт
content-full-colours = кольори з повною роздільністю (тепер половина, 4:2:0)
content-colour-description = опис кольорів (кольори можуть мати інший вигляд)
content-icc = профіль ICC (кольори можуть трохи відрізнятися)
content-icc-damaged = пошкоджений профіль ICC
content-icc-srgb = профіль ICC (sRGB, це й так зрозуміло)
content-icc-device = профіль ICC пристрою (кольори можуть трохи відрізнятися)
content-chapters =
    { $n ->
        [one] { $n } розділ
        [few] { $n } розділи
       *[other] { $n } розділів
    }
content-pictures =
    { $n ->
        [one] ще { $n } знімок або сторінка
        [few] ще { $n } знімки або сторінки
       *[other] ще { $n } знімків або сторінок
    }
content-damaged-pieces =
    { $n ->
        [one] { $what }: { $n } пошкоджений шматок, у ньому тиша
        [few] { $what }: { $n } пошкоджені шматки, у них тиша
       *[other] { $what }: { $n } пошкоджених шматків, у них тиша
    }

## Review page: the list of keys

keys-tracks = Треки
keys-film = Відео
keys-sound = Звук
keys-fix = Виправити
keys-all = Загальне
key-next-track = наступний трек
key-previous-track = попередній трек
key-cover = закрити, зокрема місце, де обличчя може бути відкрите
key-keep = залишити видимим
key-keep-above = залишити й те, що лежить поверх
key-why = указати, чому закрито або видно
key-reason = дати причину зі списку: з 1 по 9, остання – першою
key-reviewed = переглянуто, далі; або: відкритого тут немає
key-select = вибрати або зняти вибір (для кількох)
key-select-all = вибрати всі у списку
key-all-but = закрити всіх, крім вибраних
key-select-none = зняти вибір
key-kinds = показати або сховати обличчя, голови, текст, номери, області
key-play = пуск, пауза
key-frame = один кадр
key-second = одна секунда
key-ends = перший, останній кадр
key-speed = повільніше, швидше
key-place = наступне, попереднє місце, де обличчя може бути відкрите
key-mode = закрито, контури, оригінал
key-zoom = більше, менше, весь кадр
key-zoom-track = показати трек великим
key-describe = записати, що відбувається в щойно показаних кадрах
key-sample = вибіркова перевірка: S, якщо відкритого немає, B – обвести рамкою
key-mark = позначити показані кадри переглянутими
key-again = відтворити те, що відкрили після перегляду
key-sound-step = наступне, попереднє мовлення або відрізок
key-sound-ends = відрізок починається, закінчується на цьому кадрі
key-sound-keep = залишити: за голосом упізнають
key-sound-silence = тиша
key-sound-bleep = сигнал
key-sound-disguise = змінити голос: не анонімно
key-sound-back = зняти рішення, як увесь інший звук
key-sound-why = указати причину
key-hear = слухати до, після
key-draw = обвести рамкою пропущене
key-follow = стежити в обидва боки
key-move = рухати рамку трека: стрілки; з Shift – розмір
key-put = поставити сюди
key-put-film = поставити на все відео
key-area = ще: нерухомо у сцені, увесь кадр, усе крім, на всіх файлах
key-track-ends = трек починається, закінчується тут
key-split = розділити трек тут
key-join = з’єднати два вибрані треки
key-undo = скасувати
key-redo = повернути
key-files = попередній, наступний файл
key-finish = завершити: результат, перевірка атаками
key-help = ці клавіші

## The verdict of an audit, on the page and in the report

verdict-passed = Можна публікувати, наскільки це вдалося перевірити.
verdict-failed = Небезпечно: { $why }.
verdict-look =
    { $n ->
        [one] Подивіться на { $n } місце.
        [few] Подивіться на { $n } місця.
       *[other] Подивіться на { $n } місць.
    }
verdict-unknown = Невідомо, чи це безпечно: { $why }.
verdict-unknown-then = Але й тоді невідомо, чи це безпечно: { $why }.
why-original = це оригінал, байт у байт
why-bare =
    { $n ->
        [one] відкрите { $n } обличчя
        [few] відкриті { $n } обличчя
       *[other] відкрито { $n } облич
    }
why-bare-head =
    { $n ->
        [one] відкрита { $n } голова
        [few] відкриті { $n } голови
       *[other] відкрито { $n } голів
    }
why-bare-text =
    { $n ->
        [one] відкритий { $n } рядок тексту
        [few] відкриті { $n } рядки тексту
       *[other] відкрито { $n } рядків тексту
    }
why-bare-plate =
    { $n ->
        [one] відкритий { $n } номерний знак
        [few] відкриті { $n } номерні знаки
       *[other] відкрито { $n } номерних знаків
    }
why-matched =
    { $n ->
        [one] крізь плашку можна зіставити { $hits } з { $n } обличчя
        [few] крізь плашку можна зіставити { $hits } з { $n } облич
       *[other] крізь плашку можна зіставити { $hits } з { $n } облич
    }
why-contains = у файлі є ще { $kind }: { $what }
why-frames =
    { $n ->
        [one] { $n } кадр не вдалося порівняти з оригіналом
        [few] { $n } кадри не вдалося порівняти з оригіналом
       *[other] { $n } кадрів не вдалося порівняти з оригіналом
    }
why-different = більша частина картинки відрізняється від оригіналу
why-no-face = в оригіналі з упевненістю не знайдено жодного обличчя, шукати не було чого
why-no-thing = в оригіналі з упевненістю не знайдено нічого з того, що шукали, порівнювати не було чого
why-lost =
    { $n ->
        [one] невідомо, що сталося з { $n } обличчям
        [few] невідомо, що сталося з { $n } обличчями
       *[other] невідомо, що сталося з { $n } обличчями
    }
why-pictures =
    { $n ->
        [one] під плашкою { $n } обличчя лишилася картинка
        [few] під плашками { $n } облич лишилася картинка
       *[other] під плашками { $n } облич лишилася картинка
    }
extra-sound = звук
extra-subtitles = субтитри
extra-chapters = розділи
extra-metadata = метадані
extra-pictures = зображення
extra-streams = потоки
extra-name = назва
extra-trailing = дані в кінці
extra-hidden-frames = приховані кадри
