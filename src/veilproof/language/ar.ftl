# بالعربية. القواعد في docs/desk.md ("Languages").

## Both pages

no-script = تحتاج هذه الصفحة إلى JavaScript، وهو يأتي من هذا الجهاز وحده.
switch-language = اللغة
comma = ،
semicolon = ؛
cancel = إلغاء
close = إغلاق
server-answered = أجاب الخادم بالرمز { $code }
server-gone = لم يعد veilproof يعمل؛ شغّل veilproof من جديد
key-shift = Shift
key-ctrl = Ctrl
key-enter = Enter
key-space = المسافة
key-escape = Esc
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn

## Both pages: errors

error-server = لم يستطع veilproof الإجابة؛ السبب في الطرفية
error-stale = غُيّر هذا في مكان آخر في هذه الأثناء؛ انظر إليه مجددًا.
error-saved = حُفظ هذا، لكن تعذّر عرضه الآن؛ أعد تحميل الصفحة.
refused = افتح العنوان الذي أظهره veilproof في الطرفية، أو شغّل veilproof من جديد
refused-key = ليس لهذه النافذة مفتاح الصفحة؛ افتح العنوان الذي أظهره veilproof في الطرفية، أو شغّل veilproof من جديد
refused-used = استُعمل هذا العنوان من قبل؛ افتح العنوان التالي الذي تُظهره الطرفية، أو شغّل veilproof من جديد
refused-ahead = هذا العنوان يعمل مرة واحدة، فلا يُفتح مسبقًا
refused-report = فُتح هذا التقرير من قبل؛ افتحه من صفحة المراجعة من جديد
error-not-open = لم يعد هذا الملف مفتوحًا؛ افتحه من قائمة الملفات.
error-no-file = لم يُفتح أي ملف بعد؛ افتح ملفًا من القائمة.
error-closed = { $name }: أُغلق هذا الملف في هذه الأثناء؛ حاول مجددًا.
error-too-many = { $name }: طلبات كثيرة في الانتظار؛ لم يتغيّر شيء، حاول مجددًا.
error-plan-busy = { $name }: برنامج آخر يغيّر هذه الخطة؛ لم يتغيّر شيء هنا، حاول مجددًا.
error-plan-replaced = { $name }: ليست هذه الخطة التي فُتحت بها الصفحة؛ لم يتغيّر شيء. شغّل veilproof من جديد.
error-plan-changed = تغيّرت الخطة في هذه الأثناء؛ أعد تحميل الصفحة.
error-no-track = لا يوجد مسار { $track }؛ أعد تحميل الصفحة.
error-track-not-here = المسار { $track } ليس في الإطار { $frame }؛ اذهب إلى إطار هو فيه.
error-box = يجب أن يكون المستطيل في الصورة أو قريبًا منها، وله عرض وارتفاع؛ ارسمه مجددًا.
error-several-visible =
    { $n ->
        [zero] سيظهر { $n } مسار: اذكر السبب.
        [one] سيظهر مسار واحد: اذكر السبب.
        [two] سيظهر مساران معًا: اذكر السبب.
        [few] ستظهر { $n } مسارات معًا: اذكر السبب.
        [many] سيظهر { $n } مسارًا معًا: اذكر السبب.
       *[other] سيظهر { $n } مسار معًا: اذكر السبب.
    }
error-outside-visible = سيظهر كل ما هو خارج المسار { $track }: اذكر السبب.
error-area-moves = المسار { $track } يتحرّك، فلا يمكن وضعه على ملفات أخرى؛ ارسم مستطيلًا ثابتًا في الصورة.
error-area-there = { $name }: لم يُرسم شيء، لأن المسار { $track } يغطّي الكل إلا مستطيله، وكل من مسارين كهذا يُظهر ما يغطّيه الآخر؛ افتح ذلك الملف وارسم فيه.
error-area-lost = المسار { $track } مفقود في الإطار { $frame } ولا يُظهر شيئًا هناك؛ اذهب إلى إطار يُظهر فيه شيئًا.
error-area-all-lost = المسار { $track } مفقود في كل إطاراته؛ ارسم مستطيلًا آخر.
error-not-rendered = { $name }: لم يُنشأ شيء بعد؛ أنشئ الملف أولًا.
error-output-exists = { $name } موجود من قبل: اختر «{ replace-one }» أو انقل هذا الملف.
error-reason-letters = السبب سطر واحد من حروف مرئية: اكتب «{ $reason }» من جديد.
error-audit-old = { $name }: أُنشئ بعد آخر تدقيق له؛ أعد التدقيق.
error-job-running = هذا الملف يُنشأ أو يُدقَّق الآن؛ انتظر.
error-split-first = المسار { $track } يبدأ بهذا الإطار؛ لا شيء يُقسم.
error-join-kinds = المساران { $one } و{ $other } يُغطَّيان بشكلين مختلفين؛ اتركهما منفصلين.
error-join-all-but = أحد المسارين { $one } و{ $other } يغطّي الكل إلا مستطيله، فمستطيل واحد حولهما يُظهر أكثر منهما؛ اتركهما منفصلين.
error-not-drawn = المسار { $track } عُثر عليه ولم يُرسم؛ ارسم مستطيلًا فوقه.
error-nothing-to-undo = لا شيء للتراجع عنه.
error-nothing-to-redo = لا شيء لإعادته.
error-no-sound-here = لا صوت هناك؛ اختر مقطعًا من الفيلم.
error-no-sound = { $name }: لا صوت فيه يمكن فك ترميزه.
error-no-words = تنقص كلمات؛ اكتبها.
error-too-long =
    { $n ->
        [zero] لا حروف في سطر واحد: اختصر «{ $words }».
        [one] حرف واحد على الأكثر في سطر واحد: اختصر «{ $words }».
        [two] حرفان على الأكثر في سطر واحد: اختصر «{ $words }».
        [few] { $n } حروف على الأكثر في سطر واحد: اختصر «{ $words }».
        [many] { $n } حرفًا على الأكثر في سطر واحد: اختصر «{ $words }».
       *[other] { $n } حرف على الأكثر في سطر واحد: اختصر «{ $words }».
    }
error-plan-altered = { $name }: هذه الخطة ليست كما كتبها veilproof، فلا تُستخدم. استعدها من نسخة أو افحص الملف من جديد.
error-decodes-differently = { $name } يُفك ترميزه على غير ما كان في الفحص؛ افحصه من جديد.
error-missing = { $name } لم يعد موجودًا؛ أعده إلى مكانه.
error-unreadable = تتعذّر قراءة { $name }: هو تالف أو لا إذن لك.
error-changed = { $name } تغيّر أثناء قراءته؛ انتظر حتى لا يكتب فيه شيء ثم أعد المحاولة.
error-other-original = { $name } ليس الملف الذي فُحص؛ افحصه من جديد.
error-disk-full = تتعذّر كتابة { $name }: القرص ممتلئ. أخلِ مكانًا ثم أعد المحاولة.
error-too-large = تتعذّر كتابة { $name }: هو أكبر مما يسمح به هذا القرص أو أحد الحدود.
error-no-permission = تتعذّر كتابة { $name }: لا إذن لك في مجلده.
error-no-folder = تتعذّر كتابة { $name }: لم يعد مجلده موجودًا. أنشئه من جديد.
error-unwritable = تتعذّر كتابة { $name }؛ تحقّق من القرص والمجلد.
error-self-check = كُتب { $name } لكنه لا يحوي ما يجب، فلم يُحفظ. يُرجى الإبلاغ عن ذلك.

## Start page: choosing

promise = يغطّي كل الوجوه في الصور ومقاطع الفيديو. لا شيء يغادر هذا الجهاز، وملفاتك تُقرأ فقط.
choose-title = أين صورك ومقاطع الفيديو؟
begun-title = متابعة
begun-state = أُنجز { $finished } من { $items }
location-home = المجلد الشخصي
location-desktop = سطح المكتب
location-videos = الفيديو
location-pictures = الصور
location-downloads = التنزيلات
location-documents = المستندات
location-disk = قرص: { $name }
locations-button = كل الأماكن
up-button = إلى الأعلى
entries-label = صور ومقاطع ومجلدات، الأحدث أولًا
choose-entry = اختيار { $name }
open-entry = فتح { $name }
kind-folder = مجلد
empty = لا توجد هنا صور ولا مقاطع فيديو ولا مجلدات.
others =
    { $n ->
        [zero] لا يُعرض { $n } ملف آخر.
        [one] لا يُعرض ملف واحد آخر.
        [two] لا يُعرض ملفان آخران.
        [few] لا يُعرض { $n } ملفات أخرى.
        [many] لا يُعرض { $n } ملفًا آخر.
       *[other] لا يُعرض { $n } ملف آخر.
    }
more = عرض المزيد (بقي { $left })
sound-title = الصوت
sound-mute = إزالته
sound-mute-hint = الأسلم: الصوت يدلّ على صاحبه.
sound-disguise = تمويه الأصوات
sound-disguise-hint = أصعب على التعرّف، لكنه لا يُخفي الهوية.
sound-keep = إبقاؤه
sound-keep-hint = يمكن التعرّف على كل شخص من صوته.
effort-title = البحث عن الوجوه
effort-normal = عادي
effort-normal-hint = لمعظم المقاطع.
effort-high = دقيق
effort-high-hint = يجد أكثر، ويستغرق ضعفين إلى ثلاثة أضعاف الوقت.
destination = تُحفظ النتائج في
start-all = غطِّ كل من في هذا المجلد
start-some =
    { $n ->
        [zero] غطِّ كل من في { $n } عنصر مختار
        [one] غطِّ كل من في عنصر واحد مختار
        [two] غطِّ كل من في عنصرين مختارين
        [few] غطِّ كل من في { $n } عناصر مختارة
        [many] غطِّ كل من في { $n } عنصرًا مختارًا
       *[other] غطِّ كل من في { $n } عنصر مختار
    }
start-hint-all =
    { $n ->
        [zero] { $n } ملف هنا، وكل ما في المجلدات الداخلية.
        [one] ملف واحد هنا، وكل ما في المجلدات الداخلية.
        [two] ملفان هنا، وكل ما في المجلدات الداخلية.
        [few] { $n } ملفات هنا، وكل ما في المجلدات الداخلية.
        [many] { $n } ملفًا هنا، وكل ما في المجلدات الداخلية.
       *[other] { $n } ملف هنا، وكل ما في المجلدات الداخلية.
    }
start-hint-some = أزل كل العلامات لأخذ المجلد كله.
begun-here = أُنجز بعض هذا من قبل. ما تمّ يبقى، والباقي يستمر.

## Start page: the list of files

progress = أُنجز { $done } من { $total }
failed-count =
    { $n ->
        [zero] تعذّر إنجاز { $n } ملف
        [one] تعذّر إنجاز ملف واحد
        [two] تعذّر إنجاز ملفان
        [few] تعذّر إنجاز { $n } ملفات
        [many] تعذّر إنجاز { $n } ملفًا
       *[other] تعذّر إنجاز { $n } ملف
    }
left-seconds = بقي أقل من دقيقة
left-minutes =
    { $n ->
        [zero] بقي نحو { $n } دقيقة
        [one] بقي نحو دقيقة واحدة
        [two] بقي نحو دقيقتين
        [few] بقي نحو { $n } دقائق
        [many] بقي نحو { $n } دقيقة
       *[other] بقي نحو { $n } دقيقة
    }
left-hours =
    { $n ->
        [zero] بقي نحو { $n } ساعة
        [one] بقي نحو ساعة واحدة
        [two] بقي نحو ساعتين
        [few] بقي نحو { $n } ساعات
        [many] بقي نحو { $n } ساعة
       *[other] بقي نحو { $n } ساعة
    }
listing = البحث عن صور ومقاطع فيديو…
nothing-found = لا توجد صور ولا مقاطع فيديو في ما اختير.
stop = إيقاف
stopping = جارٍ الإيقاف…
go-on = متابعة
retry = إعادة ما تعذّر
finish-all = إنهاء الكل
finish-all-hint = يُنشئ من جديد ما غيّرته، ثم يهاجم كل نتيجة ليرى ما الذي ما زال يظهر.
show-results = فتح النتائج
leave = مجلد آخر
leave-hint = يتوقف العمل على هذا المجلد ويستمر عندما تفتحه من جديد.
quit = خروج
quit-hint = يُنهي البرنامج. ما لم يكتمل يستمر عندما تشغّله من جديد.
quit-done = انتهى veilproof. يمكنك إغلاق هذه النافذة.
column-file = الملف
column-state = الحالة
column-places = قد يكون مكشوفًا
column-result = النتيجة
column-audit = التدقيق
column-review = المراجعة
rows-label = الملفات
page-rows = { $first } إلى { $last } من { $total }
previous = السابق
next = التالي
state-waiting = في الانتظار
state-again = في انتظار الإنشاء من جديد
state-starting = يبدأ
stage-scan = البحث عن الوجوه
stage-listen = البحث عن الأصوات
stage-render = التغطية
stage-check = فحص الأغطية
stage-audit = مهاجمة النتيجة
stage-search = البحث عن الوجوه مرة أخرى
stage-compare = المقارنة بالأصل
stage-attack = مهاجمة الأغطية
state-failed = تعذّر إنجازه
state-ready = جاهز للنظر
state-begun = نُظر في بعضه
state-complete = نُظر فيه
places =
    { $n ->
        [zero] { $n } موضع
        [one] موضع واحد
        [two] موضعان
        [few] { $n } مواضع
        [many] { $n } موضعًا
       *[other] { $n } موضع
    }
no-places = لم يُعثر على موضع
result-rendered = أُنشئت
result-changed = تغيّر شيء: أنهِ لإنشائها من جديد
audit-none = ليس بعد
audit-passed = نجح
audit-failed =
    { $n ->
        [zero] { $n } تسرّب
        [one] تسرّب واحد
        [two] تسرّبان
        [few] { $n } تسرّبات
        [many] { $n } تسرّبًا
       *[other] { $n } تسرّب
    }
audit-other = انظر إليه
cause-no-face-found = لم يُعثر على أي وجه
error-old-list = هذه القائمة من تشغيل سابق لـ veilproof؛ اختر المجلد من جديد.
error-one-folder = اختر ملفات مجلد واحد في كل مرة.
error-not-begun = { $folder }: لم يبدأ العمل عليه؛ ابدأه.
error-not-ready = هذا الملف ليس جاهزًا للنظر فيه بعد.
error-folder-left = غودر مجلد هذا الملف؛ افتحه من جديد.
error-nothing-started = لم يبدأ شيء بعد؛ اختر مجلدًا.
error-folder-gone = لم يعد { $folder } موجودًا.
error-no-file-manager = لم يُعثر على مدير ملفات؛ النتائج في { $folder }.
error-folder-unreadable = لا يمكن قراءة { $folder } ({ $why }): اختر مجلدًا آخر.
error-results-not-created = لا يمكن إنشاء { $folder } ({ $why }): انسخ الملفات إلى مجلد يمكنك الكتابة فيه.
error-being-worked-at = يُعمل على هذا الملف الآن؛ انتظر حتى يصبح جاهزًا.
error-just-stopping = العمل يتوقف الآن؛ حاول بعد لحظة.
error-work-ended = { $folder }: انتهى العمل على غير المتوقع ({ $what })؛ تابعه.
cause-unreadable = ليس صورة ولا فيديو يمكن قراءته، أو هو تالف
cause-source-missing = لم يعد الأصل موجودًا
cause-source-changed = غُيّر الأصل في هذه الأثناء
cause-no-permission = لا يُسمح بالقراءة أو الكتابة هنا
cause-memory-limit = يحتاج إلى ذاكرة أكثر من المتوفرة
cause-time-limit = استغرق وقتًا أطول من اللازم
cause-hung = توقف العمل عليه دون تقدّم
cause-output-limit = النتيجة أكبر من أن تُكتب في هذا المكان
cause-crashed = تعطّلت عليه إحدى مكتبات البرنامج
cause-worker-lost = أُنهي العمل عليه من الخارج
cause-disk-full = القرص ممتلئ
cause-input-output = تعذّرت القراءة من القرص أو الكتابة عليه
cause-options = لا يمكن ذلك بهذه الخيارات
cause-plan = خطته تالفة، أو لملف آخر، أو فيها قرارات كانت ستضيع
cause-name-taken = ملف آخر في مكان النتيجة
cause-internal-error = خلل في veilproof
cause-audit-failed = يقول التدقيق إن نشره ليس آمنًا
cause-audit-inconclusive = لا يعرف التدقيق هل نشره آمن
cause-audit-could-not-be-done = تعذّر التدقيق، فلا يُعرف هل نشره آمن
cause-damaged = تالف: ما لم يمكن فكّ ترميزه خاطئ أو ناقص في النتيجة
cause-area-lost = غطاء رُسم أو مُدّد ينتهي حيث يُفقد ما يخفيه، فقد ينكشف
cause-nothing-found = لم يُعثر على شيء مما بُحث عنه
cause-nothing-covered = لا شيء مغطّى، بقرار
review = انظر
review-again = انظر مرة أخرى
review-label = انظر إلى { $name }
opening = جارٍ الفتح…

## Review page: words that stand in several places

page-title = { $name } · veilproof، مراجعة
region-film = الفيديو
region-tracks = المسارات
region-sound = الصوت
region-timeline = خط الزمن
time-span = { $from } إلى { $to }
pixels = { $px } بكسل
seconds = { $seconds } ث
confidence = الثقة { $percent }٪
confidence-short = ثقة { $percent }٪
origin-drawn = مرسوم
may-be-removed = يمكن إزالته
place-suspected = ربما وجه
place-gap = فجوة بين غطاءين
place-jump = الغطاء يقفز
place-end = غطاء ينتهي قبل الأوان
kind-face = وجوه
kind-head = رؤوس
kind-text = نص
kind-plate = لوحات
kind-area = مناطق
one-head = رأس
one-text = نص
one-plate = لوحة
one-area = منطقة
one-all-but = الكل إلا
moves-followed = متتبَّع
moves-fixed = ثابت
moves-scene = مع الكاميرا
moves-whole = الإطار كله
none-chosen = اختر مسارًا أولًا: N ينتقل إلى التالي.
example = مثلًا: { $example }
every-frame-checked = فُحصت كل الإطارات.
may-be-bare = قد يكون مكشوفًا
file-list-link = → كل الملفات

## Review page: top bar

saved = حُفظ
saving = جارٍ الحفظ…
not-saved = لم يُحفظ
undo = تراجع (U)
redo = إعادة (R)
undo-edit = تراجع: { $edit } (U)
redo-edit = إعادة: { $edit } (R)
nothing-to-undo = لا شيء للتراجع عنه
nothing-to-redo = لا شيء لإعادته
count-covered = مغطّى: { $n }
count-visible = ظاهر: { $n }
count-drawn = مرسوم: { $n }
all-reviewed = روجع كل شيء
tracks-reviewed =
    { $n ->
        [zero] روجع { $reviewed } من { $n } مسار
        [one] روجع { $reviewed } من مسار واحد
        [two] روجع { $reviewed } من مسارين
        [few] روجع { $reviewed } من { $n } مسارات
        [many] روجع { $reviewed } من { $n } مسارًا
       *[other] روجع { $reviewed } من { $n } مسار
    }
tracks-and-film-reviewed =
    { $n ->
        [zero] روجع { $reviewed } من { $n } مسار، و{ $percent }٪ من الفيديو
        [one] روجع { $reviewed } من مسار واحد، و{ $percent }٪ من الفيديو
        [two] روجع { $reviewed } من مسارين، و{ $percent }٪ من الفيديو
        [few] روجع { $reviewed } من { $n } مسارات، و{ $percent }٪ من الفيديو
        [many] روجع { $reviewed } من { $n } مسارًا، و{ $percent }٪ من الفيديو
       *[other] روجع { $reviewed } من { $n } مسار، و{ $percent }٪ من الفيديو
    }
mark-picture-reviewed = روجعت الصورة
mark-film-reviewed = علِّم كمراجَع
mark-film-reviewed-hint = علِّم الإطارات المعروضة كمراجَعة
again = انظر مجددًا
again-film = انظر مجددًا إلى { $time }، حيث كُشف شيء بعد أن نظر أحد: Q تعرضه.
again-picture = انظر إلى الصورة مجددًا: كُشف فيها شيء بعد أن نظر أحد.
your-initials = الأحرف الأولى من اسمك
initials-label = { $initials }: الأحرف الأولى من اسمك
finish = إنهاء
keys = المفاتيح
keys-hint = المفاتيح (?)
ask-initials = الأحرف الأولى من اسمك، لعبارة «راجعه» (يمكن أن تبقى فارغة)
begin = ابدأ
running-again = عاد veilproof إلى العمل.
other-file-opened = لم يُنفَّذ: فُتح ملف آخر في هذه الأثناء.

## Review page: the strip of files

files-label = الملفات
reviewed-of-all = ما روجع من كل الملفات
file-reviewed = روجع
file-begun = بدأت مراجعته
file-not-reviewed = لم يُراجع
findings-count =
    { $n ->
        [zero] { $n } نتيجة
        [one] نتيجة واحدة
        [two] نتيجتان
        [few] { $n } نتائج
        [many] { $n } نتيجة
       *[other] { $n } نتيجة
    }
file-title = { $name }: { $state }
all-progress =
    { $tracks ->
        [zero] روجع { $done } من { $files } من الملفات، و{ $reviewed } من { $tracks } مسار، و{ $percent }٪ من كل الإطارات
        [one] روجع { $done } من { $files } من الملفات، و{ $reviewed } من مسار واحد، و{ $percent }٪ من كل الإطارات
        [two] روجع { $done } من { $files } من الملفات، و{ $reviewed } من مسارين، و{ $percent }٪ من كل الإطارات
        [few] روجع { $done } من { $files } من الملفات، و{ $reviewed } من { $tracks } مسارات، و{ $percent }٪ من كل الإطارات
        [many] روجع { $done } من { $files } من الملفات، و{ $reviewed } من { $tracks } مسارًا، و{ $percent }٪ من كل الإطارات
       *[other] روجع { $done } من { $files } من الملفات، و{ $reviewed } من { $tracks } مسار، و{ $percent }٪ من كل الإطارات
    }

## Review page: the film

frame-label = الإطار { $frame } من { $frames }، { $mode }
mode-covered-label = مغطّى كما في النتيجة
mode-outline-label = حدود
mode-original-label = الأصل
mode-covered = مغطّى
mode-outline = حدود
mode-original = الأصل
mode-hint = { $mode } (V)
show-label = عرض
play = تشغيل (المسافة)
pause = إيقاف مؤقت (المسافة)
speed = السرعة
speed-hint = السرعة (< و >)
previous-bare = مكشوف؟ السابق
next-bare = مكشوف؟ التالي
previous-bare-hint = الموضع السابق الذي قد يكون فيه وجه مكشوف (Shift D)
next-bare-hint = الموضع التالي الذي قد يكون فيه وجه مكشوف (D)
frame-back = إطار إلى الوراء (←)
frame-on = إطار إلى الأمام (→)
frame-rate = { $rate }/ث
where = { $time } · الإطار { $frame } من { $frames }
draw = رسم
label-visible = { $track } ظاهر

## Review page: drawing and moving boxes

drag-a-box = اسحب إطارًا مستطيلًا حوله، أو اضغط Enter لمستطيل تحرّكه بالأسهم.
choose-track-here = اختر أولًا مسارًا موجودًا في هذا الإطار.
following = جارٍ تتبّعه في الاتجاهين…
draw-first = ارسم مستطيلًا أولًا (B)، أو اختر واحدًا مرسومًا.
put-it-here = ضعه هنا
follow-it = تتبّع
this-frame-only = هذا الإطار فقط
whole-film = الفيديو كله
more-ways = المزيد…
cover-it = غطِّه
followed =
    { $frames ->
        [zero] المسار { $track }: تُتبّع عبر { $frames } إطار، { $seconds } ث. تحقّق من الطرفين.
        [one] المسار { $track }: تُتبّع عبر إطار واحد، { $seconds } ث. تحقّق من الطرفين.
        [two] المسار { $track }: تُتبّع عبر إطارين، { $seconds } ث. تحقّق من الطرفين.
        [few] المسار { $track }: تُتبّع عبر { $frames } إطارات، { $seconds } ث. تحقّق من الطرفين.
        [many] المسار { $track }: تُتبّع عبر { $frames } إطارًا، { $seconds } ث. تحقّق من الطرفين.
       *[other] المسار { $track }: تُتبّع عبر { $frames } إطار، { $seconds } ث. تحقّق من الطرفين.
    }

## Review page: areas

area-label = ما يُغطّى
area-new-title = كيف يسير هذا المستطيل عبر الفيديو، وماذا يُغطّى؟
area-track-title = المسار { $track }: كيف يسير عبر الفيديو، وماذا يُغطّى؟
area-whole-title = تغطية الإطار كله؟ لجزء منه ارسم مستطيلًا أولًا (B).
area-followed = متتبَّع: يتحرك مع ما يُظهره
area-fixed = ثابت في الصورة: طابع زمني، شعار
area-scene = ثابت في المشهد: يتحرك مع الكاميرا
area-whole = الإطار كله
area-all-but = الكل إلا: غطِّ كل ما هو خارجه
area-spread =
    { $n ->
        [zero] ضعه على { $n } ملف آخر أيضًا…
        [one] ضعه على الملف الآخر أيضًا…
        [two] ضعه على الملفين الآخرين أيضًا…
        [few] ضعه على { $n } ملفات أخرى أيضًا…
        [many] ضعه على { $n } ملفًا آخر أيضًا…
       *[other] ضعه على { $n } ملف آخر أيضًا…
    }
area-drawn = المسار { $track }: من { $from } إلى { $to }. [ و ] يحرّكان طرفيه.
spread-question =
    { $n ->
        [zero] يوضع المسار { $track } على { $n } ملف آخر مفتوح، في الفيديو كله. لماذا؟
        [one] يوضع المسار { $track } على الملف الآخر المفتوح، في الفيديو كله. لماذا؟
        [two] يوضع المسار { $track } على الملفين الآخرين المفتوحين، في الفيديو كله لكل منهما. لماذا؟
        [few] يوضع المسار { $track } على { $n } ملفات أخرى مفتوحة، في الفيديو كله لكل منها. لماذا؟
        [many] يوضع المسار { $track } على { $n } ملفًا آخر مفتوحًا، في الفيديو كله لكل منها. لماذا؟
       *[other] يوضع المسار { $track } على { $n } ملف آخر مفتوح، في الفيديو كله لكل منها. لماذا؟
    }
spread-action =
    { $n ->
        [zero] ضعه على { $n } ملف
        [one] ضعه على ملف واحد
        [two] ضعه على ملفين
        [few] ضعه على { $n } ملفات
        [many] ضعه على { $n } ملفًا
       *[other] ضعه على { $n } ملف
    }
spread-example = طابع زمني
spread-done =
    { $n ->
        [zero] وُضع على { $n } ملف؛ U يسحبه هناك.
        [one] وُضع على ملف واحد؛ U يسحبه هناك.
        [two] وُضع على ملفين؛ U يسحبه في كل منهما.
        [few] وُضع على { $n } ملفات؛ U يسحبه في كل منها.
        [many] وُضع على { $n } ملفًا؛ U يسحبه في كل منها.
       *[other] وُضع على { $n } ملف؛ U يسحبه في كل منها.
    }
spread-other-shape = لم يُرسم شيء حيث للصورة شكل آخر: { $names }.

## Review page: the actions on tracks

tool-cover = تغطية
tool-cover-hint = غطِّ المسارات المختارة
tool-keep = إبقاء
tool-keep-hint = أبقها ظاهرة
tool-why = السبب
tool-why-hint = اذكر لماذا هي مغطّاة أو ظاهرة
tool-reviewed = روجع
tool-reviewed-hint = علِّمها كمراجَعة وانتقل إلى التالي
tool-all-but = الكل إلا
tool-all-but-hint = غطِّ الكل إلا المسارات المختارة
tool-start = بداية
tool-start-hint = يبدأ المسار بهذا الإطار
tool-end = نهاية
tool-end-hint = ينتهي المسار بهذا الإطار
tool-split = تقسيم
tool-split-hint = أنهِ المسار قبل هذا الإطار؛ ومنه يبدأ مسار جديد
tool-join = وصل
tool-join-hint = ادمج المسارين المختارين
tool-move = تحريك
tool-move-hint = حرّك المستطيل بالأسهم
tool-follow = تتبّع
tool-follow-hint = تتبّع المستطيل المرسوم من جديد من هذا الإطار
selected-title =
    { $n ->
        [zero] اختير { $n } مسار
        [one] اختير مسار واحد
        [two] اختير مساران
        [few] اختير { $n } مسارات
        [many] اختير { $n } مسارًا
       *[other] اختير { $n } مسار
    }
track-covered-title = المسار { $track }: مغطّى
track-visible-title = المسار { $track }: يبقى ظاهرًا
reason-given = السبب: { $reason }
matched = نحو { $share } من كل 100 وجه كهذا تطابقه برامج التعرّف المفتوحة، ووراء الكمامة لا يكاد العدد يقلّ
covered-by = ما زال مغطّى بالمسارات { $ids } (Shift K يُبقيها أيضًا)
covered-around = مغطّى، لأن كل ما هو خارج { $ids } مغطّى
place-title = قد يكون مكشوفًا
place-about = { $place } · { $size } · C يغطّيه، S: نُظر فيه، لا شيء مكشوف
none-selected-title = لم يُختر مسار
none-selected-about = D إلى ما قد يكون مكشوفًا، N إلى المسارات. ? يعرض كل المفاتيح.
tracks-covered =
    { $n ->
        [zero] غُطّيت المسارات { $ids }.
        [one] غُطّي المسار { $ids }.
        [two] غُطّي المساران { $ids }.
        [few] غُطّيت المسارات { $ids }.
        [many] غُطّيت المسارات { $ids }.
       *[other] غُطّيت المسارات { $ids }.
    }
covered-as = غُطّي بالمسار { $track }.
gap-advice = لا يغطّي C شيئًا هنا: المسار { $track } مختار. ] و [ يحرّكان طرفيه، E و J يصلانه بالتالي، B يرسم مستطيلًا.
jump-advice = لا يغطّي C شيئًا هنا: المسار { $track } مختار. M يحرّك المستطيل، X يقسم المسار، B يرسم مستطيلًا.
end-advice = لا يغطّي C شيئًا هنا: ما يُظهره المسار { $track } قد فُقد. ] و [ يحرّكان طرفيه، B يرسم مستطيلًا.
nothing-covered-here = لا شيء مغطّى هنا. S: نُظر فيه، لا شيء مكشوف؛ C يغطّيه.
track-kept = يبقى المسار { $track } ظاهرًا. Y يذكر السبب.
still-covered =
    { $n ->
        [zero] ما زالت تغطّيه المسارات { $ids }: يُبقيها Shift K ظاهرة أيضًا.
        [one] ما زال يغطّيه المسار { $ids }: يُبقيه Shift K ظاهرًا أيضًا.
        [two] ما زال يغطّيه المساران { $ids }: يُبقيهما Shift K ظاهرين أيضًا.
        [few] ما زالت تغطّيه المسارات { $ids }: يُبقيها Shift K ظاهرة أيضًا.
        [many] ما زالت تغطّيه المسارات { $ids }: يُبقيها Shift K ظاهرة أيضًا.
       *[other] ما زالت تغطّيه المسارات { $ids }: يُبقيها Shift K ظاهرة أيضًا.
    }
still-outside =
    { $n ->
        [zero] يبقى مغطّى: المسارات { $ids } تغطّي كل ما هو خارجها.
        [one] يبقى مغطّى: المسار { $ids } يغطّي كل ما هو خارجه.
        [two] يبقى مغطّى: المساران { $ids } يغطّيان كل ما هو خارجهما.
        [few] يبقى مغطّى: المسارات { $ids } تغطّي كل ما هو خارجها.
        [many] يبقى مغطّى: المسارات { $ids } تغطّي كل ما هو خارجها.
       *[other] يبقى مغطّى: المسارات { $ids } تغطّي كل ما هو خارجها.
    }
choose-visible-below = اختر مسارًا ظاهرًا تعلوه أغطية أخرى.
keep-several-question =
    { $n ->
        [zero] سيظهر { $n } مسار، منها نحو { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } من الوجوه التي يمكن التعرّف عليها. لماذا؟
        [one] سيظهر مسار واحد، منها نحو { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } من الوجوه التي يمكن التعرّف عليها. لماذا؟
        [two] سيظهر مساران، منها نحو { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } من الوجوه التي يمكن التعرّف عليها. لماذا؟
        [few] سيظهر { $n } مسارات، منها نحو { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } من الوجوه التي يمكن التعرّف عليها. لماذا؟
        [many] سيظهر { $n } مسارًا، منها نحو { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } من الوجوه التي يمكن التعرّف عليها. لماذا؟
       *[other] سيظهر { $n } مسار، منها نحو { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } من الوجوه التي يمكن التعرّف عليها. لماذا؟
    }
keep-several-others =
    { $n ->
        [zero] سيظهر { $n } مسار، ولا وجه. لماذا؟
        [one] سيظهر مسار واحد، ولا وجه. لماذا؟
        [two] سيظهر مساران، ولا وجه. لماذا؟
        [few] ستظهر { $n } مسارات، ليس بينها وجه. لماذا؟
        [many] سيظهر { $n } مسارًا، ليس بينها وجه. لماذا؟
       *[other] سيظهر { $n } مسار، ليس بينها وجه. لماذا؟
    }
keep-several-action = أبقِ { $n } ظاهرة
keep-several-example = رجال شرطة في الخدمة
keep-all-but =
    { $n ->
        [zero] المسارات { $ids } تغطّي كل ما هو خارجها. من دونها يظهر ذلك كله حيث لا يغطّيه مسار آخر.
        [one] المسار { $ids } يغطّي كل ما هو خارجه. من دونه يظهر ذلك كله حيث لا يغطّيه مسار آخر.
        [two] المساران { $ids } يغطّيان كل ما هو خارجهما. من دونهما يظهر ذلك كله حيث لا يغطّيه مسار آخر.
        [few] المسارات { $ids } تغطّي كل ما هو خارجها. من دونها يظهر ذلك كله حيث لا يغطّيه مسار آخر.
        [many] المسارات { $ids } تغطّي كل ما هو خارجها. من دونها يظهر ذلك كله حيث لا يغطّيه مسار آخر.
       *[other] المسارات { $ids } تغطّي كل ما هو خارجها. من دونها يظهر ذلك كله حيث لا يغطّيه مسار آخر.
    }
keep-why = لماذا؟
keep-all-but-action = أظهِر ما هو خارجه
keep-all-but-example = كل وجه يغطّيه مساره
kept-several =
    { $n ->
        [zero] يظهر { $n } مسار؛ لم تُعلَّم كمراجَعة.
        [one] يظهر مسار واحد؛ لم تُعلَّم كمراجَعة.
        [two] يظهر مساران؛ لم تُعلَّم كمراجَعة.
        [few] يظهر { $n } مسارات؛ لم تُعلَّم كمراجَعة.
        [many] يظهر { $n } مسارًا؛ لم تُعلَّم كمراجَعة.
       *[other] يظهر { $n } مسار؛ لم تُعلَّم كمراجَعة.
    }
kept-all-but =
    { $n ->
        [zero] لم تعد المسارات { $ids } تغطّي شيئًا خارجها.
        [one] لم يعد المسار { $ids } يغطّي شيئًا خارجه.
        [two] لم يعد المساران { $ids } يغطّيان شيئًا خارجهما.
        [few] لم تعد المسارات { $ids } تغطّي شيئًا خارجها.
        [many] لم تعد المسارات { $ids } تغطّي شيئًا خارجها.
       *[other] لم تعد المسارات { $ids } تغطّي شيئًا خارجها.
    }
different-decisions = بعضها مغطّى وبعضها ظاهر: اختر مسارات لها القرار نفسه.
why-visible =
    { $n ->
        [zero] لماذا تبقى المسارات { $ids } ظاهرة؟
        [one] لماذا يبقى المسار { $ids } ظاهرًا؟
        [two] لماذا يبقى المساران { $ids } ظاهرين؟
        [few] لماذا تبقى المسارات { $ids } ظاهرة؟
        [many] لماذا تبقى المسارات { $ids } ظاهرة؟
       *[other] لماذا تبقى المسارات { $ids } ظاهرة؟
    }
why-covered =
    { $n ->
        [zero] لماذا تبقى المسارات { $ids } مغطّاة؟
        [one] لماذا يبقى المسار { $ids } مغطّى؟
        [two] لماذا يبقى المساران { $ids } مغطّيين؟
        [few] لماذا تبقى المسارات { $ids } مغطّاة؟
        [many] لماذا تبقى المسارات { $ids } مغطّاة؟
       *[other] لماذا تبقى المسارات { $ids } مغطّاة؟
    }
why-visible-example = شرطي في الخدمة
why-covered-example = أحد المارّة
save-reason = احفظ السبب
which-reason =
    { $n ->
        [zero] ما سبب المسارات { $ids }؟
        [one] ما سبب المسار { $ids }؟
        [two] ما سبب المسارين { $ids }؟
        [few] ما سبب المسارات { $ids }؟
        [many] ما سبب المسارات { $ids }؟
       *[other] ما سبب المسارات { $ids }؟
    }
reason-saved =
    { $n ->
        [zero] المسارات { $ids }: { $code }.
        [one] المسار { $ids }: { $code }.
        [two] المساران { $ids }: { $code }.
        [few] المسارات { $ids }: { $code }.
        [many] المسارات { $ids }: { $code }.
       *[other] المسارات { $ids }: { $code }.
    }
reason-label = السبب
describe-question = ماذا يحدث من { $from } إلى { $to }؟ الحدث، مع أرقام المسارات. لا حقل للاسم: هوية الشخص لا تُستنتج من الفيديو، والاسم الذي يُسلَّم لا يُسترد.
describe-action = دوِّنه
describe-example = هراوة، ثلاث ضربات، المسار 4 على الأرض
described = دُوِّن، من { $from } إلى { $to }.
frame-being-drawn = لم يُحسب: يُسحب إطار الآن.
not-the-sample = لم يُحسب: هذا هو الإطار المسحوب. S إن لم يكن فيه شيء مكشوف.
play-and-mark = شغّل هذه الإطارات وعلِّمها بـ Shift S: ما يحدث بين الأغطية لا يظهر إلا في الحركة.
dismissed =
    { $n ->
        [0] لا شيء مكشوف هناك. لم يبق أي موضع.
        [one] لا شيء مكشوف هناك. بقي موضع واحد.
        [two] لا شيء مكشوف هناك. بقي موضعان.
        [few] لا شيء مكشوف هناك. بقيت { $n } مواضع.
        [many] لا شيء مكشوف هناك. بقي { $n } موضعًا.
       *[other] لا شيء مكشوف هناك. بقي { $n } موضع.
    }
again-playing = ألا يوجد هنا وجه مكشوف آخر؟ إذن علِّم هذه الإطارات بـ Shift S.
again-seen = عُرض كل ما يجب النظر إليه مجددًا: علِّمه بـ Shift S.
again-none = لم يُكشف شيء بعد النظر.
all-marked = كل الإطارات المعروضة معلَّمة من قبل.
frames-marked =
    { $n ->
        [zero] عُلِّم { $n } إطار كمراجَع.
        [one] عُلِّم إطار واحد كمراجَع.
        [two] عُلِّم إطاران كمراجَع.
        [few] عُلِّم { $n } إطارات كمراجَع.
        [many] عُلِّم { $n } إطارًا كمراجَع.
       *[other] عُلِّم { $n } إطار كمراجَع.
    }
all-selected = كل المسارات مختارة، فلن يُغطّى أي منها؛ اختر أقل.
keep-only-question =
    { $n ->
        [zero] إبقاء المسارات { $ids } ظاهرة وتغطية البقية ({ $others }). لماذا؟
        [one] إبقاء المسار { $ids } ظاهرًا وتغطية البقية ({ $others }). لماذا؟
        [two] إبقاء المسارين { $ids } ظاهرين وتغطية البقية ({ $others }). لماذا؟
        [few] إبقاء المسارات { $ids } ظاهرة وتغطية البقية ({ $others }). لماذا؟
        [many] إبقاء المسارات { $ids } ظاهرة وتغطية البقية ({ $others }). لماذا؟
       *[other] إبقاء المسارات { $ids } ظاهرة وتغطية البقية ({ $others }). لماذا؟
    }
keep-only-action = غطِّ الكل إلا هذه
kept-only =
    { $n ->
        [zero] غُطّي الكل إلا المسارات { $ids }.
        [one] غُطّي الكل إلا المسار { $ids }.
        [two] غُطّي الكل إلا المسارين { $ids }.
        [few] غُطّي الكل إلا المسارات { $ids }.
        [many] غُطّي الكل إلا المسارات { $ids }.
       *[other] غُطّي الكل إلا المسارات { $ids }.
    }
ends-before = لا يمكن أن ينتهي مسار قبل أن يبدأ.
ends-lost-last = ما يُظهره المسار { $track } يُفقد بعد الإطار { $frame }، وينتهي غطاؤه هناك. B يرسم مستطيلًا حيث هو؛ ] مرة أخرى تُبقي الغطاء في مكانه حتى هنا.
ends-lost-first = ما يُظهره المسار { $track } يُفقد قبل الإطار { $frame }، ويبدأ غطاؤه هناك. B يرسم مستطيلًا حيث هو؛ [ مرة أخرى تُبقي الغطاء في مكانه بدءًا من هنا.
all-but-ends = خارج هذه الإطارات لم يعد المسار { $track } يغطّي شيئًا، وكل شيء مكشوف. U يتراجع عن ذلك.
split-done = ينتهي المسار { $track } قبل هذا الإطار؛ ومنه يستمر المسار { $new } مغطّى.
select-two = اختر المسارين اللذين تريد وصلهما: E، أو Ctrl مع النقر.
undone = تم التراجع.
undone-edit = تم التراجع: { $edit }.
redone = أُعيد.
redone-edit = أُعيد: { $edit }.
edit-cover = تغطية
edit-keep = إبقاء ظاهرًا
edit-keep-only = إبقاء هذه فقط
edit-no-face = ليس وجهًا
edit-draw = رسم
edit-move = تحريك
edit-follow = تتبّع
edit-area = منطقة
edit-labels = وسوم
edit-ends = الطرفان
edit-split = تقسيم
edit-join = وصل
edit-reviewed = روجع
edit-check-by-sample = فحص بالعيّنة
edit-nothing-bare = لا شيء مكشوف
edit-silence = صمت
edit-bleep = صفير
edit-disguise = تمويه الصوت
edit-default = سحب القرار
edit-move-sound = تحريك الصوت
edit-reason = سبب
edit-describe = وصف
cannot-undo = لا شيء للتراجع عنه.
cannot-redo = لا شيء لإعادته.
no-place-after = لا موضع بعد هذا قد يكون مكشوفًا.
no-place-before = لا موضع قبل هذا قد يكون مكشوفًا.

## Review page: the lists

places-label = مواضع قد تكون مكشوفة
places-title =
    { $n ->
        [zero] قد يكون مكشوفًا: { $n } موضع
        [one] قد يكون مكشوفًا: موضع واحد
        [two] قد يكون مكشوفًا: موضعان
        [few] قد يكون مكشوفًا: { $n } مواضع
        [many] قد يكون مكشوفًا: { $n } موضعًا
       *[other] قد يكون مكشوفًا: { $n } موضع
    }
places-none = لا موضع قد يكون مكشوفًا
risk-unknown = لم يُبحث عن الوجوه، فعدد المكشوف منها غير معروف
risk-none = لم يُعثر على ما يدعو إلى توقّع وجوه مكشوفة
risk-expected = العدد المتوقّع للوجوه المكشوفة { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) } (95٪: من { $low } إلى { $high })
kinds-label = ما يُعرض
show-kind = إظهار: { $kind } ({ $key })
hide-kind = إخفاء: { $kind } ({ $key })
kind-face-lower = الوجوه
kind-head-lower = الرؤوس
kind-text-lower = النص
kind-plate-lower = اللوحات
kind-area-lower = المناطق
sort = الترتيب
order-unsure = الأقل ثقة
order-time = الزمن
order-large = الأكبر
order-small = الأصغر
show = عرض
filter-all = الكل
filter-unreviewed = لم يُراجع
filter-removable = يمكن إزالته
filter-covered = مغطّى
filter-visible = ظاهر
filter-below = ثقة أقل من
filter-drawn = مرسوم
filter-current = في هذا الإطار
least-confidence = أقل ثقة بالمئة
listed =
    { $n ->
        [zero] { $listed } من { $n } مسار
        [one] { $listed } من مسار واحد
        [two] { $listed } من مسارين
        [few] { $listed } من { $n } مسارات
        [many] { $listed } من { $n } مسارًا
       *[other] { $listed } من { $n } مسار
    }
listed-below = { $percent }٪: { $listed }، منها نحو { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } من الوجوه
listed-below-others = { $percent }٪: { $listed }، لا وجه
no-match = لا مسار يطابق هذا المرشّح.
no-face = لم يُكتشف أي وجه. شاهد الفيديو، وارسم مستطيلًا (B) حول ما فات.
nothing-detected = لم يُعثر على شيء. شاهد الفيديو، وارسم مستطيلًا (B) حول ما فات.
card-covered = { $track } مغطّى
card-visible = { $track } ظاهر
card-covered-kind = { $track } { $kind }: مغطّى
card-visible-kind = { $track } { $kind }: ظاهر
card-findings =
    { $n ->
        [zero] النتائج { $ids }
        [one] النتيجة { $ids }
        [two] النتيجتان { $ids }
        [few] النتائج { $ids }
        [many] النتائج { $ids }
       *[other] النتائج { $ids }
    }
card-reason = «{ $reason }»
card-reviewed = روجع
card-not-reviewed = لم يُراجع بعد
card-label-reviewed = المسار { $facts }، روجع
card-label-not-reviewed = المسار { $facts }، لم يُراجع بعد

## Review page: check by sample

sample-toggle = فحص بالعيّنة
sample-toggle-hint = انظر إلى إطارات مسحوبة عشوائيًا
sample-nothing = لا شيء مكشوف
sample-nothing-hint = لا وجه مكشوف في هذا الإطار
sample-drawing = يُسحب إطار الآن…
sample-idea = تُسحب الإطارات عشوائيًا؛ ومما تراه فيها يُستنتج كم منها، على الأكثر، يُظهر وجهًا مكشوفًا.
sample-idea-all = تُسحب الإطارات عشوائيًا من كل الملفات ({ $files })؛ ومما تراه فيها يُستنتج كم منها، على الأكثر، يُظهر وجهًا مكشوفًا.
sample-question = هل في الإطار { $frame } وجه مكشوف؟ S: لا. B: ارسم مستطيلًا حوله؛ يُغطّى ويُحسب موجودًا.
sample-question-of = هل في الإطار { $frame } من { $name } وجه مكشوف؟ S: لا. B: ارسم مستطيلًا حوله؛ يُغطّى ويُحسب موجودًا.
sample-elsewhere = ليس هذا هو الإطار المسحوب: S يعود إلى الإطار { $frame }.
sample-elsewhere-of = ليس هذا هو الإطار المسحوب: S يعود إلى الإطار { $frame } من { $name }.
sample-none = لم يُفحص أي إطار بالعيّنة.
sample-bound = على الأكثر { $share }٪ من الإطارات تُظهر وجهًا مكشوفًا (95٪)
sample-bound-files = على الأكثر { $share }٪ من إطارات الملفات كلها ({ $files }) تُظهر وجهًا مكشوفًا (95٪)
sample-bound-archive = على الأكثر { $share }٪ من إطارات الأرشيف تُظهر وجهًا مكشوفًا (95٪)
sample-looks =
    { $n ->
        [zero] بعد { $n } نظرة
        [one] بعد نظرة واحدة
        [two] بعد نظرتين
        [few] بعد { $n } نظرات
        [many] بعد { $n } نظرة
       *[other] بعد { $n } نظرة
    }
sample-finds = منها بوجه مكشوف: { $n }
sample-by = نظر: { $names }
sample-drawn = نُظر في { $checked } من { $drawn } من الإطارات المسحوبة
sample-drawn-then = عندما يُنظر فيها كلها يُعرف الحد
sample-hopeless = لا عدد من النظرات يبلغ به 1٪: الوجوه مكشوفة كثيرًا. راجع الفيديو كله.
sample-left =
    { $n ->
        [zero] للوصول إلى 1٪ بقيت { $n } نظرة، إن لم يُعثر على شيء آخر.
        [one] للوصول إلى 1٪ بقيت نظرة واحدة، إن لم يُعثر على شيء آخر.
        [two] للوصول إلى 1٪ بقيت نظرتان، إن لم يُعثر على شيء آخر.
        [few] للوصول إلى 1٪ بقيت { $n } نظرات، إن لم يُعثر على شيء آخر.
        [many] للوصول إلى 1٪ بقيت { $n } نظرة، إن لم يُعثر على شيء آخر.
       *[other] للوصول إلى 1٪ بقيت { $n } نظرة، إن لم يُعثر على شيء آخر.
    }

## Review page: sound

sound-warning = الصوت المموَّه أصعب على التعرّف، لكنه لا يُخفي الهوية: يمكن إزالة التمويه أكثر مما يبدو للسمع، وتبقى الكلمات واللكنة والإيقاع. لمن هم في خطر اختر الصمت، أو انشر ما قيل نصًا.
audio-mute = يُزال
audio-disguise = أصوات مموَّهة: لا تُخفي الهوية
audio-keep = يبقى: الصوت يدلّ على صاحبه
audio-mute-short = يُزال
audio-disguise-short = أصوات مموَّهة
audio-keep-short = يبقى
heard-keep = يبقى
heard-silence = صمت
heard-bleep = صفير
heard-disguise = مموَّه
heard-default = كسائر الصوت
stretches-keep =
    { $n ->
        [zero] { $n } جزء باقٍ
        [one] جزء واحد باقٍ
        [two] جزءان باقيان
        [few] { $n } أجزاء باقية
        [many] { $n } جزءًا باقيًا
       *[other] { $n } جزء باقٍ
    }
stretches-disguise =
    { $n ->
        [zero] { $n } جزء مموَّه
        [one] جزء واحد مموَّه
        [two] جزءان مموَّهان
        [few] { $n } أجزاء مموَّهة
        [many] { $n } جزءًا مموَّهًا
       *[other] { $n } جزء مموَّه
    }
stretches-silence =
    { $n ->
        [zero] { $n } جزء صامت
        [one] جزء واحد صامت
        [two] جزءان صامتان
        [few] { $n } أجزاء صامتة
        [many] { $n } جزءًا صامتًا
       *[other] { $n } جزء صامت
    }
stretches-bleep =
    { $n ->
        [zero] { $n } جزء بصفير
        [one] جزء واحد بصفير
        [two] جزءان بصفير
        [few] { $n } أجزاء بصفير
        [many] { $n } جزءًا بصفير
       *[other] { $n } جزء بصفير
    }
sound-is-mute = الصوت يُزال
sound-is-keep = الصوت يبقى: الصوت يدلّ على صاحبه
sound-is-disguise = الصوت يبقى، والأصوات البشرية فيه مموَّهة: لا تُخفي الهوية
sound-rest-mute = الصوت: { $stretches }؛ والباقي يُزال
sound-rest-keep = الصوت: { $stretches }؛ والباقي يبقى: الصوت يدلّ على صاحبه
sound-rest-disguise = الصوت: { $stretches }؛ والباقي يبقى، والأصوات البشرية فيه مموَّهة: لا تُخفي الهوية
sound-heading = الصوت
sound-span = الصوت { $from } إلى { $to }
sound-tool-keep = إبقاء
sound-tool-keep-hint = أبقه كما هو: الصوت يدلّ على صاحبه
sound-tool-silence = صمت
sound-tool-silence-hint = لا يُسمع شيء
sound-tool-bleep = صفير
sound-tool-bleep-hint = تُسمع نغمة بدلًا منه
sound-tool-disguise = تمويه
sound-tool-back = سحب
sound-tool-back-hint = يُعامل كسائر الصوت
sound-tool-why = السبب
sound-tool-why-hint = اذكر السبب
hear-before = اسمع قبل
hear-before-hint = كما هو في الأصل
hear-after = بعد
hear-after-hint = كما سيكون؛ التمويه يختلف كل مرة
other-sound = سائر الصوت
other-sound-hint = ماذا يحدث للصوت الذي لم يُقرَّر فيه شيء
nothing-decided = لم يُقرَّر شيء
next-speech = T: الكلام التالي
decided-with-reason = { $decision }: { $reason }
no-sound = ليس في هذا الملف صوت.
no-sound-chosen = اختر صوتًا أولًا: T إلى الكلام التالي، { "{" } و { "}" } للبداية والنهاية، أو اسحب فوق الموجة.
sound-kept = يبقى: الصوت يدلّ على صاحبه. Y يذكر السبب.
sound-disguised = مُوِّه: أصعب على التعرّف، لا يُخفي الهوية. Y يذكر السبب.
sound-taken-back = سُحب القرار: كسائر الصوت.
sound-silenced = هذا صامت الآن. Y يذكر السبب.
sound-bleeped = هذا بصفير الآن. Y يذكر السبب.
nothing-decided-here = لم يُقرَّر شيء في هذا الصوت بعينه: المفاتيح 1 إلى 4 تقرّر.
why-sound-keep = لماذا يبقى هذا الصوت؟
why-sound-silence = لماذا هذا الصوت صامت؟
why-sound-bleep = لماذا هذا الصوت بصفير؟
why-sound-disguise = لماذا هذا الصوت مموَّه؟
why-sound-default = لماذا هذا الصوت كسائر الصوت؟
why-sound-example = اسم
sound-has-ended = انتهى الصوت قبل هذا الإطار.
no-sound-after = لا كلام ولا جزء بعد هذا.
no-sound-before = لا كلام ولا جزء قبل هذا.
reading-sound = يُقرأ الصوت…
lane-label = الصوت: { $facts }
lane-speech =
    { $n ->
        [zero] { $n } جزء من الكلام
        [one] جزء واحد من الكلام
        [two] جزءان من الكلام
        [few] { $n } أجزاء من الكلام
        [many] { $n } جزءًا من الكلام
       *[other] { $n } جزء من الكلام
    }
lane-stretches =
    { $n ->
        [zero] { $n } جزء مقرَّر
        [one] جزء واحد مقرَّر
        [two] جزءان مقرَّران
        [few] { $n } أجزاء مقرَّرة
        [many] { $n } جزءًا مقرَّرًا
       *[other] { $n } جزء مقرَّر
    }
lane-chosen = المختار: { $from } إلى { $to }، { $decision }

## Review page: time line

time-label = الزمن
time-value = { $time }، الإطار { $frame }

## Review page: finish

render-heading = إنشاء النتيجة
option-method = كيف يُغطّى
method-solid = أسود مصمت
method-mosaic = فسيفساء: يمكن مطابقة الوجوه
method-blur = تغبيش: يمكن مطابقة الوجوه
option-shape = الشكل
shape-ellipse = بيضوي
shape-box = مستطيل
option-size = الحجم، بالوجوه
option-sound = الصوت
option-sound-videos = صوت مقاطع الفيديو
option-subtitles = الترجمة النصية
option-subtitles-videos = الترجمة النصية لمقاطع الفيديو
subtitles-drop = تُزال
subtitles-keep = تبقى
run-audit = شغّل التدقيق
stop-job = إيقاف
open-report = افتح التقرير
check-places =
    { $n ->
        [0] لم يبق موضع قد يكون مكشوفًا
        [one] موضع واحد قد يكون فيه وجه مكشوف
        [two] موضعان قد يكون فيهما وجه مكشوف
        [few] { $n } مواضع قد يكون فيها وجه مكشوف
        [many] { $n } موضعًا قد يكون فيه وجه مكشوف
       *[other] { $n } موضع قد يكون فيه وجه مكشوف
    }
check-tracks =
    { $n ->
        [0] روجعت كل المسارات
        [one] مسار واحد لم يُراجع
        [two] مساران لم يُراجعا
        [few] { $n } مسارات لم تُراجع
        [many] { $n } مسارًا لم يُراجع
       *[other] { $n } مسار لم يُراجع
    }
check-picture = روجعت الصورة نفسها
check-picture-not = لم تُراجع الصورة نفسها
check-film = روجع { $percent }٪ من الفيديو
check-visible =
    { $n ->
        [0] كل المسارات مغطّاة
        [one] مسار واحد سيظهر: { $which }
        [two] مساران سيظهران: { $which }
        [few] { $n } مسارات ستظهر: { $which }
        [many] { $n } مسارًا سيظهر: { $which }
       *[other] { $n } مسار سيظهر: { $which }
    }
check-damaged =
    { $n ->
        [zero] الأصل تالف في { $n } موضع
        [one] الأصل تالف في موضع واحد
        [two] الأصل تالف في موضعين
        [few] الأصل تالف في { $n } مواضع
        [many] الأصل تالف في { $n } موضعًا
       *[other] الأصل تالف في { $n } موضع
    }
tracks-with-reason = { $ids } ({ $reason })
render-file = أنشئ { $name }
render-all = أنشئ الكل ({ $n })
replace-one = استبدل النتيجة الموجودة
replace-others =
    { $n ->
        [zero] استبدل النتائج الموجودة: { $n } ملف آخر من { $files }
        [one] استبدل النتائج الموجودة: ملف واحد آخر من { $files }
        [two] استبدل النتائج الموجودة: ملفان آخران من { $files }
        [few] استبدل النتائج الموجودة: { $n } ملفات أخرى من { $files }
        [many] استبدل النتائج الموجودة: { $n } ملفًا آخر من { $files }
       *[other] استبدل النتائج الموجودة: { $n } ملف آخر من { $files }
    }
mosaic-warning = تحت الفسيفساء ما زالت برامج التعرّف المتاحة تطابق معظم الوجوه إذا عُرف كيف صُنعت. الأسود المصمت لا يترك شيئًا للمطابقة.
blur-warning = تحت التغبيش ما زالت برامج التعرّف المتاحة تطابق معظم الوجوه إذا عُرف كيف صُنع. الأسود المصمت لا يترك شيئًا للمطابقة.
job-progress = { $stage }: { $done } من { $total }
job-done-so-far = { $stage }: { $done }
job-begun = { $stage }…
audit-says = التدقيق: { $sentence }
batch-progress = { $name }: { $number } من { $total }
batch-rendered = أُنشئ { $done } من { $total }
batch-stopped = أُنشئ { $done } من { $total }، ثم توقّف
batch-unseen = لم ينظر أحد في { $n } منها
batch-unfinished =
    { $n ->
        [zero] لم تكتمل مراجعة { $n } منها
        [one] لم تكتمل مراجعة { $n } منها
        [two] لم تكتمل مراجعة { $n } منها
        [few] لم تكتمل مراجعة { $n } منها
        [many] لم تكتمل مراجعة { $n } منها
       *[other] لم تكتمل مراجعة { $n } منها
    }
batch-failed = تعذّر { $n }: { $error }
job-failed = تعذّر
job-stopped = أُوقف؛ لم يُكتب شيء
job-broken = فشل؛ الخطأ في الطرفية
job-rendered = أُنشئ
job-archive-stopped = أُوقف العمل على هذا المجلد؛ يُتابع من قائمة الملفات
job-covered =
    { $frames ->
        [zero] { $name }: الأغطية في { $covered } من { $frames } من الإطارات
        [one] { $name }: الأغطية في { $covered } من { $frames } من الإطارات
        [two] { $name }: الأغطية في { $covered } من { $frames } من الإطارات
        [few] { $name }: الأغطية في { $covered } من { $frames } من الإطارات
        [many] { $name }: الأغطية في { $covered } من { $frames } من الإطارات
       *[other] { $name }: الأغطية في { $covered } من { $frames } من الإطارات
    }
job-damaged =
    { $n ->
        [zero] سقط منه { $n } موضع تالف
        [one] سقط منه موضع تالف واحد
        [two] سقط منه موضعان تالفان
        [few] سقطت منه { $n } مواضع تالفة
        [many] سقط منه { $n } موضعًا تالفًا
       *[other] سقط منه { $n } موضع تالف
    }
job-left-out = تُرك: { $what }
job-audited = دُقّق؛ التقرير في { $folder }
job-sound-kept = أُبقي الصوت
job-sound-left-out = تُرك الصوت
job-sound-rest-kept = الصوت: { $stretches }، وأُبقي الباقي
job-sound-rest-left-out = الصوت: { $stretches }، وتُرك الباقي
job-disguised = الصوت المموَّه ليس مجهولًا
finding-face = وجه مكشوف
finding-head = رأس مكشوف
finding-text = نص مكشوف
finding-plate = لوحة سيارة مكشوفة
finding-moved-cover = غطاء مفقود
finding-shaken = لا بد أن هنا وجهًا، في إطار مهتز
finding-look = انظر هنا
finding-track = المسار { $track }
finding-no-track = ليس في الخطة
finding-photo = { $number }: { $what }، { $which }، { $px } بكسل، بقي { $percent }٪
finding-film = { $number }: { $what }، { $from } إلى { $to }، { $which }، { $px } بكسل، بقي { $percent }٪
finding-answer = ليس وجهًا: { $reason } ({ $by })
finding-answer-other = لا شيء يجب تغطيته: { $reason } ({ $by })
finding-withdraw = اسحب الجواب
finding-deny = ليس وجهًا…
finding-deny-other = لا شيء يجب تغطيته…
finding-question = النتيجة { $number }: نظرتَ ولا وجه هناك. ماذا هناك بدلًا منه؟ (بلا أسماء.)
finding-question-other = النتيجة { $number }: نظرتَ ولا شيء هناك يجب تغطيته. ماذا هناك؟ (بلا أسماء.)
finding-no-longer-counts = لا تُحسب بعد الآن
finding-example = ملصق

## What a file holds besides pictures, and an output does not have

content-other = { $what }
content-several = { $count } x { $what }
content-cover-picture = صورة الغلاف
content-video-stream = مسار فيديو آخر ({ $what })
content-attached-file = ملف مرفق
content-data-stream = مسار بيانات ({ $name })
content-nameless = بلا اسم
content-captions = ترجمات مخفية
content-time-codes = رموز زمنية
content-hdr10-plus = بيانات HDR10+ الوصفية المتغيّرة
content-dolby-vision = بيانات Dolby Vision الوصفية
content-spherical = بيانات وصفية لتصوير 360°
content-second-view-metadata = بيانات وصفية لمنظور ثانٍ
content-second-view = منظور ثانٍ (فيديو مجسّم)
content-user-data = بيانات مستخدم داخل الصور المرمّزة
content-metadata = بيانات وصفية ({ $tags })
content-xmp-metadata = بيانات XMP الوصفية
content-cut-off = ما تقتطعه المشغّلات من حواف الصورة
content-transparency = الشفافية، وقد صارت سوداء، مع ما كان تحتها
content-display-hdr = بيانات HDR وصفية لشاشة
content-picture-sizes = أحجام صور غير { $size } ({ $others })، وقد وُضعت داخله مع أشرطة
content-pixel-shape = شكل بكسلاته، وهي غير مربّعة
content-stated-colours = وصف ألوانه
content-first-field = أي حقل من صوره المتشابكة يأتي أولًا
content-chroma-location = موضع الألوان بين بكسلاته
content-sound = الصوت ({ $codec })
content-subtitles = الترجمات ({ $codec })
content-encrypted = { $what }: مشفّر
content-unknown-format = { $what }: صيغة لا يُعرف عنها شيء، فلا يمكن تنظيفها
content-unwritable = { $what }: لا يتّسع له أي ملف يمكن كتابته
content-undecodable = { $what }: يتعذّر فك ترميزه
content-part = { $what }: { $part }
content-cue-names = أسماء المقاطع
content-header-comments = تعليقات وتلميحات في الترويسة
content-script-information = معلومات النص
content-style-names = أسماء الأنماط
content-font-names = أسماء الخطوط
content-speaker-names = أسماء المتحدثين
content-notes = ملاحظات
content-notes-and-styles = ملاحظات وأنماط
content-links-and-notes = روابط وملاحظات
content-hidden-tags = وسوم لا تظهر
content-damaged-exif = EXIF تالفة
content-hidden-edges = ما تخفيه فتحته الصافية
content-xmp = XMP
content-iptc = IPTC
content-exif = EXIF
content-photoshop = بيانات Photoshop
content-comments = تعليقات
content-text-chunks = كتل نصية
content-modification-time = وقت التعديل
content-unknown-chunks = كتل مجهولة
content-application-data = بيانات تطبيقات
content-trailing = بيانات بعد نهاية الصورة
content-other-metadata = بيانات وصفية أخرى
content-gps = موقع GPS
content-maker-notes = ملاحظات الصانع
content-thumbnail = صورة مصغّرة مضمّنة
content-auxiliary = صور مساعدة
content-sequence = سلسلة صور
content-gain-map = خريطة إضاءة (HDR)
content-depth-map = خريطة عمق
content-motion-photo = فيديو (صورة متحركة)
content-under-transparent = ما كان تحت البكسلات الشفافة
content-lower-bits = أدنى { $lost } من { $bits } بت
content-full-colours = الألوان بدقتها الكاملة (لها الآن نصفها، 4:2:0)
content-colour-description = وصف الألوان (قد تبدو مختلفة)
content-icc = ملف ICC اللوني (قد تختلف الألوان قليلًا)
content-icc-damaged = ملف ICC لوني تالف
content-icc-srgb = ملف ICC اللوني (sRGB، وهو المفترض أصلًا)
content-icc-device = ملف ICC لوني لجهاز (قد تختلف الألوان قليلًا)
content-chapters =
    { $n ->
        [zero] لا فصول
        [one] فصل واحد
        [two] فصلان
        [few] { $n } فصول
        [many] { $n } فصلًا
       *[other] { $n } فصل
    }
content-pictures =
    { $n ->
        [zero] لا صور ولا صفحات أخرى
        [one] صورة أو صفحة أخرى
        [two] صورتان أو صفحتان أخريان
        [few] { $n } صور أو صفحات أخرى
        [many] { $n } صورة أو صفحة أخرى
       *[other] { $n } صورة أو صفحة أخرى
    }
content-damaged-pieces =
    { $n ->
        [zero] { $what }: لا أجزاء تالفة
        [one] { $what }: جزء تالف واحد، وهو صامت
        [two] { $what }: جزءان تالفان صامتان
        [few] { $what }: { $n } أجزاء تالفة صامتة
        [many] { $what }: { $n } جزءًا تالفًا صامتًا
       *[other] { $what }: { $n } جزء تالف صامت
    }

## Review page: the list of keys

keys-tracks = المسارات
keys-film = الفيديو
keys-sound = الصوت
keys-fix = التصحيح
keys-all = عام
key-next-track = المسار التالي
key-previous-track = المسار السابق
key-cover = غطِّ؛ وكذلك موضعًا قد يكون مكشوفًا
key-keep = أبقه ظاهرًا
key-keep-above = أبقِ ما يعلوه أيضًا
key-why = اذكر لماذا هو مغطّى أو ظاهر
key-reason = أعطه سببًا من القائمة؛ 1 إلى 9، والأخير أولًا
key-reviewed = روجع، التالي؛ أو: لا شيء مكشوف هنا
key-select = اختره أو لا (لعدة مسارات)
key-select-all = اختر كل ما في القائمة
key-all-but = غطِّ الكل إلا المختار
key-select-none = لا تختر شيئًا
key-kinds = أظهر أو أخفِ الوجوه والرؤوس والنص واللوحات والمناطق
key-play = تشغيل، إيقاف مؤقت
key-frame = إطار واحد
key-second = ثانية واحدة
key-ends = الإطار الأول، الأخير
key-speed = أبطأ، أسرع
key-place = الموضع التالي، السابق الذي قد يكون مكشوفًا
key-mode = مغطّى، حدود، الأصل
key-zoom = تكبير، تصغير، الصورة كلها
key-zoom-track = تكبير إلى المسار
key-describe = دوِّن ما يحدث في الإطارات التي عُرضت للتو
key-sample = فحص بالعيّنة: S إن لم يكن شيء مكشوفًا، B يرسم مستطيلًا حوله
key-mark = علِّم الإطارات المعروضة كمراجَعة
key-again = عرض ما كُشف بعد النظر
key-sound-step = الكلام أو الجزء التالي، السابق
key-sound-ends = يبدأ جزء، ينتهي عند هذا الإطار
key-sound-keep = أبقه: الصوت يدلّ على صاحبه
key-sound-silence = صمت
key-sound-bleep = صفير
key-sound-disguise = موِّه الصوت: لا يُخفي الهوية
key-sound-back = اسحب القرار، كسائر الصوت
key-sound-why = اذكر السبب
key-hear = اسمعه قبل، بعد
key-draw = ارسم مستطيلًا حول ما فات
key-follow = تتبّعه في الاتجاهين
key-move = حرّك مستطيل المسار: الأسهم؛ ومع Shift الحجم
key-put = ضعه هناك
key-put-film = ضعه هناك في الفيديو كله
key-area = المزيد: ثابت في المشهد، الإطار كله، الكل إلا، على كل الملفات
key-track-ends = يبدأ المسار، ينتهي هنا
key-split = اقسم المسار هنا
key-join = صِل المسارين المختارين
key-undo = تراجع
key-redo = إعادة
key-files = الملف السابق، التالي
key-finish = إنهاء: إنشاء، تدقيق
key-help = هذه المفاتيح

## The verdict of an audit, on the page and in the report

verdict-passed = يمكن نشره، بقدر ما أمكن اختباره.
verdict-failed = ليس آمنًا: { $why }.
verdict-look =
    { $n ->
        [zero] انظر إلى { $n } موضع.
        [one] انظر إلى موضع واحد.
        [two] انظر إلى موضعين.
        [few] انظر إلى { $n } مواضع.
        [many] انظر إلى { $n } موضعًا.
       *[other] انظر إلى { $n } موضع.
    }
verdict-unknown = لا يُعرف هل هو آمن: { $why }.
verdict-unknown-then = وحتى عندئذ لا يُعرف هل هو آمن: { $why }.
why-original = هذا هو الأصل، بايتًا ببايت
why-bare =
    { $n ->
        [zero] { $n } وجه مكشوف
        [one] وجه واحد مكشوف
        [two] وجهان مكشوفان
        [few] { $n } وجوه مكشوفة
        [many] { $n } وجهًا مكشوفًا
       *[other] { $n } وجه مكشوف
    }
why-bare-head =
    { $n ->
        [zero] { $n } رأس مكشوف
        [one] رأس واحد مكشوف
        [two] رأسان مكشوفان
        [few] { $n } رؤوس مكشوفة
        [many] { $n } رأسًا مكشوفًا
       *[other] { $n } رأس مكشوف
    }
why-bare-text =
    { $n ->
        [zero] { $n } سطر نص مكشوف
        [one] سطر نص واحد مكشوف
        [two] سطرا نص مكشوفان
        [few] { $n } أسطر نص مكشوفة
        [many] { $n } سطر نص مكشوفًا
       *[other] { $n } سطر نص مكشوف
    }
why-bare-plate =
    { $n ->
        [zero] { $n } لوحة سيارة مكشوفة
        [one] لوحة سيارة واحدة مكشوفة
        [two] لوحتا سيارة مكشوفتان
        [few] { $n } لوحات سيارات مكشوفة
        [many] { $n } لوحة سيارة مكشوفة
       *[other] { $n } لوحة سيارة مكشوفة
    }
why-matched =
    { $n ->
        [zero] أمكنت مطابقة { $hits } من { $n } وجه عبر الغطاء
        [one] أمكنت مطابقة { $hits } من وجه واحد عبر الغطاء
        [two] أمكنت مطابقة { $hits } من وجهين عبر الغطاء
        [few] أمكنت مطابقة { $hits } من { $n } وجوه عبر الغطاء
        [many] أمكنت مطابقة { $hits } من { $n } وجهًا عبر الغطاء
       *[other] أمكنت مطابقة { $hits } من { $n } وجه عبر الغطاء
    }
why-contains = يحتوي الملف أيضًا على { $kind }: { $what }
why-frames =
    { $n ->
        [zero] تعذّرت مقارنة { $n } إطار بالأصل
        [one] تعذّرت مقارنة إطار واحد بالأصل
        [two] تعذّرت مقارنة إطارين بالأصل
        [few] تعذّرت مقارنة { $n } إطارات بالأصل
        [many] تعذّرت مقارنة { $n } إطارًا بالأصل
       *[other] تعذّرت مقارنة { $n } إطار بالأصل
    }
why-different = معظم الصورة يختلف عن الأصل
why-no-face = لم يُعثر في الأصل على وجه مؤكَّد، فلم يكن هناك ما يُبحث عنه
why-no-thing = لم يُعثر في الأصل بيقين على شيء مما بُحث عنه، فلم يكن هناك ما يُقارن
why-lost =
    { $n ->
        [zero] لا يُعرف ما حلّ بـ{ $n } وجه
        [one] لا يُعرف ما حلّ بـوجه واحد
        [two] لا يُعرف ما حلّ بـوجهين
        [few] لا يُعرف ما حلّ بـ{ $n } وجوه
        [many] لا يُعرف ما حلّ بـ{ $n } وجهًا
       *[other] لا يُعرف ما حلّ بـ{ $n } وجه
    }
why-pictures =
    { $n ->
        [zero] تبقى صورة تحت غطاء { $n } وجه
        [one] تبقى صورة تحت غطاء وجه واحد
        [two] تبقى صورة تحت غطاء وجهين
        [few] تبقى صورة تحت غطاء { $n } وجوه
        [many] تبقى صورة تحت غطاء { $n } وجهًا
       *[other] تبقى صورة تحت غطاء { $n } وجه
    }
extra-sound = الصوت
extra-subtitles = الترجمة النصية
extra-chapters = الفصول
extra-metadata = البيانات الوصفية
extra-pictures = الصور
extra-streams = المسارات
extra-name = الاسم
extra-trailing = بيانات في النهاية
extra-hidden-frames = إطارات مخفية
