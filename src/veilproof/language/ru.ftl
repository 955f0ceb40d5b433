# По-русски. О правилах: docs/desk.md ("Languages").

## Both pages

no-script = Этой странице нужен JavaScript; он приходит только с этого компьютера.
switch-language = Язык
comma = ,
semicolon = ;
cancel = Отмена
close = Закрыть окно
server-answered = сервер ответил кодом { $code }
server-gone = veilproof больше не работает; запустите veilproof ещё раз
key-shift = Shift
key-ctrl = Ctrl
key-enter = Enter
key-space = Пробел
key-escape = Esc
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn

## Both pages: errors

error-server = veilproof не смог ответить; причина указана в терминале
error-stale = Тем временем это изменили в другом месте; посмотрите ещё раз.
error-saved = Это сохранено, но показать это сейчас не удалось; перезагрузите страницу.
refused = откройте адрес, который veilproof показал в терминале, или запустите veilproof ещё раз
refused-key = у этого окна нет ключа страницы; откройте адрес, который veilproof показал в терминале, или запустите veilproof ещё раз
refused-used = этот адрес уже использован; откройте следующий, он показан в терминале, или запустите veilproof ещё раз
refused-ahead = этот адрес работает один раз, поэтому заранее он не открывается
refused-report = этот отчёт уже открывали; откройте его ещё раз со страницы просмотра
error-not-open = Этот файл больше не открыт; откройте его из списка файлов.
error-no-file = Ещё не открыт ни один файл; откройте файл из списка.
error-closed = { $name }: файл тем временем закрыли; попробуйте ещё раз.
error-too-many = { $name }: слишком много запросов в очереди; ничего не изменено, попробуйте ещё раз.
error-plan-busy = { $name }: этот план меняет другая программа; здесь ничего не изменено, попробуйте ещё раз.
error-plan-replaced = { $name }: это не тот план, с которым открыли страницу; ничего не изменено. Запустите veilproof ещё раз.
error-plan-changed = План тем временем изменился; перезагрузите страницу.
error-no-track = Трека { $track } нет; перезагрузите страницу.
error-track-not-here = Трека { $track } нет в кадре { $frame }; перейдите к кадру, в котором он есть.
error-box = Рамка должна лежать в кадре или рядом с ним и иметь ширину и высоту; нарисуйте её ещё раз.
error-several-visible =
    { $n ->
        [one] Станет виден { $n } трек: укажите причину.
        [few] Станут видны сразу { $n } трека: укажите причину.
       *[other] Станут видны сразу { $n } треков: укажите причину.
    }
error-outside-visible = Станет видно всё вне рамки трека { $track }: укажите причину.
error-area-moves = Трек { $track } движется, поэтому на другие файлы его положить нельзя; нарисуйте рамку, неподвижную в кадре.
error-area-there = { $name }: ничего не нарисовано, потому что трек { $track } уже закрывает всё, кроме своей рамки, а из двух таких треков каждый открывает то, что закрывает другой; откройте этот файл и рисуйте в нём.
error-area-lost = Трек { $track } в кадре { $frame } потерян и ничего там не показывает; перейдите к кадру, в котором он что-то показывает.
error-area-all-lost = Трек { $track } потерян во всех своих кадрах; нарисуйте другую рамку.
error-not-rendered = { $name }: результата ещё нет; сначала создайте его.
error-output-exists = { $name } уже существует: выберите «{ replace-one }» или уберите этот файл.
error-reason-letters = Причина — одна строка из видимых букв: напишите «{ $reason }» заново.
error-audit-old = { $name }: файл создан после последней проверки; проверьте его ещё раз.
error-job-running = Этот файл уже создаётся или проверяется; подождите.
error-split-first = Трек { $track } начинается с этого кадра; делить нечего.
error-join-kinds = Треки { $one } и { $other } закрываются разными формами; оставьте их отдельными.
error-join-all-but = Один из треков { $one } и { $other } закрывает всё, кроме своей рамки, поэтому одна рамка вокруг обоих показала бы больше; оставьте их отдельными.
error-not-drawn = Трек { $track } найден, а не нарисован; нарисуйте рамку поверх него.
error-nothing-to-undo = Нечего отменять.
error-nothing-to-redo = Нечего повторять.
error-no-sound-here = Там нет звука; выберите отрезок фильма.
error-no-sound = { $name }: нет звука, который можно декодировать.
error-no-words = Не хватает слов; напишите их.
error-too-long =
    { $n ->
        [one] Не больше { $n } буквы в одной строке: сократите «{ $words }».
        [few] Не больше { $n } букв в одной строке: сократите «{ $words }».
       *[other] Не больше { $n } букв в одной строке: сократите «{ $words }».
    }
error-plan-altered = { $name }: этот план не такой, каким его записал veilproof, поэтому он не используется. Восстановите его из копии или просканируйте файл заново.
error-decodes-differently = { $name } декодируется не так, как при сканировании; просканируйте заново.
error-missing = { $name } больше не существует; верните его на место.
error-unreadable = { $name } невозможно прочитать: он повреждён, или у вас нет разрешения.
error-changed = { $name } изменился во время чтения; подождите, пока в него ничего не пишет, и попробуйте снова.
error-other-original = { $name } — не тот файл, который сканировался; просканируйте заново.
error-disk-full = { $name } невозможно записать: диск заполнен. Освободите место и попробуйте снова.
error-too-large = { $name } невозможно записать: он больше, чем позволяет этот диск или ограничение.
error-no-permission = { $name } невозможно записать: у вас нет разрешения в его папке.
error-no-folder = { $name } невозможно записать: его папки больше нет. Создайте её снова.
error-unwritable = { $name } невозможно записать; проверьте диск и папку.
error-self-check = { $name } записан, но не содержит того, что должен, поэтому не сохранён. Пожалуйста, сообщите об этом.

## Start page: choosing

promise = Закрывает все лица на фото и видео. Ничто не покидает этот компьютер, а ваши файлы только читаются.
choose-title = Где ваши фото и видео?
begun-title = Продолжить
begun-state = готово { $finished } из { $items }
location-home = Домашняя папка
location-desktop = Рабочий стол
location-videos = Видео
location-pictures = Изображения
location-downloads = Загрузки
location-documents = Документы
location-disk = Диск: { $name }
locations-button = Все места
up-button = Вверх
entries-label = Фото, видео и папки, сначала самые новые
choose-entry = Выбрать { $name }
open-entry = Открыть { $name }
kind-folder = папка
empty = Здесь нет ни фото, ни видео, ни папок.
others =
    { $n ->
        [one] Ещё { $n } другой файл не показан.
        [few] Ещё { $n } других файла не показаны.
       *[other] Ещё { $n } других файлов не показаны.
    }
more = Показать ещё (осталось { $left })
sound-title = Звук
sound-mute = Убрать
sound-mute-hint = Надёжнее всего: по голосу узнают человека.
sound-disguise = Изменить голоса
sound-disguise-hint = Узнать труднее, но это не анонимность.
sound-keep = Оставить
sound-keep-hint = Каждого можно узнать по голосу.
effort-title = Поиск лиц
effort-normal = Обычный
effort-normal-hint = Для большинства съёмок.
effort-high = Тщательный
effort-high-hint = Находит больше, но идёт в два-три раза дольше.
destination = Результаты будут в
start-all = Закрыть всех в этой папке
start-some =
    { $n ->
        [one] Закрыть всех: выбран { $n }
        [few] Закрыть всех: выбрано { $n }
       *[other] Закрыть всех: выбрано { $n }
    }
start-hint-all =
    { $n ->
        [one] { $n } файл здесь и всё во вложенных папках.
        [few] { $n } файла здесь и всё во вложенных папках.
       *[other] { $n } файлов здесь и всё во вложенных папках.
    }
start-hint-some = Снимите все отметки, чтобы взять папку целиком.
begun-here = Часть работы уже сделана. Готовое останется, остальное продолжится.

## Start page: the list of files

progress = готово { $done } из { $total }
failed-count =
    { $n ->
        [one] { $n } не удалось обработать
        [few] { $n } не удалось обработать
       *[other] { $n } не удалось обработать
    }
left-seconds = осталось меньше минуты
left-minutes =
    { $n ->
        [one] осталась примерно { $n } минута
        [few] осталось примерно { $n } минуты
       *[other] осталось примерно { $n } минут
    }
left-hours =
    { $n ->
        [one] остался примерно { $n } час
        [few] осталось примерно { $n } часа
       *[other] осталось примерно { $n } часов
    }
listing = Поиск фото и видео…
nothing-found = Среди выбранного нет ни фото, ни видео.
stop = Остановить
stopping = Останавливается…
go-on = Продолжить
retry = Повторить неудавшееся
finish-all = Завершить всё
finish-all-hint = Обрабатывает заново то, что вы изменили, и проверяет атаками каждый результат: что ещё видно.
show-results = Открыть результаты
leave = Другая папка
leave-hint = Работа над этой папкой остановится и продолжится, когда вы откроете её снова.
quit = Выйти
quit-hint = Завершает программу. Незаконченное продолжится, когда вы запустите её снова.
quit-done = veilproof завершил работу. Это окно можно закрыть.
column-file = Файл
column-state = Состояние
column-places = Может быть открыто
column-result = Результат
column-audit = Проверка атаками
column-review = Просмотр
rows-label = Файлы
page-rows = с { $first } по { $last } из { $total }
previous = Назад
next = Дальше
state-waiting = В очереди
state-again = В очереди на повторную обработку
state-starting = Начинается
stage-scan = Поиск лиц
stage-listen = Поиск голосов
stage-render = Наложение плашек
stage-check = Проверка плашек
stage-audit = Атака на результат
stage-search = Повторный поиск лиц
stage-compare = Сравнение с оригиналом
stage-attack = Атака на плашки
state-failed = Не удалось
state-ready = Можно смотреть
state-begun = Просмотрено частично
state-complete = Просмотрено
places =
    { $n ->
        [one] { $n } место
        [few] { $n } места
       *[other] { $n } мест
    }
no-places = мест не найдено
result-rendered = готов
result-changed = есть изменения: завершите, чтобы обновить
audit-none = ещё нет
audit-passed = пройдена
audit-failed =
    { $n ->
        [one] { $n } утечка
        [few] { $n } утечки
       *[other] { $n } утечек
    }
audit-other = посмотрите
cause-no-face-found = лиц не найдено
error-old-list = Этот список от прошлого запуска veilproof; выберите папку ещё раз.
error-one-folder = Выбирайте файлы из одной папки за раз.
error-not-begun = { $folder }: работа над этой папкой не начата; начните её.
error-not-ready = Этот файл ещё не готов к просмотру.
error-folder-left = Из папки этого файла вы вышли; откройте её снова.
error-nothing-started = Ещё ничего не начато; выберите папку.
error-folder-gone = { $folder }: этой папки больше нет.
error-no-file-manager = Диспетчер файлов не найден; результаты в папке { $folder }.
error-folder-unreadable = { $folder }: папку нельзя прочитать ({ $why }); выберите другую.
error-results-not-created = { $folder }: папку нельзя создать ({ $why }); скопируйте файлы в папку, в которую вы можете писать.
error-being-worked-at = Этот файл сейчас обрабатывается; подождите, пока он будет готов к просмотру.
error-just-stopping = Работа как раз останавливается; попробуйте ещё раз чуть позже.
error-work-ended = { $folder }: работа неожиданно прервалась ({ $what }); продолжите её.
cause-unreadable = не фото и не видео, которое можно прочитать, или файл повреждён
cause-source-missing = оригинала больше нет
cause-source-changed = оригинал тем временем изменили
cause-no-permission = нет права на чтение или запись
cause-memory-limit = не хватило памяти
cause-time-limit = это длилось слишком долго
cause-hung = обработка зависла
cause-output-limit = результат слишком велик для места, куда он пишется
cause-crashed = на этом файле отказала библиотека программы
cause-worker-lost = обработку прервали извне
cause-disk-full = на диске нет места
cause-input-output = диск не удалось прочитать или записать
cause-options = с такими настройками это невозможно
cause-plan = его план повреждён, от другого файла или содержит решения, которые пропали бы
cause-name-taken = на месте результата лежит другой файл
cause-internal-error = ошибка в veilproof
cause-audit-failed = по результатам проверки публиковать это небезопасно
cause-audit-inconclusive = проверка не знает, безопасно ли это публиковать
cause-audit-could-not-be-done = проверка не состоялась, поэтому неизвестно, безопасно ли это публиковать
cause-damaged = повреждён: чего не удалось декодировать, того в результате нет или оно испорчено
cause-area-lost = нарисованная или удлинённая плашка кончается там, где теряется то, что она закрывает; оно может быть открыто
cause-nothing-found = ничего из того, что искали, не найдено
cause-nothing-covered = ничего не закрыто: так решено
review = Посмотреть
review-again = Посмотреть ещё
review-label = Посмотреть { $name }
opening = Открывается…

## Review page: words that stand in several places

page-title = { $name } · veilproof, просмотр
region-film = Видео
region-tracks = Треки
region-sound = Звук
region-timeline = Шкала времени
time-span = { $from } – { $to }
pixels = { $px } пикс.
seconds = { $seconds } с
confidence = уверенность { $percent } %
confidence-short = увер. { $percent } %
origin-drawn = нарисован
may-be-removed = можно убрать
place-suspected = возможно, лицо
place-gap = разрыв между двумя плашками
place-jump = плашка прыгает
place-end = плашка кончается раньше времени
kind-face = Лица
kind-head = Головы
kind-text = Текст
kind-plate = Номера
kind-area = Области
one-head = голова
one-text = текст
one-plate = номер
one-area = область
one-all-but = всё, кроме
moves-followed = прослежено
moves-fixed = неподвижно
moves-scene = вместе с камерой
moves-whole = весь кадр
none-chosen = Сначала выберите трек: N переходит к следующему.
example = например: { $example }
every-frame-checked = Все кадры проверены.
may-be-bare = может быть открыто
file-list-link = ← Все файлы

## Review page: top bar

saved = Сохранено
saving = Сохраняется…
not-saved = НЕ СОХРАНЕНО
undo = Отменить (U)
redo = Вернуть (R)
undo-edit = Отменить: { $edit } (U)
redo-edit = Вернуть: { $edit } (R)
nothing-to-undo = Отменять нечего
nothing-to-redo = Возвращать нечего
count-covered = закрыто: { $n }
count-visible = видно: { $n }
count-drawn = нарисовано: { $n }
all-reviewed = всё просмотрено
tracks-reviewed =
    { $n ->
        [one] просмотрено: { $reviewed } из { $n } трека
        [few] просмотрено: { $reviewed } из { $n } треков
       *[other] просмотрено: { $reviewed } из { $n } треков
    }
tracks-and-film-reviewed =
    { $n ->
        [one] просмотрено: { $reviewed } из { $n } трека, { $percent } % видео
        [few] просмотрено: { $reviewed } из { $n } треков, { $percent } % видео
       *[other] просмотрено: { $reviewed } из { $n } треков, { $percent } % видео
    }
mark-picture-reviewed = Снимок просмотрен
mark-film-reviewed = Отметить кадры
mark-film-reviewed-hint = Отметить показанные кадры как просмотренные
again = Просмотреть снова
again-film = Просмотрите снова { $time }: там что-то открыли после просмотра. Q воспроизводит это.
again-picture = Просмотрите снимок снова: что-то на нём открыли после просмотра.
your-initials = Ваши инициалы
initials-label = { $initials }: ваши инициалы
finish = Завершить
keys = Клавиши
keys-hint = Клавиши (?)
ask-initials = Ваши инициалы для пометки «просмотрено» (можно оставить пустым)
begin = Начать
running-again = veilproof снова работает.
other-file-opened = Не сделано: тем временем открыт другой файл.

## Review page: the strip of files

files-label = Файлы
reviewed-of-all = Просмотрено из всех файлов
file-reviewed = просмотрен
file-begun = начат
file-not-reviewed = не просмотрен
findings-count =
    { $n ->
        [one] { $n } находка
        [few] { $n } находки
       *[other] { $n } находок
    }
file-title = { $name }: { $state }
all-progress =
    { $tracks ->
        [one] Просмотрено: файлы – { $done } из { $files }, треки – { $reviewed } из { $tracks }, кадры – { $percent } %
        [few] Просмотрено: файлы – { $done } из { $files }, треки – { $reviewed } из { $tracks }, кадры – { $percent } %
       *[other] Просмотрено: файлы – { $done } из { $files }, треки – { $reviewed } из { $tracks }, кадры – { $percent } %
    }

## Review page: the film

frame-label = Кадр { $frame } из { $frames }, { $mode }
mode-covered-label = закрыто, как в результате
mode-outline-label = контуры
mode-original-label = оригинал
mode-covered = Закрыто
mode-outline = Контуры
mode-original = Оригинал
mode-hint = { $mode } (V)
show-label = Показывать
play = Пуск (пробел)
pause = Пауза (пробел)
speed = Скорость
speed-hint = Скорость (< и >)
previous-bare = ‹ Открыто?
next-bare = Открыто? ›
previous-bare-hint = Предыдущее место, где лицо может быть открыто (Shift D)
next-bare-hint = Следующее место, где лицо может быть открыто (D)
frame-back = На кадр назад (←)
frame-on = На кадр вперёд (→)
frame-rate = { $rate }/с
where = { $time } · кадр { $frame }/{ $frames }
draw = Рисовать
label-visible = { $track } видно

## Review page: drawing and moving boxes

drag-a-box = Обведите рамкой или нажмите Enter, чтобы двигать рамку стрелками.
choose-track-here = Сначала выберите трек, который есть в этом кадре.
following = слежение в обе стороны…
draw-first = Сначала нарисуйте рамку (B) или выберите нарисованную.
put-it-here = Поставить сюда
follow-it = Следить
this-frame-only = Только этот кадр
whole-film = Всё видео
more-ways = Ещё…
cover-it = Закрыть
followed =
    { $frames ->
        [one] Трек { $track }: прослежен на { $frames } кадре, { $seconds } с. Проверьте оба конца.
        [few] Трек { $track }: прослежен на { $frames } кадрах, { $seconds } с. Проверьте оба конца.
       *[other] Трек { $track }: прослежен на { $frames } кадрах, { $seconds } с. Проверьте оба конца.
    }

## Review page: areas

area-label = Что закрывается
area-new-title = Как эта рамка идёт по видео и что закрывается?
area-track-title = Трек { $track }: как он идёт по видео и что закрывается?
area-whole-title = Закрыть весь кадр? Для части сначала нарисуйте рамку (B).
area-followed = Следить: движется вместе с тем, что в ней
area-fixed = Неподвижно в кадре: отметка времени, логотип
area-scene = Неподвижно в сцене: движется вместе с камерой
area-whole = Весь кадр
area-all-but = Всё, кроме: закрыть всё вне рамки
area-spread =
    { $n ->
        [one] Поставить и на другой { $n } файл…
        [few] Поставить и на другие { $n } файла…
       *[other] Поставить и на другие { $n } файлов…
    }
area-drawn = Трек { $track }: с { $from } до { $to }. [ и ] сдвигают его концы.
spread-question =
    { $n ->
        [one] Трек { $track } будет поставлен ещё на { $n } открытый файл, на всё видео. Почему?
        [few] Трек { $track } будет поставлен ещё на { $n } открытых файла, на всё видео каждого. Почему?
       *[other] Трек { $track } будет поставлен ещё на { $n } открытых файлов, на всё видео каждого. Почему?
    }
spread-action =
    { $n ->
        [one] Поставить на { $n } файл
        [few] Поставить на { $n } файла
       *[other] Поставить на { $n } файлов
    }
spread-example = отметка времени
spread-done =
    { $n ->
        [one] Поставлено на { $n } файл; U убирает это там.
        [few] Поставлено на { $n } файла; U убирает это в каждом.
       *[other] Поставлено на { $n } файлов; U убирает это в каждом.
    }
spread-other-shape = Ничего не поставлено там, где кадр другой формы: { $names }.

## Review page: the actions on tracks

tool-cover = Закрыть
tool-cover-hint = Закрыть выбранные треки
tool-keep = Оставить
tool-keep-hint = Оставить их видимыми
tool-why = Почему
tool-why-hint = Указать, почему они закрыты или видны
tool-reviewed = Просмотрено
tool-reviewed-hint = Отметить их просмотренными и перейти к следующему
tool-all-but = Всех кроме
tool-all-but-hint = Закрыть всех, кроме выбранных треков
tool-start = Начало
tool-start-hint = Трек начинается с этого кадра
tool-end = Конец
tool-end-hint = Трек кончается этим кадром
tool-split = Разделить
tool-split-hint = Закончить трек перед этим кадром; с него начнётся новый
tool-join = Соединить
tool-join-hint = Объединить два выбранных трека
tool-move = Двигать
tool-move-hint = Двигать рамку стрелками
tool-follow = Следить
tool-follow-hint = Проследить нарисованную рамку заново от этого кадра
selected-title =
    { $n ->
        [one] Выбран { $n } трек
        [few] Выбрано { $n } трека
       *[other] Выбрано { $n } треков
    }
track-covered-title = Трек { $track }: закрыт
track-visible-title = Трек { $track }: остаётся видимым
reason-given = причина: { $reason }
matched = открытые программы распознают примерно { $share } из 100 таких лиц, за маской ненамного меньше
covered-by = всё ещё закрыт треками { $ids } (Shift K оставит и их)
covered-around = закрыт, потому что закрыто всё вне { $ids }
place-title = Может быть открыто
place-about = { $place } · { $size } · C закроет, S: посмотрели, открытого нет
none-selected-title = Трек не выбран
none-selected-about = D – к местам, где лицо может быть открыто, N – к трекам. ? – все клавиши.
tracks-covered =
    { $n ->
        [one] Закрыт трек { $ids }.
        [few] Закрыты треки { $ids }.
       *[other] Закрыты треки { $ids }.
    }
covered-as = Закрыто как трек { $track }.
gap-advice = C здесь ничего не закроет: выбран трек { $track }. ] и [ сдвигают его концы, E и J соединяют со следующим, B рисует рамку.
jump-advice = C здесь ничего не закроет: выбран трек { $track }. M двигает рамку, X разделяет трек, B рисует рамку.
end-advice = C здесь ничего не закроет: то, что показывает трек { $track }, потеряно. ] и [ сдвигают его концы, B рисует рамку.
nothing-covered-here = Здесь ничего не закрыто. S: посмотрели, открытого нет; C закроет.
track-kept = Трек { $track } остаётся видимым. Y – указать причину.
still-covered =
    { $n ->
        [one] Его всё ещё закрывает трек { $ids }: Shift K оставит видимым и его.
        [few] Его всё ещё закрывают треки { $ids }: Shift K оставит видимыми и их.
       *[other] Его всё ещё закрывают треки { $ids }: Shift K оставит видимыми и их.
    }
still-outside =
    { $n ->
        [one] Он остаётся закрытым: трек { $ids } закрывает всё вне своей рамки.
        [few] Он остаётся закрытым: треки { $ids } закрывают всё вне своих рамок.
       *[other] Он остаётся закрытым: треки { $ids } закрывают всё вне своих рамок.
    }
choose-visible-below = Выберите видимый трек, поверх которого лежат другие плашки.
keep-several-question =
    { $n ->
        [one] Будет виден { $n } трек; примерно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } из них – лица, которые можно узнать. Почему?
        [few] Будут видны { $n } трека; примерно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } из них – лица, которые можно узнать. Почему?
       *[other] Будут видны { $n } треков; примерно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } из них – лица, которые можно узнать. Почему?
    }
keep-several-others =
    { $n ->
        [one] Будет виден { $n } трек, лиц среди них нет. Почему?
        [few] Будут видны { $n } трека, лиц среди них нет. Почему?
       *[other] Будут видны { $n } треков, лиц среди них нет. Почему?
    }
keep-several-action = Оставить видимыми ({ $n })
keep-several-example = сотрудники при исполнении
keep-all-but =
    { $n ->
        [one] Трек { $ids } закрывает всё вне своей рамки. Без него всё это будет видно там, где его не закрывает другой трек.
        [few] Треки { $ids } закрывают всё вне своих рамок. Без них всё это будет видно там, где его не закрывает другой трек.
       *[other] Треки { $ids } закрывают всё вне своих рамок. Без них всё это будет видно там, где его не закрывает другой трек.
    }
keep-why = Почему?
keep-all-but-action = Открыть всё вне рамки
keep-all-but-example = каждое лицо закрыто своим треком
kept-several =
    { $n ->
        [one] Виден { $n } трек; просмотренным не отмечен.
        [few] Видны { $n } трека; просмотренными не отмечены.
       *[other] Видны { $n } треков; просмотренными не отмечены.
    }
kept-all-but =
    { $n ->
        [one] Трек { $ids } больше ничего не закрывает вне своей рамки.
        [few] Треки { $ids } больше ничего не закрывают вне своих рамок.
       *[other] Треки { $ids } больше ничего не закрывают вне своих рамок.
    }
different-decisions = Одни из них закрыты, другие видны: выберите треки с одинаковым решением.
why-visible =
    { $n ->
        [one] Почему трек { $ids } остаётся видимым?
        [few] Почему треки { $ids } остаются видимыми?
       *[other] Почему треки { $ids } остаются видимыми?
    }
why-covered =
    { $n ->
        [one] Почему трек { $ids } остаётся закрытым?
        [few] Почему треки { $ids } остаются закрытыми?
       *[other] Почему треки { $ids } остаются закрытыми?
    }
why-visible-example = сотрудник при исполнении
why-covered-example = прохожий
save-reason = Сохранить причину
which-reason =
    { $n ->
        [one] Какая причина у трека { $ids }?
        [few] Какая причина у треков { $ids }?
       *[other] Какая причина у треков { $ids }?
    }
reason-saved =
    { $n ->
        [one] Трек { $ids }: { $code }.
        [few] Треки { $ids }: { $code }.
       *[other] Треки { $ids }: { $code }.
    }
reason-label = Причина
describe-question = Что происходит с { $from } до { $to }? Опишите событие с номерами треков. Поля для имени нет: кто это, из видео не следует, а переданное имя не вернуть.
describe-action = Записать
describe-example = дубинка, три удара, трек 4 на земле
described = Записано, с { $from } до { $to }.
frame-being-drawn = Не засчитано: выбирается кадр.
not-the-sample = Не засчитано: вот кадр, который выпал. S, если в нём нет открытых лиц.
play-and-mark = Проиграйте эти кадры и отметьте их клавишами Shift S: что происходит между плашками, видно только в движении.
dismissed =
    { $n ->
        [0] Открытого там нет. Таких мест больше нет.
        [one] Открытого там нет. Осталось { $n } место.
        [few] Открытого там нет. Осталось { $n } места.
       *[other] Открытого там нет. Осталось { $n } мест.
    }
again-playing = Больше ни у кого лицо здесь не открыто? Тогда отметьте эти кадры: Shift S.
again-seen = Всё, что нужно просмотреть снова, уже показано: отметьте это, Shift S.
again-none = После просмотра ничего не открывали.
all-marked = Все показанные кадры уже отмечены.
frames-marked =
    { $n ->
        [one] { $n } кадр отмечен просмотренным.
        [few] { $n } кадра отмечены просмотренными.
       *[other] { $n } кадров отмечены просмотренными.
    }
all-selected = Выбраны все треки, закрывать было бы некого; выберите меньше.
keep-only-question =
    { $n ->
        [one] Оставить видимым трек { $ids } и закрыть остальные ({ $others }). Почему?
        [few] Оставить видимыми треки { $ids } и закрыть остальные ({ $others }). Почему?
       *[other] Оставить видимыми треки { $ids } и закрыть остальные ({ $others }). Почему?
    }
keep-only-action = Закрыть всех, кроме этих
kept-only =
    { $n ->
        [one] Закрыто всё, кроме трека { $ids }.
        [few] Закрыто всё, кроме треков { $ids }.
       *[other] Закрыто всё, кроме треков { $ids }.
    }
ends-before = Трек не может кончиться раньше, чем начался.
ends-lost-last = То, что показывает трек { $track }, теряется после кадра { $frame }, и плашка там кончается. B рисует рамку там, где оно есть; ещё раз ] — и плашка остаётся на месте до этого кадра.
ends-lost-first = То, что показывает трек { $track }, теряется перед кадром { $frame }, и плашка там начинается. B рисует рамку там, где оно есть; ещё раз [ — и плашка стоит на месте начиная с этого кадра.
all-but-ends = Вне этих кадров трек { $track } больше ничего не закрывает, и всё открыто. U отменяет это.
split-done = Трек { $track } кончается перед этим кадром; с него идёт трек { $new }, закрытый.
select-two = Выберите два трека, чтобы соединить: E или щелчок с Ctrl.
undone = Отменено.
undone-edit = Отменено: { $edit }.
redone = Возвращено.
redone-edit = Возвращено: { $edit }.
edit-cover = закрыть
edit-keep = оставить видимым
edit-keep-only = оставить только эти
edit-no-face = не лицо
edit-draw = рисование
edit-move = сдвиг
edit-follow = слежение
edit-area = область
edit-labels = разметка
edit-ends = концы
edit-split = разделение
edit-join = соединение
edit-reviewed = просмотрено
edit-check-by-sample = выборочная проверка
edit-nothing-bare = открытого нет
edit-silence = тишина
edit-bleep = сигнал
edit-disguise = изменение голоса
edit-default = решение снято
edit-move-sound = сдвиг звука
edit-reason = причина
edit-describe = описание
cannot-undo = Отменять нечего.
cannot-redo = Возвращать нечего.
no-place-after = Дальше нет мест, где лицо может быть открыто.
no-place-before = Раньше нет мест, где лицо может быть открыто.

## Review page: the lists

places-label = Места, где лицо может быть открыто
places-title =
    { $n ->
        [one] Может быть открыто: { $n } место
        [few] Может быть открыто: { $n } места
       *[other] Может быть открыто: { $n } мест
    }
places-none = Мест, где лицо может быть открыто, нет
risk-unknown = лица не искали, поэтому сколько их открыто, неизвестно
risk-none = ничто не указывает на открытые лица
risk-expected = ожидаемое число открытых лиц: { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) } (95 %: от { $low } до { $high })
kinds-label = Что показывается
show-kind = Показать { $kind } ({ $key })
hide-kind = Скрыть { $kind } ({ $key })
kind-face-lower = лица
kind-head-lower = головы
kind-text-lower = текст
kind-plate-lower = номера
kind-area-lower = области
sort = Порядок
order-unsure = Сначала неуверенные
order-time = По времени
order-large = Сначала крупные
order-small = Сначала мелкие
show = Показать
filter-all = Все
filter-unreviewed = Не просмотренные
filter-removable = Можно убрать
filter-covered = Закрытые
filter-visible = Видимые
filter-below = Уверенность ниже
filter-drawn = Нарисованные
filter-current = В этом кадре
least-confidence = Наименьшая уверенность в процентах
listed =
    { $n ->
        [one] { $listed } из { $n } трека
        [few] { $listed } из { $n } треков
       *[other] { $listed } из { $n } треков
    }
listed-below = { $percent } %: { $listed }, из них лиц примерно { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) }
listed-below-others = { $percent } %: { $listed }, лиц нет
no-match = Под этот фильтр не подходит ни один трек.
no-face = Лиц не найдено. Посмотрите видео и обведите рамкой (B) то, что пропущено.
nothing-detected = Ничего не найдено. Посмотрите видео и обведите рамкой (B) то, что пропущено.
card-covered = { $track } закрыт
card-visible = { $track } виден
card-covered-kind = { $track } { $kind }: закрыто
card-visible-kind = { $track } { $kind }: видно
card-findings =
    { $n ->
        [one] находка { $ids }
        [few] находки { $ids }
       *[other] находки { $ids }
    }
card-reason = «{ $reason }»
card-reviewed = Просмотрен
card-not-reviewed = Ещё не просмотрен
card-label-reviewed = Трек { $facts }, просмотрен
card-label-not-reviewed = Трек { $facts }, ещё не просмотрен

## Review page: check by sample

sample-toggle = Выборочная проверка
sample-toggle-hint = Посмотреть кадры, выбранные случайно
sample-nothing = Открытого нет
sample-nothing-hint = В этом кадре нет открытых лиц
sample-drawing = Выбирается кадр…
sample-idea = Кадры выбираются случайно; из того, что вы в них видите, следует, сколько кадров самое большее показывают открытое лицо.
sample-idea-all = Кадры выбираются случайно из всех файлов ({ $files }); из того, что вы в них видите, следует, сколько кадров самое большее показывают открытое лицо.
sample-question = Есть ли в кадре { $frame } открытое лицо? S: нет. B: обведите его рамкой; оно будет закрыто и засчитано как найденное.
sample-question-of = Есть ли в кадре { $frame } файла { $name } открытое лицо? S: нет. B: обведите его рамкой; оно будет закрыто и засчитано как найденное.
sample-elsewhere = Это не тот кадр, который выпал: S вернёт к кадру { $frame }.
sample-elsewhere-of = Это не тот кадр, который выпал: S вернёт к кадру { $frame } файла { $name }.
sample-none = Выборочно не проверен ни один кадр.
sample-bound = Открытое лицо показывают не больше { $share } % кадров (95 %)
sample-bound-files = Открытое лицо показывают не больше { $share } % кадров во всех файлах ({ $files }) (95 %)
sample-bound-archive = Открытое лицо показывают не больше { $share } % кадров архива (95 %)
sample-looks =
    { $n ->
        [one] после { $n } взгляда
        [few] после { $n } взглядов
       *[other] после { $n } взглядов
    }
sample-finds = из них с открытым лицом: { $n }
sample-by = смотрели: { $names }
sample-drawn = просмотрено { $checked } из { $drawn } выбранных кадров
sample-drawn-then = когда будут просмотрены все, станет известна граница
sample-hopeless = Сколько ни смотреть, до 1 % не дойти: лица открыты слишком часто. Просмотрите видео целиком.
sample-left =
    { $n ->
        [one] До 1 % остался { $n } взгляд, если больше ничего не найдётся.
        [few] До 1 % осталось { $n } взгляда, если больше ничего не найдётся.
       *[other] До 1 % осталось { $n } взглядов, если больше ничего не найдётся.
    }

## Review page: sound

sound-warning = Изменённый голос труднее узнать, но это не анонимность: изменение обратимо лучше, чем кажется на слух, а слова, акцент и ритм остаются. Для людей, которым грозит опасность, выберите тишину или опубликуйте сказанное текстом.
audio-mute = убран
audio-disguise = голоса изменены: не анонимно
audio-keep = оставлен: по голосу узнают
audio-mute-short = убран
audio-disguise-short = голоса изменены
audio-keep-short = оставлен
heard-keep = оставлено
heard-silence = тишина
heard-bleep = сигнал
heard-disguise = голос изменён
heard-default = как весь остальной звук
stretches-keep =
    { $n ->
        [one] { $n } отрезок оставлен
        [few] { $n } отрезка оставлены
       *[other] { $n } отрезков оставлены
    }
stretches-disguise =
    { $n ->
        [one] { $n } отрезок с изменённым голосом
        [few] { $n } отрезка с изменённым голосом
       *[other] { $n } отрезков с изменённым голосом
    }
stretches-silence =
    { $n ->
        [one] { $n } отрезок заглушён
        [few] { $n } отрезка заглушены
       *[other] { $n } отрезков заглушены
    }
stretches-bleep =
    { $n ->
        [one] { $n } отрезок с сигналом
        [few] { $n } отрезка с сигналом
       *[other] { $n } отрезков с сигналом
    }
sound-is-mute = Звук убран
sound-is-keep = Звук оставлен: по голосу узнают
sound-is-disguise = Звук оставлен, голоса в нём изменены: не анонимно
sound-rest-mute = Звук: { $stretches }; остальное убрано
sound-rest-keep = Звук: { $stretches }; остальное оставлено: по голосу узнают
sound-rest-disguise = Звук: { $stretches }; остальное оставлено, голоса в нём изменены: не анонимно
sound-heading = Звук
sound-span = Звук { $from } – { $to }
sound-tool-keep = Оставить
sound-tool-keep-hint = Оставить как есть: по голосу узнают
sound-tool-silence = Тишина
sound-tool-silence-hint = Ничего не слышно
sound-tool-bleep = Сигнал
sound-tool-bleep-hint = Вместо звука слышен тон
sound-tool-disguise = Изменить
sound-tool-back = Снять
sound-tool-back-hint = С ним поступят как со всем остальным звуком
sound-tool-why = Почему
sound-tool-why-hint = Указать причину
hear-before = Слушать до
hear-before-hint = Как в оригинале
hear-after = после
hear-after-hint = Как будет; изменённый голос каждый раз другой
other-sound = Весь остальной звук
other-sound-hint = Что будет со звуком, о котором ничего не решено
nothing-decided = ничего не решено
next-speech = T: следующая речь
decided-with-reason = { $decision }: { $reason }
no-sound = В этом файле нет звука.
no-sound-chosen = Сначала выберите звук: T – следующая речь, { "{" } и { "}" } задают начало и конец, или проведите мышью по волне.
sound-kept = Оставлено: по голосу узнают. Y – указать причину.
sound-disguised = Голос изменён: узнать труднее, но не анонимно. Y – указать причину.
sound-taken-back = Снято: как весь остальной звук.
sound-silenced = Теперь здесь тишина. Y – указать причину.
sound-bleeped = Теперь здесь сигнал. Y – указать причину.
nothing-decided-here = Именно об этом звуке ничего не решено: решают клавиши с 1 по 4.
why-sound-keep = Почему этот звук оставлен?
why-sound-silence = Почему здесь тишина?
why-sound-bleep = Почему здесь сигнал?
why-sound-disguise = Почему голос здесь изменён?
why-sound-default = Почему этот звук как весь остальной?
why-sound-example = имя
sound-has-ended = Звук кончился до этого кадра.
no-sound-after = Дальше нет ни речи, ни отрезков.
no-sound-before = Раньше нет ни речи, ни отрезков.
reading-sound = звук читается…
lane-label = Звук: { $facts }
lane-speech =
    { $n ->
        [one] { $n } отрезок речи
        [few] { $n } отрезка речи
       *[other] { $n } отрезков речи
    }
lane-stretches =
    { $n ->
        [one] решено о { $n } отрезке
        [few] решено о { $n } отрезках
       *[other] решено о { $n } отрезках
    }
lane-chosen = выбрано: { $from } – { $to }, { $decision }

## Review page: time line

time-label = Время
time-value = { $time }, кадр { $frame }

## Review page: finish

render-heading = Результат
option-method = Как закрыть
method-solid = сплошным чёрным
method-mosaic = мозаикой: лица можно сопоставить
method-blur = размытием: лица можно сопоставить
option-shape = Форма
shape-ellipse = эллипс
shape-box = прямоугольник
option-size = Размер, в лицах
option-sound = Звук
option-sound-videos = Звук в видео
option-subtitles = Субтитры
option-subtitles-videos = Субтитры в видео
subtitles-drop = убрать
subtitles-keep = оставить
run-audit = Проверить атаками
stop-job = Остановить
open-report = Открыть отчёт
check-places =
    { $n ->
        [0] Мест, где лицо может быть открыто, не осталось
        [one] { $n } место, где лицо может быть открыто
        [few] { $n } места, где лицо может быть открыто
       *[other] { $n } мест, где лицо может быть открыто
    }
check-tracks =
    { $n ->
        [0] Все треки просмотрены
        [one] Не просмотрен { $n } трек
        [few] Не просмотрены { $n } трека
       *[other] Не просмотрены { $n } треков
    }
check-picture = Сам снимок просмотрен
check-picture-not = Сам снимок не просмотрен
check-film = Просмотрено { $percent } % видео
check-visible =
    { $n ->
        [0] Закрыты все треки
        [one] Будет виден { $n } трек: { $which }
        [few] Будут видны { $n } трека: { $which }
       *[other] Будут видны { $n } треков: { $which }
    }
check-damaged =
    { $n ->
        [one] Оригинал повреждён в { $n } месте
        [few] Оригинал повреждён в { $n } местах
       *[other] Оригинал повреждён в { $n } местах
    }
tracks-with-reason = { $ids } ({ $reason })
render-file = Создать { $name }
render-all = Создать все { $n }
replace-one = Заменить прежний результат
replace-others =
    { $n ->
        [one] Заменить прежние результаты: { $n } другой файл из { $files }
        [few] Заменить прежние результаты: { $n } других файла из { $files }
       *[other] Заменить прежние результаты: { $n } других файлов из { $files }
    }
mosaic-warning = Под мозаикой доступные программы распознавания всё равно сопоставляют большинство лиц, если известно, как она сделана. Под сплошным чёрным сопоставлять нечего.
blur-warning = Под размытием доступные программы распознавания всё равно сопоставляют большинство лиц, если известно, как оно сделано. Под сплошным чёрным сопоставлять нечего.
job-progress = { $stage }: { $done } из { $total }
job-done-so-far = { $stage }: { $done }
job-begun = { $stage }…
audit-says = Проверка атаками: { $sentence }
batch-progress = { $name }: { $number } из { $total }
batch-rendered = создано { $done } из { $total }
batch-stopped = создано { $done } из { $total }, затем остановлено
batch-unseen = из них никто не смотрел: { $n }
batch-unfinished =
    { $n ->
        [one] не до конца просмотрен { $n } из них
        [few] не до конца просмотрены { $n } из них
       *[other] не до конца просмотрены { $n } из них
    }
batch-failed = не удалось: { $n }; { $error }
job-failed = не удалось
job-stopped = остановлено; ничего не записано
job-broken = не удалось; ошибка показана в терминале
job-rendered = создано
job-archive-stopped = работа над этой папкой остановлена; продолжить её можно из списка файлов
job-covered =
    { $frames ->
        [one] { $name }: плашки в { $covered } из { $frames } кадра
        [few] { $name }: плашки в { $covered } из { $frames } кадров
       *[other] { $name }: плашки в { $covered } из { $frames } кадров
    }
job-damaged = пропущено повреждённых мест: { $n }
job-left-out = не включено: { $what }
job-audited = проверено; отчёт в папке { $folder }
job-sound-kept = звук сохранён
job-sound-left-out = звук удалён
job-sound-rest-kept = звук: { $stretches }, остальное сохранено
job-sound-rest-left-out = звук: { $stretches }, остальное удалено
job-disguised = изменённый голос не анонимен
finding-face = открытое лицо
finding-head = открытая голова
finding-text = открытый текст
finding-plate = открытый номер машины
finding-moved-cover = нет плашки
finding-shaken = здесь должно быть лицо, кадр смазан
finding-look = посмотрите сюда
finding-track = трек { $track }
finding-no-track = нет в плане
finding-photo = { $number }: { $what }, { $which }, { $px } пикс., уцелело { $percent } %
finding-film = { $number }: { $what }, { $from } – { $to }, { $which }, { $px } пикс., уцелело { $percent } %
finding-answer = не лицо: { $reason } ({ $by })
finding-answer-other = закрывать нечего: { $reason } ({ $by })
finding-withdraw = Снять ответ
finding-deny = Не лицо…
finding-deny-other = Закрывать нечего…
finding-question = Находка { $number }: вы посмотрели, и лица там нет. Что там вместо него? (Без имён.)
finding-question-other = Находка { $number }: вы посмотрели, и закрывать там нечего. Что там? (Без имён.)
finding-no-longer-counts = Больше не учитывать
finding-example = плакат

## What a file holds besides pictures, and an output does not have

content-other = { $what }
content-several = { $count } x { $what }
content-cover-picture = обложка
content-video-stream = ещё один видеопоток ({ $what })
content-attached-file = вложенный файл
content-data-stream = поток данных ({ $name })
content-nameless = без названия
content-captions = скрытые субтитры
content-time-codes = тайм-коды
content-hdr10-plus = динамические метаданные HDR10+
content-dolby-vision = метаданные Dolby Vision
content-spherical = метаданные панорамы 360°
content-second-view-metadata = метаданные второго ракурса
content-second-view = второй ракурс (пространственное видео)
content-user-data = пользовательские данные в закодированных кадрах
content-metadata = метаданные ({ $tags })
content-xmp-metadata = метаданные XMP
content-cut-off = то, что проигрыватели обрезают по краям кадра
content-transparency = прозрачность, которая теперь чёрная, вместе с тем, что было под ней
content-display-hdr = метаданные HDR экрана
content-picture-sizes = размеры кадра, отличные от { $size } ({ $others }): они вписаны в него с полосами
content-pixel-shape = форма пикселей, которые не квадратные
content-stated-colours = описание его цветов
content-first-field = какое поле чересстрочных кадров идёт первым
content-chroma-location = где между пикселями лежат цвета
content-sound = звук ({ $codec })
content-subtitles = субтитры ({ $codec })
content-encrypted = { $what }: зашифровано
content-unknown-format = { $what }: об этом формате ничего не известно, поэтому его нельзя очистить
content-unwritable = { $what }: ни один файл, который можно записать, этого не вмещает
content-undecodable = { $what }: невозможно декодировать
content-part = { $what }: { $part }
content-cue-names = названия реплик
content-header-comments = комментарии и подсказки в заголовке
content-script-information = сведения о сценарии
content-style-names = названия стилей
content-font-names = названия шрифтов
content-speaker-names = имена говорящих
content-notes = заметки
content-notes-and-styles = заметки и стили
content-links-and-notes = ссылки и заметки
content-hidden-tags = теги, которых не видно
content-damaged-exif = повреждённые EXIF
content-hidden-edges = то, что скрывает его чистая апертура
content-xmp = XMP
content-iptc = IPTC
content-exif = EXIF
content-photoshop = данные Photoshop
content-comments = комментарии
content-text-chunks = текстовые блоки
content-modification-time = время изменения
content-unknown-chunks = неизвестные блоки
content-application-data = данные программ
content-trailing = данные после конца снимка
content-other-metadata = другие метаданные
content-gps = координаты GPS
content-maker-notes = заметки производителя
content-thumbnail = встроенная миниатюра
content-auxiliary = вспомогательные снимки
content-sequence = серия снимков
content-gain-map = карта яркости (HDR)
content-depth-map = карта глубины
content-motion-photo = видео (живое фото)
content-under-transparent = то, что было под прозрачными пикселями
content-lower-bits = младшие { $lost } из { $bits } бит
content-full-colours = цвета в полном разрешении (теперь половина, 4:2:0)
content-colour-description = описание цветов (цвета могут выглядеть иначе)
content-icc = профиль ICC (цвета могут немного отличаться)
content-icc-damaged = повреждённый профиль ICC
content-icc-srgb = профиль ICC (sRGB, это и так понятно)
content-icc-device = профиль ICC устройства (цвета могут немного отличаться)
content-chapters =
    { $n ->
        [one] { $n } глава
        [few] { $n } главы
       *[other] { $n } глав
    }
content-pictures =
    { $n ->
        [one] ещё { $n } снимок или страница
        [few] ещё { $n } снимка или страницы
       *[other] ещё { $n } снимков или страниц
    }
content-damaged-pieces =
    { $n ->
        [one] { $what }: { $n } повреждённый кусок, в нём тишина
        [few] { $what }: { $n } повреждённых куска, в них тишина
       *[other] { $what }: { $n } повреждённых кусков, в них тишина
    }

## Review page: the list of keys

keys-tracks = Треки
keys-film = Видео
keys-sound = Звук
keys-fix = Исправить
keys-all = Общее
key-next-track = следующий трек
key-previous-track = предыдущий трек
key-cover = закрыть, в том числе место, где лицо может быть открыто
key-keep = оставить видимым
key-keep-above = оставить и то, что лежит поверх
key-why = указать, почему закрыт или виден
key-reason = дать причину из списка: с 1 по 9, последняя – первой
key-reviewed = просмотрено, дальше; или: открытого здесь нет
key-select = выбрать или снять выбор (для нескольких)
key-select-all = выбрать все в списке
key-all-but = закрыть всех, кроме выбранных
key-select-none = снять выбор
key-kinds = показать или скрыть лица, головы, текст, номера, области
key-play = пуск, пауза
key-frame = один кадр
key-second = одна секунда
key-ends = первый, последний кадр
key-speed = медленнее, быстрее
key-place = следующее, предыдущее место, где лицо может быть открыто
key-mode = закрыто, контуры, оригинал
key-zoom = крупнее, мельче, весь кадр
key-zoom-track = крупно показать трек
key-describe = записать, что происходит в только что показанных кадрах
key-sample = выборочная проверка: S, если открытого нет, B – обвести рамкой
key-mark = отметить показанные кадры просмотренными
key-again = воспроизвести то, что открыли после просмотра
key-sound-step = следующая, предыдущая речь или отрезок
key-sound-ends = отрезок начинается, кончается на этом кадре
key-sound-keep = оставить: по голосу узнают
key-sound-silence = тишина
key-sound-bleep = сигнал
key-sound-disguise = изменить голос: не анонимно
key-sound-back = снять решение, как весь остальной звук
key-sound-why = указать причину
key-hear = слушать до, после
key-draw = обвести рамкой пропущенное
key-follow = следить в обе стороны
key-move = двигать рамку трека: стрелки; с Shift – размер
key-put = поставить сюда
key-put-film = поставить на всё видео
key-area = ещё: неподвижно в сцене, весь кадр, всё кроме, на всех файлах
key-track-ends = трек начинается, кончается здесь
key-split = разделить трек здесь
key-join = соединить два выбранных трека
key-undo = отменить
key-redo = вернуть
key-files = предыдущий, следующий файл
key-finish = завершить: результат, проверка атаками
key-help = эти клавиши

## The verdict of an audit, on the page and in the report

verdict-passed = Можно публиковать, насколько это удалось проверить.
verdict-failed = Небезопасно: { $why }.
verdict-look =
    { $n ->
        [one] Посмотрите на { $n } место.
        [few] Посмотрите на { $n } места.
       *[other] Посмотрите на { $n } мест.
    }
verdict-unknown = Неизвестно, безопасно ли это: { $why }.
verdict-unknown-then = Но и тогда неизвестно, безопасно ли это: { $why }.
why-original = это оригинал, байт в байт
why-bare =
    { $n ->
        [one] открыто { $n } лицо
        [few] открыты { $n } лица
       *[other] открыто { $n } лиц
    }
why-bare-head =
    { $n ->
        [one] открыта { $n } голова
        [few] открыты { $n } головы
       *[other] открыто { $n } голов
    }
why-bare-text =
    { $n ->
        [one] открыта { $n } строка текста
        [few] открыты { $n } строки текста
       *[other] открыто { $n } строк текста
    }
why-bare-plate =
    { $n ->
        [one] открыт { $n } номерной знак
        [few] открыты { $n } номерных знака
       *[other] открыто { $n } номерных знаков
    }
why-matched =
    { $n ->
        [one] сквозь плашку можно сопоставить { $hits } из { $n } лица
        [few] сквозь плашку можно сопоставить { $hits } из { $n } лиц
       *[other] сквозь плашку можно сопоставить { $hits } из { $n } лиц
    }
why-contains = в файле есть ещё { $kind }: { $what }
why-frames =
    { $n ->
        [one] { $n } кадр не удалось сравнить с оригиналом
        [few] { $n } кадра не удалось сравнить с оригиналом
       *[other] { $n } кадров не удалось сравнить с оригиналом
    }
why-different = большая часть картинки отличается от оригинала
why-no-face = в оригинале с уверенностью не найдено ни одного лица, искать было нечего
why-no-thing = в оригинале с уверенностью не найдено ничего из того, что искали, сравнивать было нечего
why-lost =
    { $n ->
        [one] неизвестно, что стало с { $n } лицом
        [few] неизвестно, что стало с { $n } лицами
       *[other] неизвестно, что стало с { $n } лицами
    }
why-pictures =
    { $n ->
        [one] под плашкой { $n } лица осталась картинка
        [few] под плашками { $n } лиц осталась картинка
       *[other] под плашками { $n } лиц осталась картинка
    }
extra-sound = звук
extra-subtitles = субтитры
extra-chapters = главы
extra-metadata = метаданные
extra-pictures = изображения
extra-streams = потоки
extra-name = имя
extra-trailing = данные в конце
extra-hidden-frames = скрытые кадры
