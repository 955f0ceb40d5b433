# What the pages and the report of an audit say, in English. docs/desk.md ("Languages") says how to add one.
# Keys of the keyboard ("S", "Shift K") are those of a Latin keyboard; they work on all layouts.

## Both pages

no-script = This page needs JavaScript, which comes from this machine only.
switch-language = Language
comma = ,
semicolon = ;
cancel = Cancel
close = Close
server-answered = the server answered { $code }
server-gone = veilproof is not running any more; start veilproof again
key-shift = Shift
key-ctrl = Ctrl
key-enter = Enter
key-space = Space
key-escape = Esc
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn

## Both pages: errors

error-server = veilproof could not answer; the terminal says why
error-stale = This was changed elsewhere in the meantime; look at it again.
error-saved = This was saved, but cannot be shown now; reload the page.
refused = open the address that veilproof printed in the terminal, or start veilproof again
refused-key = this window does not have the key of the page; open the address that veilproof printed in the terminal, or start veilproof again
refused-used = this address was used already; open the next one, which the terminal shows, or start veilproof again
refused-ahead = this address works once, so it is not opened ahead of time
refused-report = this report was opened already; open it from the review page again
error-not-open = This file is not open any more; open it from the list of files.
error-no-file = No file is open yet; open one from the list.
error-closed = { $name } was closed meanwhile; try again.
error-too-many = { $name }: too many requests are waiting; nothing was changed, try again.
error-plan-busy = { $name }: another program is changing this plan; nothing was changed here, try again.
error-plan-replaced = { $name }: this is not the plan that the page was opened with; nothing was changed. Start veilproof again.
error-plan-changed = The plan was changed in the meantime; reload the page.
error-no-track = There is no track { $track }; reload the page.
error-track-not-here = Track { $track } is not in frame { $frame }; go to a frame in which it is.
error-box = A box must lie in the picture, or close to it, and have a width and a height; draw it again.
error-several-visible =
    { $n ->
        [one] { $n } track would become visible: give the reason why.
       *[other] { $n } tracks would become visible at once: give the reason why.
    }
error-outside-visible = All that is outside of track { $track } would become visible: give the reason why.
error-area-moves = Track { $track } moves, so it cannot be put on other files; draw a box that is fixed in the picture.
error-area-there = { $name }: nothing was drawn, because track { $track } covers all but its box already, and of two such tracks each shows what the other one covers; open that file, and draw there.
error-area-lost = Track { $track } is lost in frame { $frame } and shows nothing there; go to a frame in which it shows something.
error-area-all-lost = Track { $track } is lost in all of its frames; draw another one.
error-not-rendered = { $name }: nothing was rendered yet; render first.
error-output-exists = { $name } exists already: choose “{ replace-one }”, or move it away.
error-reason-letters = A reason is one line of visible letters: write “{ $reason }” anew.
error-audit-old = { $name }: it was rendered after its last audit; run the audit again.
error-job-running = This file is being rendered or audited already; wait for it.
error-split-first = Track { $track } begins with this frame; there is nothing to split.
error-join-kinds = Tracks { $one } and { $other } are covered in different shapes; leave them two.
error-join-all-but = One of tracks { $one } and { $other } covers all but its box, so one box around both would show more than both; leave them two.
error-not-drawn = Track { $track } was found, not drawn; draw a box over it instead.
error-nothing-to-undo = There is nothing to undo.
error-nothing-to-redo = There is nothing to redo.
error-no-sound-here = No sound lies there; choose a stretch of the film.
error-no-sound = { $name } has no sound that can be decoded.
error-no-words = Some words are missing; write them.
error-too-long =
    { $n ->
        [one] At most { $n } letter in one line: shorten “{ $words }”.
       *[other] At most { $n } letters, all in one line: shorten “{ $words }”.
    }
error-plan-altered = { $name }: this plan is not as veilproof wrote it, so it is not used. Restore it from a copy, or scan the file again.
error-decodes-differently = { $name } decodes differently than in the scan; scan it again.
error-missing = { $name } does not exist any more; put it back.
error-unreadable = { $name } cannot be read: it is damaged, or you have no permission.
error-changed = { $name } changed while it was read; wait until nothing writes to it, and try again.
error-other-original = { $name } is not the file that was scanned; scan it again.
error-disk-full = { $name } cannot be written: the disk is full. Make room, and try again.
error-too-large = { $name } cannot be written: it is larger than this disk or a limit allows.
error-no-permission = { $name } cannot be written: you have no permission in its folder.
error-no-folder = { $name } cannot be written: its folder is gone. Make it again.
error-unwritable = { $name } cannot be written; choose another folder or make room.
error-self-check = { $name } was written, but does not hold what it should, so it was not kept. Please report this.

## Start page: choosing

promise = Covers every face in photos and videos. Nothing leaves this machine, and your files are only read.
choose-title = Where are your photos and videos?
begun-title = Go on with
begun-state = { $finished } of { $items } done
location-home = Home
location-desktop = Desktop
location-videos = Videos
location-pictures = Pictures
location-downloads = Downloads
location-documents = Documents
location-disk = Disk: { $name }
locations-button = All places
up-button = Up
entries-label = Photos, videos and folders, the most recent first
choose-entry = Choose { $name }
open-entry = Open { $name }
kind-folder = folder
empty = There are no photos or videos here, and no folders.
others =
    { $n ->
        [one] { $n } other file is not shown.
       *[other] { $n } other files are not shown.
    }
more = Show more ({ $left } left)
sound-title = Sound
sound-mute = Leave it out
sound-mute-hint = The safest: a voice identifies a person.
sound-disguise = Disguise voices
sound-disguise-hint = Harder to recognise, not anonymous.
sound-keep = Keep it
sound-keep-hint = Everybody can be recognised by voice.
effort-title = Search for faces
effort-normal = Normal
effort-normal-hint = For most footage.
effort-high = Thorough
effort-high-hint = Finds more; takes two to three times as long.
destination = The results go to
start-all = Cover everybody in this folder
start-some =
    { $n ->
        [one] Cover everybody in { $n } chosen
       *[other] Cover everybody in { $n } chosen
    }
start-hint-all =
    { $n ->
        [one] { $n } file here, and all in the folders below.
       *[other] { $n } files here, and all in the folders below.
    }
start-hint-some = Untick all to take the whole folder.
begun-here = Some of this was done before. What is finished stays; the rest goes on.

## Start page: the list of files

progress = { $done } of { $total } done
failed-count =
    { $n ->
        [one] { $n } could not be done
       *[other] { $n } could not be done
    }
left-seconds = under a minute left
left-minutes =
    { $n ->
        [one] about { $n } minute left
       *[other] about { $n } minutes left
    }
left-hours =
    { $n ->
        [one] about { $n } hour left
       *[other] about { $n } hours left
    }
listing = Looking for photos and videos …
nothing-found = There are no photos or videos in what was chosen.
stop = Stop
stopping = Stopping …
go-on = Go on
retry = Try again what failed
finish-all = Finish all
finish-all-hint = Renders what you changed, and then attacks every result to see what still gets through.
show-results = Open the results
leave = Another folder
leave-hint = Work on this folder stops and goes on when you open it again.
quit = Quit
quit-hint = Ends the program. What is not finished goes on when you start it again.
quit-done = veilproof has ended. You can close this window.
column-file = File
column-state = State
column-places = May be bare
column-result = Result
column-audit = Audit
column-review = Review
rows-label = Files
page-rows = { $first } to { $last } of { $total }
previous = Previous
next = Next
state-waiting = Waiting
state-again = Waiting to be rendered again
state-starting = Starting
stage-scan = Finding faces
stage-listen = Finding voices
stage-render = Covering
stage-check = Checking the covers
stage-audit = Attacking the result
stage-search = Searching for faces again
stage-compare = Comparing with the original
stage-attack = Attacking the covers
state-failed = Could not be done
state-ready = Ready to look at
state-begun = Partly looked at
state-complete = Looked at
places =
    { $n ->
        [one] { $n } place
       *[other] { $n } places
    }
no-places = no place found
result-rendered = rendered
result-changed = changed: finish to render again
audit-none = not yet
audit-passed = passed
audit-failed =
    { $n ->
        [one] { $n } leak
       *[other] { $n } leaks
    }
audit-other = look at it
cause-no-face-found = no face was found
error-old-list = This list is of an earlier start of veilproof; choose the folder again.
error-one-folder = Choose files of one folder at a time.
error-not-begun = { $folder }: no work was begun on it; start it.
error-not-ready = This file is not ready to look at yet.
error-folder-left = The folder of this file was left; open it again.
error-nothing-started = Nothing was started yet; choose a folder.
error-folder-gone = { $folder } is not there any more.
error-no-file-manager = No file manager was found; the results are in { $folder }.
error-folder-unreadable = { $folder } may not be read ({ $why }): choose another folder.
error-results-not-created = { $folder } cannot be created ({ $why }): copy the files to a folder that you can write to.
error-being-worked-at = This file is being worked at; wait until it is ready to look at.
error-just-stopping = The work is just stopping; try again in a moment.
error-work-ended = { $folder }: the work ended unexpectedly ({ $what }); go on with it.
cause-unreadable = not a photo or video that can be read, or damaged
cause-source-missing = the original is not there any more
cause-source-changed = the original was changed meanwhile
cause-no-permission = reading or writing is not allowed here
cause-memory-limit = it needs more memory than there is
cause-time-limit = it took too long
cause-hung = the work on it did not go on
cause-output-limit = the result is too large for the place where it is written
cause-crashed = a program library failed on it
cause-worker-lost = the work on it was ended from outside
cause-disk-full = the disk is full
cause-input-output = the disk could not be read or written
cause-options = it cannot be done with these options
cause-plan = its plan is broken, of another file, or holds decisions that would be lost
cause-name-taken = there is another file where the result belongs
cause-internal-error = a fault of veilproof
cause-audit-failed = the audit says that it is not safe to publish
cause-audit-inconclusive = the audit does not know whether it is safe to publish
cause-audit-could-not-be-done = the audit could not be done, so nobody knows whether it is safe to publish
cause-damaged = damaged: what could not be decoded is wrong or missing in the result
cause-area-lost = a cover that was drawn or lengthened ends where what it hides is lost, so that may be bare
cause-nothing-found = nothing that was looked for was found
cause-nothing-covered = nothing is covered, by decision
review = Look at it
review-again = Look again
review-label = Look at { $name }
opening = Opening …

## Review page: words that stand in several places

page-title = { $name } · veilproof review
region-film = Film
region-tracks = Tracks
region-sound = Sound
region-timeline = Timeline
time-span = { $from } to { $to }
pixels = { $px } px
seconds = { $seconds } s
confidence = { $percent } % confidence
confidence-short = { $percent } % conf.
origin-drawn = drawn
may-be-removed = may be removed
place-suspected = perhaps a face
place-gap = gap between two covers
place-jump = the cover jumps
place-end = a cover ends early
kind-face = Faces
kind-head = Heads
kind-text = Text
kind-plate = Plates
kind-area = Areas
one-head = head
one-text = text
one-plate = plate
one-area = area
one-all-but = all but
moves-followed = followed
moves-fixed = fixed
moves-scene = with the camera
moves-whole = whole frame
none-chosen = Choose a track first: N goes to the next one.
example = for example: { $example }
every-frame-checked = Every frame was checked.
may-be-bare = may be bare
file-list-link = ← All files

## Review page: top bar

saved = Saved
saving = Saving …
not-saved = NOT SAVED
undo = Undo (U)
redo = Redo (R)
undo-edit = Undo: { $edit } (U)
redo-edit = Redo: { $edit } (R)
nothing-to-undo = Nothing to undo
nothing-to-redo = Nothing to redo
count-covered = { $n } covered
count-visible = { $n } visible
count-drawn = { $n } drawn
all-reviewed = all reviewed
tracks-reviewed =
    { $n ->
        [one] reviewed: { $reviewed } of { $n } tracks
       *[other] reviewed: { $reviewed } of { $n } tracks
    }
tracks-and-film-reviewed =
    { $n ->
        [one] reviewed: { $reviewed } of { $n } tracks, film { $percent } %
       *[other] reviewed: { $reviewed } of { $n } tracks, film { $percent } %
    }
mark-picture-reviewed = Picture reviewed
mark-film-reviewed = Mark reviewed
mark-film-reviewed-hint = Mark the displayed frames as reviewed
again = Look again
again-film = Look again at { $time }, where something was uncovered after somebody had looked: Q plays it.
again-picture = Look at the picture again: something in it was uncovered after somebody had looked.
your-initials = Your initials
initials-label = { $initials }: your initials
finish = Finish
keys = Keys
keys-hint = Keys (?)
ask-initials = Your initials, for “reviewed by” (may stay empty)
begin = Begin
running-again = veilproof is running again.
other-file-opened = Not done: another file was opened meanwhile.

## Review page: the strip of files

files-label = Files
reviewed-of-all = Reviewed of all files
file-reviewed = reviewed
file-begun = begun
file-not-reviewed = not reviewed
findings-count =
    { $n ->
        [one] { $n } finding
       *[other] { $n } findings
    }
file-title = { $name }: { $state }
all-progress =
    { $tracks ->
        [one] Reviewed: { $done } of { $files } files, { $reviewed } of { $tracks } track, { $percent } % of all frames
       *[other] Reviewed: { $done } of { $files } files, { $reviewed } of { $tracks } tracks, { $percent } % of all frames
    }

## Review page: the film

frame-label = Frame { $frame } of { $frames }, { $mode }
mode-covered-label = covered as in the result
mode-outline-label = outlines
mode-original-label = original
mode-covered = Covered
mode-outline = Outlines
mode-original = Original
mode-hint = { $mode } (V)
show-label = Show
play = Play (Space)
pause = Pause (Space)
speed = Speed
speed-hint = Speed (< and >)
previous-bare = ‹ Bare?
next-bare = Bare? ›
previous-bare-hint = Previous place that may be bare (Shift+D)
next-bare-hint = Next place that may be bare (D)
frame-back = One frame back (←)
frame-on = One frame on (→)
frame-rate = { $rate }/s
where = { $time } · frame { $frame }/{ $frames }
draw = Draw
label-visible = { $track } visible

## Review page: drawing and moving boxes

drag-a-box = Drag a box around it, or press Enter for a box to move with the arrow keys.
choose-track-here = Choose a track that is in this frame first.
following = following it both ways …
draw-first = Draw a box first (B), or choose one that was drawn.
put-it-here = Put it here
follow-it = Follow
this-frame-only = This frame only
whole-film = Whole film
more-ways = More …
cover-it = Cover it
followed =
    { $frames ->
        [one] Track { $track }: followed over { $frames } frame, { $seconds } s. Check both ends.
       *[other] Track { $track }: followed over { $frames } frames, { $seconds } s. Check both ends.
    }

## Review page: areas

area-label = What is covered
area-new-title = How does this box go through the film, and what is covered?
area-track-title = Track { $track }: how does it go through the film, and what is covered?
area-whole-title = Cover the whole frame? For a part of it, draw a box first (B).
area-followed = Followed: it moves with what it shows
area-fixed = Fixed in the picture: a time stamp, a logo
area-scene = Fixed to the scene: it moves with the camera
area-whole = The whole frame
area-all-but = All but: cover everything outside of it
area-spread =
    { $n ->
        [one] Put it on the other file, too …
       *[other] Put it on all { $n } other files, too …
    }
area-drawn = Track { $track }: from { $from } to { $to }. [ and ] move its ends.
spread-question =
    { $n ->
        [one] Track { $track } is put on the other open file, in the whole film. Why?
       *[other] Track { $track } is put on { $n } other open files, in the whole film of each. Why?
    }
spread-action =
    { $n ->
        [one] Put it on { $n } file
       *[other] Put it on { $n } files
    }
spread-example = a time stamp
spread-done =
    { $n ->
        [one] It was put on { $n } file; U takes it back there.
       *[other] It was put on { $n } files; U takes it back in each.
    }
spread-other-shape = Nothing was drawn where the picture has another shape: { $names }.

## Review page: the actions on tracks

tool-cover = Cover
tool-cover-hint = Cover the selected tracks
tool-keep = Keep
tool-keep-hint = Leave them visible
tool-why = Why
tool-why-hint = Say why they are covered, or visible
tool-reviewed = Reviewed
tool-reviewed-hint = Mark them as reviewed, and go to the next
tool-all-but = All but
tool-all-but-hint = Cover all but the selected tracks
tool-start = Start
tool-start-hint = The track begins with this frame
tool-end = End
tool-end-hint = The track ends with this frame
tool-split = Split
tool-split-hint = End the track before this frame; a new one begins with it
tool-join = Join
tool-join-hint = Merge the two selected tracks
tool-move = Move
tool-move-hint = Move the box with the arrow keys
tool-follow = Follow
tool-follow-hint = Follow the drawn box again from this frame
selected-title =
    { $n ->
        [one] { $n } track selected
       *[other] { $n } tracks selected
    }
track-covered-title = Track { $track }: covered
track-visible-title = Track { $track }: stays visible
reason-given = reason: { $reason }
matched = about { $share } in 100 such faces are matched by open recognisers, behind a mask hardly fewer
covered-by = still covered by { $ids } (Shift K keeps these too)
covered-around = covered, because everything outside of { $ids } is
place-title = May be bare
place-about = { $place } · { $size } · C covers it, S: looked at, nothing is bare
none-selected-title = No track selected
none-selected-about = D goes to what may be bare, N to the tracks. ? shows all keys.
tracks-covered =
    { $n ->
        [one] Track { $ids } covered.
       *[other] Tracks { $ids } covered.
    }
covered-as = Covered as track { $track }.
gap-advice = Nothing is covered by C here: track { $track } is chosen. ] and [ move its ends, E and J join it to the next one, B draws a box.
jump-advice = Nothing is covered by C here: track { $track } is chosen. M moves the box, X splits the track, B draws a box.
end-advice = Nothing is covered by C here: what track { $track } shows is lost. ] and [ move its ends, B draws a box.
nothing-covered-here = Nothing is covered here. S: looked at, nothing is bare; C covers it.
track-kept = Track { $track } stays visible. Y gives the reason.
still-covered =
    { $n ->
        [one] It is still covered by track { $ids }: Shift K keeps these too.
       *[other] It is still covered by tracks { $ids }: Shift K keeps these too.
    }
still-outside =
    { $n ->
        [one] It stays covered: track { $ids } covers everything outside of it.
       *[other] It stays covered: tracks { $ids } cover everything outside of them.
    }
choose-visible-below = Choose a visible track that other covers lie over.
keep-several-question =
    { $n ->
        [one] { $n } track will be visible, about { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } of them faces that can be recognised. Why?
       *[other] { $n } tracks will be visible, about { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } of them faces that can be recognised. Why?
    }
keep-several-others =
    { $n ->
        [one] { $n } track will be visible, and no face. Why?
       *[other] { $n } tracks will be visible, none of them a face. Why?
    }
keep-several-action = Keep { $n } visible
keep-several-example = officers on duty
keep-all-but =
    { $n ->
        [one] Track { $ids } covers everything outside of it. Without it, all of that is visible where no other track covers it.
       *[other] Tracks { $ids } cover everything outside of them. Without them, all of that is visible where no other track covers it.
    }
keep-why = Why?
keep-all-but-action = Show what is outside
keep-all-but-example = each face is covered by a track of its own
kept-several =
    { $n ->
        [one] { $n } track visible; not marked as reviewed.
       *[other] { $n } tracks visible; not marked as reviewed.
    }
kept-all-but =
    { $n ->
        [one] Track { $ids } covers nothing outside of it any more.
       *[other] Tracks { $ids } cover nothing outside of them any more.
    }
different-decisions = Some of these are covered and some visible: select tracks with the same decision.
why-visible =
    { $n ->
        [one] Why does track { $ids } stay visible?
       *[other] Why do tracks { $ids } stay visible?
    }
why-covered =
    { $n ->
        [one] Why does track { $ids } stay covered?
       *[other] Why do tracks { $ids } stay covered?
    }
why-visible-example = officer on duty
why-covered-example = bystander
save-reason = Save the reason
which-reason =
    { $n ->
        [one] Why track { $ids }?
       *[other] Why tracks { $ids }?
    }
reason-saved =
    { $n ->
        [one] Track { $ids }: { $code }.
       *[other] Tracks { $ids }: { $code }.
    }
reason-label = Reason
describe-question = What happens from { $from } to { $to }? The event, with track numbers. There is no field for a name: who somebody is does not follow from film, and a name that is handed on cannot be taken back.
describe-action = Write it down
describe-example = baton, three blows, track 4 on the ground
described = Written down, from { $from } to { $to }.
frame-being-drawn = Not counted: a frame is being drawn.
not-the-sample = Not counted: this is the frame that was drawn. S if nothing is bare in it.
play-and-mark = Play these frames, and mark them with Shift S: what happens between covers shows in motion only.
dismissed =
    { $n ->
        [0] Nothing is bare there. No place is left.
        [one] Nothing is bare there. { $n } place left.
       *[other] Nothing is bare there. { $n } places left.
    }
again-playing = Is nobody else bare here? Then mark these frames with Shift S.
again-seen = All that is to be looked at again was played: mark it with Shift S.
again-none = Nothing was uncovered after somebody had looked.
all-marked = All frames that were displayed are marked already.
frames-marked =
    { $n ->
        [one] { $n } frame marked as reviewed.
       *[other] { $n } frames marked as reviewed.
    }
all-selected = Every track is selected, so none would be covered; select fewer.
keep-only-question =
    { $n ->
        [one] Keep track { $ids } visible and cover the other { $others }. Why?
       *[other] Keep tracks { $ids } visible and cover the other { $others }. Why?
    }
keep-only-action = Cover all but these
kept-only =
    { $n ->
        [one] All covered but track { $ids }.
       *[other] All covered but tracks { $ids }.
    }
ends-before = A track cannot end before it begins.
ends-lost-last = What track { $track } shows is lost after frame { $frame }, and its cover ends there. B draws a box where it is; ] again lets the cover stand still up to here.
ends-lost-first = What track { $track } shows is lost before frame { $frame }, and its cover begins there. B draws a box where it is; [ again lets the cover stand still from here on.
all-but-ends = Outside of these frames nothing is covered by track { $track } any more, and all is bare. U undoes it.
split-done = Track { $track } ends before this frame; track { $new } goes on from it, covered.
select-two = Select the two tracks to join: E, or Ctrl and click.
undone = Undone.
undone-edit = Undone: { $edit }.
redone = Done again.
redone-edit = Done again: { $edit }.
edit-cover = cover
edit-keep = keep
edit-keep-only = keep only
edit-no-face = no face
edit-draw = draw
edit-move = move
edit-follow = follow
edit-area = area
edit-labels = labels
edit-ends = ends
edit-split = split
edit-join = join
edit-reviewed = reviewed
edit-check-by-sample = check by sample
edit-nothing-bare = nothing bare
edit-silence = silence
edit-bleep = bleep
edit-disguise = disguise
edit-default = take back
edit-move-sound = move sound
edit-reason = reason
edit-describe = describe
cannot-undo = There is nothing to undo.
cannot-redo = There is nothing to redo.
no-place-after = No place after this one may be bare.
no-place-before = No place before this one may be bare.

## Review page: the lists

places-label = Places that may be bare
places-title =
    { $n ->
        [one] May be bare: { $n } place
       *[other] May be bare: { $n } places
    }
places-none = No place that may be bare
risk-unknown = faces were not looked for, so how many are bare is not known
risk-none = nothing was found from which to expect bare faces
risk-expected = expected number of bare faces { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) } (95 %: { $low } to { $high })
kinds-label = Kinds that are shown
show-kind = Show { $kind } ({ $key })
hide-kind = Hide { $kind } ({ $key })
kind-face-lower = faces
kind-head-lower = heads
kind-text-lower = text
kind-plate-lower = plates
kind-area-lower = areas
sort = Sort
order-unsure = Least confident
order-time = Time
order-large = Largest
order-small = Smallest
show = Show
filter-all = All
filter-unreviewed = Not reviewed
filter-removable = May be removed
filter-covered = Covered
filter-visible = Visible
filter-below = Less confident than
filter-drawn = Drawn
filter-current = In this frame
least-confidence = Least confidence in percent
listed =
    { $n ->
        [one] { $listed } of { $n } track
       *[other] { $listed } of { $n } tracks
    }
listed-below = { $percent } %: { $listed }, about { NUMBER($faces, minimumFractionDigits: 1, maximumFractionDigits: 1) } faces
listed-below-others = { $percent } %: { $listed }, no face
no-match = No track matches this filter.
no-face = No face was detected. Watch the film, and draw a box (B) around what was missed.
nothing-detected = Nothing was found. Watch the film, and draw a box (B) around what was missed.
card-covered = { $track } covered
card-visible = { $track } visible
card-covered-kind = { $track } covered { $kind }
card-visible-kind = { $track } visible { $kind }
card-findings =
    { $n ->
        [one] finding { $ids }
       *[other] findings { $ids }
    }
card-reason = “{ $reason }”
card-reviewed = Reviewed
card-not-reviewed = Not reviewed yet
card-label-reviewed = Track { $facts }, reviewed
card-label-not-reviewed = Track { $facts }, not reviewed yet

## Review page: check by sample

sample-toggle = Check by sample
sample-toggle-hint = Look at frames that are drawn at random
sample-nothing = Nothing bare
sample-nothing-hint = No face is bare in this frame
sample-drawing = A frame is being drawn …
sample-idea = Frames are drawn at random; from what you see in them follows at most how many show a bare face.
sample-idea-all = Frames of all { $files } files are drawn at random; from what you see in them follows at most how many show a bare face.
sample-question = Is a face bare in frame { $frame }? S: no. B: draw a box around it; it is covered, and counts as found.
sample-question-of = Is a face bare in frame { $frame } of { $name }? S: no. B: draw a box around it; it is covered, and counts as found.
sample-elsewhere = This is not the frame that was drawn: S goes back to frame { $frame }.
sample-elsewhere-of = This is not the frame that was drawn: S goes back to frame { $frame } of { $name }.
sample-none = No frame was checked by sample.
sample-bound = At most { $share } % of the frames show a bare face (95 %)
sample-bound-files = At most { $share } % of the frames of { $files } files show a bare face (95 %)
sample-bound-archive = At most { $share } % of the frames of the archive show a bare face (95 %)
sample-looks =
    { $n ->
        [one] after { $n } look
       *[other] after { $n } looks
    }
sample-finds = { $n } of them with a bare face
sample-by = by { $names }
sample-drawn = { $checked } of { $drawn } drawn frames were looked at
sample-drawn-then = when all were, a bound follows
sample-hopeless = No number of further looks brings it to 1 %: faces are bare too often. Review the film.
sample-left =
    { $n ->
        [one] { $n } more look for 1 %, if nothing more is found.
       *[other] { $n } more looks for 1 %, if nothing more is found.
    }

## Review page: sound

sound-warning = A disguised voice is harder to recognise, not anonymous: it can be undone better than it sounds, and words, accent and rhythm stay. For people at risk choose silence, or publish what was said as text.
audio-mute = left out
audio-disguise = voices disguised: not anonymous
audio-keep = kept: a voice identifies
audio-mute-short = left out
audio-disguise-short = voices disguised
audio-keep-short = kept
heard-keep = kept
heard-silence = silent
heard-bleep = bleeped
heard-disguise = disguised
heard-default = as all other sound
stretches-keep =
    { $n ->
        [one] { $n } stretch kept
       *[other] { $n } stretches kept
    }
stretches-disguise =
    { $n ->
        [one] { $n } stretch disguised
       *[other] { $n } stretches disguised
    }
stretches-silence =
    { $n ->
        [one] { $n } stretch silent
       *[other] { $n } stretches silent
    }
stretches-bleep =
    { $n ->
        [one] { $n } stretch bleeped
       *[other] { $n } stretches bleeped
    }
sound-is-mute = Sound is left out
sound-is-keep = Sound is kept: a voice identifies
sound-is-disguise = Sound is kept, voices in it disguised: not anonymous
sound-rest-mute = Sound: { $stretches }; the rest is left out
sound-rest-keep = Sound: { $stretches }; the rest is kept: a voice identifies
sound-rest-disguise = Sound: { $stretches }; the rest is kept, voices in it disguised: not anonymous
sound-heading = Sound
sound-span = Sound { $from } to { $to }
sound-tool-keep = Keep
sound-tool-keep-hint = Keep it as it is: a voice identifies
sound-tool-silence = Silence
sound-tool-silence-hint = Nothing is heard
sound-tool-bleep = Bleep
sound-tool-bleep-hint = A tone is heard instead
sound-tool-disguise = Disguise
sound-tool-back = Take back
sound-tool-back-hint = It is treated as all other sound
sound-tool-why = Why
sound-tool-why-hint = Say why
hear-before = Hear before
hear-before-hint = As it is in the original
hear-after = after
hear-after-hint = As it will be; a disguise differs every time
other-sound = All other sound
other-sound-hint = What happens to sound about which nothing is decided
nothing-decided = nothing decided
next-speech = T: next speech
decided-with-reason = { $decision }: { $reason }
no-sound = This file has no sound.
no-sound-chosen = Choose sound first: T goes to the next speech, { "{" } and { "}" } set begin and end, or drag over the wave.
sound-kept = Kept: a voice identifies. Y gives the reason.
sound-disguised = Disguised: harder to recognise, not anonymous. Y gives the reason.
sound-taken-back = Taken back: as all other sound.
sound-silenced = This is silent now. Y gives the reason.
sound-bleeped = This is bleeped now. Y gives the reason.
nothing-decided-here = Nothing was decided about exactly this sound: 1 to 4 decide.
why-sound-keep = Why is this sound kept?
why-sound-silence = Why is this sound silent?
why-sound-bleep = Why is this sound bleeped?
why-sound-disguise = Why is this sound disguised?
why-sound-default = Why is this sound as all other sound?
why-sound-example = a name
sound-has-ended = The sound has ended before this frame.
no-sound-after = No speech or stretch after this.
no-sound-before = No speech or stretch before this.
reading-sound = reading the sound …
lane-label = Sound: { $facts }
lane-speech =
    { $n ->
        [one] { $n } span of speech
       *[other] { $n } spans of speech
    }
lane-stretches =
    { $n ->
        [one] { $n } decided stretch
       *[other] { $n } decided stretches
    }
lane-chosen = chosen: { $from } to { $to }, { $decision }

## Review page: time line

time-label = Time
time-value = { $time }, frame { $frame }

## Review page: finish

render-heading = Render
option-method = How
method-solid = solid black
method-mosaic = mosaic: faces can be matched
method-blur = blur: faces can be matched
option-shape = Shape
shape-ellipse = ellipse
shape-box = box
option-size = Size, in faces
option-sound = Sound
option-sound-videos = Sound of the videos
option-subtitles = Subtitles
option-subtitles-videos = Subtitles of the videos
subtitles-drop = left out
subtitles-keep = kept
run-audit = Run the audit
stop-job = Stop
open-report = Open the report
check-places =
    { $n ->
        [0] No place left that may be bare
        [one] { $n } place where a face may be bare
       *[other] { $n } places where a face may be bare
    }
check-tracks =
    { $n ->
        [0] Every track was reviewed
        [one] { $n } track not reviewed
       *[other] { $n } tracks not reviewed
    }
check-picture = The picture itself was reviewed
check-picture-not = The picture itself was not reviewed
check-film = { $percent } % of the film was reviewed
check-visible =
    { $n ->
        [0] Every track is covered
        [one] { $n } track will be visible: { $which }
       *[other] { $n } tracks will be visible: { $which }
    }
check-damaged =
    { $n ->
        [one] The original is damaged in { $n } place
       *[other] The original is damaged in { $n } places
    }
tracks-with-reason = { $ids } ({ $reason })
render-file = Render { $name }
render-all = Render all { $n }
replace-one = Replace the existing output
replace-others =
    { $n ->
        [one] Replace existing outputs: { $n } other file of { $files }
       *[other] Replace existing outputs: { $n } other files of { $files }
    }
mosaic-warning = Under a mosaic, open recognisers still match most faces when they know how it was made. Solid black leaves nothing to match.
blur-warning = Under a blur, open recognisers still match most faces when they know how it was made. Solid black leaves nothing to match.
job-progress = { $stage }: { $done } of { $total }
job-done-so-far = { $stage }: { $done }
job-begun = { $stage } …
audit-says = Audit: { $sentence }
batch-progress = { $name }: { $number } of { $total }
batch-rendered = { $done } of { $total } rendered
batch-stopped = { $done } of { $total } rendered, then stopped
batch-unseen = nobody has looked at { $n } of them
batch-unfinished =
    { $n ->
        [one] { $n } of them is not fully reviewed
       *[other] { $n } of them are not fully reviewed
    }
batch-failed = { $n } failed: { $error }
job-failed = it failed
job-stopped = stopped; nothing was written
job-broken = it failed; the terminal shows the error
job-rendered = rendered
job-archive-stopped = the work on this folder was stopped; it goes on from the list of files
job-covered =
    { $frames ->
        [one] { $name }: { $covered } of { $frames } frame covered
       *[other] { $name }: { $covered } of { $frames } frames covered
    }
job-damaged =
    { $n ->
        [one] { $n } damaged place was left out
       *[other] { $n } damaged places were left out
    }
job-left-out = left out: { $what }
job-audited = audited; the report is in { $folder }
job-sound-kept = sound kept
job-sound-left-out = sound left out
job-sound-rest-kept = sound: { $stretches }, the rest kept
job-sound-rest-left-out = sound: { $stretches }, the rest left out
job-disguised = a disguised voice is not anonymous
finding-face = a bare face
finding-head = a bare head
finding-text = bare text
finding-plate = a bare number plate
finding-moved-cover = a missing cover
finding-shaken = a face must be here, in a shaken frame
finding-look = look here
finding-track = track { $track }
finding-no-track = not in the plan
finding-photo = { $number }: { $what }, { $which }, { $px } px, { $percent } % survives
finding-film = { $number }: { $what }, { $from } to { $to }, { $which }, { $px } px, { $percent } % survives
finding-answer = no face: { $reason } ({ $by })
finding-answer-other = nothing that must be covered: { $reason } ({ $by })
finding-withdraw = Withdraw
finding-deny = No face …
finding-deny-other = Nothing to cover …
finding-question = Finding { $number }: you have looked, and there is no face. What is there instead? (No names.)
finding-question-other = Finding { $number }: you have looked, and nothing there must be covered. What is there? (No names.)
finding-no-longer-counts = It no longer counts
finding-example = a poster

## What a file holds besides pictures, and an output does not have

content-other = { $what }
content-several = { $count } x { $what }
content-cover-picture = cover picture
content-video-stream = further video stream ({ $what })
content-attached-file = attached file
content-data-stream = data stream ({ $name })
content-nameless = without a name
content-captions = closed captions
content-time-codes = time codes
content-hdr10-plus = HDR10+ dynamic metadata
content-dolby-vision = Dolby Vision metadata
content-spherical = 360° metadata
content-second-view-metadata = second-view metadata
content-second-view = second view (spatial video)
content-user-data = user data in the coded pictures
content-metadata = metadata ({ $tags })
content-xmp-metadata = XMP metadata
content-cut-off = what players cut off at the edges of the picture
content-transparency = transparency, which is black now, with what lay under it
content-display-hdr = HDR metadata of a display
content-picture-sizes = picture sizes other than { $size } ({ $others }), which are fitted into it with bars
content-pixel-shape = the shape of its pixels, which are not square
content-stated-colours = the description of its colours
content-first-field = which field of its interlaced pictures comes first
content-chroma-location = where colours lie between its pixels
content-sound = sound ({ $codec })
content-subtitles = subtitles ({ $codec })
content-encrypted = { $what }, which is encrypted
content-unknown-format = { $what }, a format of which nothing is known, so that it cannot be cleaned
content-unwritable = { $what }, which no file that can be written holds
content-undecodable = { $what }, which cannot be decoded
content-part = { $part } of the { $what }
content-cue-names = names of cues
content-header-comments = comments and hints in the header
content-script-information = script information
content-style-names = names of styles
content-font-names = names of fonts
content-speaker-names = speaker names
content-notes = notes
content-notes-and-styles = notes and styles
content-links-and-notes = links and notes
content-hidden-tags = tags that are not shown
content-damaged-exif = damaged EXIF
content-hidden-edges = what its clean aperture hides
content-xmp = XMP
content-iptc = IPTC
content-exif = EXIF
content-photoshop = Photoshop data
content-comments = comments
content-text-chunks = text chunks
content-modification-time = modification time
content-unknown-chunks = unknown chunks
content-application-data = application data
content-trailing = data after the end of the picture
content-other-metadata = other metadata
content-gps = GPS position
content-maker-notes = maker notes
content-thumbnail = embedded thumbnail
content-auxiliary = auxiliary pictures
content-sequence = picture sequence
content-gain-map = gain map (HDR)
content-depth-map = depth map
content-motion-photo = video (motion photo)
content-under-transparent = what lay under transparent pixels
content-lower-bits = the lower { $lost } of { $bits } bits
content-full-colours = colours at full resolution (they have half of it, 4:2:0)
content-colour-description = colour description (colours may look different)
content-icc = ICC profile (colours may look a little different)
content-icc-damaged = damaged ICC profile
content-icc-srgb = ICC profile (sRGB, which goes without saying)
content-icc-device = ICC profile of a device (colours may look a little different)
content-chapters =
    { $n ->
        [one] { $n } chapter
       *[other] { $n } chapters
    }
content-pictures =
    { $n ->
        [one] { $n } further picture or page
       *[other] { $n } further pictures or pages
    }
content-damaged-pieces =
    { $n ->
        [one] { $n } damaged piece of the { $what }, which is silent
       *[other] { $n } damaged pieces of the { $what }, which are silent
    }

## Review page: the list of keys

keys-tracks = Tracks
keys-film = Film
keys-sound = Sound
keys-fix = Fix
keys-all = All
key-next-track = next track
key-previous-track = previous track
key-cover = cover; a place that may be bare, too
key-keep = keep visible
key-keep-above = keep what lies over it, too
key-why = say why it is covered, or visible
key-reason = give it a reason from the list; 1 to 9 choose, the last one first
key-reviewed = reviewed; next: there is nothing bare
key-select = select it, or not (for several)
key-select-all = select all that are listed
key-all-but = cover all but the selected
key-select-none = select none
key-kinds = show or hide faces, heads, text, plates, areas
key-play = play, pause
key-frame = one frame
key-second = one second
key-ends = first, last frame
key-speed = slower, faster
key-place = next, previous place that may be bare
key-mode = covered, outlines, original
key-zoom = zoom in, out, whole picture
key-zoom-track = zoom to the track
key-describe = write what happens in the frames just played
key-sample = check by sample: S if nothing is bare, B draws a box around it
key-mark = mark the displayed frames reviewed
key-again = play what was uncovered after somebody had looked
key-sound-step = next, previous speech or stretch
key-sound-ends = a stretch begins, ends at this frame
key-sound-keep = keep it: a voice identifies
key-sound-silence = silence
key-sound-bleep = bleep
key-sound-disguise = disguise the voice: not anonymous
key-sound-back = take back, as all other sound
key-sound-why = say why
key-hear = hear it before, after
key-draw = draw a box around what was missed
key-follow = follow it both ways
key-move = move the box of a track: arrows; Shift and arrows resize
key-put = put it there
key-put-film = put it there in the whole film
key-area = more: fixed to the scene, whole frame, all but, on all files
key-track-ends = track begins, ends here
key-split = split the track here
key-join = join the two selected tracks
key-undo = undo
key-redo = redo
key-files = previous, next file
key-finish = finish: render, audit
key-help = these keys

## The verdict of an audit, on the page and in the report

verdict-passed = Safe to publish, as far as could be tested.
verdict-failed = Not safe: { $why }.
verdict-look =
    { $n ->
        [one] Look at this place.
       *[other] Look at these { $n } places.
    }
verdict-unknown = Not known whether it is safe: { $why }.
verdict-unknown-then = Even then it is not known whether it is safe: { $why }.
why-original = this is the original, byte by byte
why-bare =
    { $n ->
        [one] { $n } face is bare
       *[other] { $n } faces are bare
    }
why-bare-head =
    { $n ->
        [one] { $n } head is bare
       *[other] { $n } heads are bare
    }
why-bare-text =
    { $n ->
        [one] { $n } line of text is bare
       *[other] { $n } lines of text are bare
    }
why-bare-plate =
    { $n ->
        [one] { $n } number plate is bare
       *[other] { $n } number plates are bare
    }
why-matched =
    { $n ->
        [one] { $hits } of { $n } face could be matched through the cover
       *[other] { $hits } of { $n } faces could be matched through the cover
    }
why-contains = the file also contains { $kind }: { $what }
why-frames =
    { $n ->
        [one] { $n } frame could not be compared with the original
       *[other] { $n } frames could not be compared with the original
    }
why-different = most of the picture differs from the original
why-no-face = no face was found in the original with confidence, so there was nothing to look for
why-no-thing = nothing that was looked for was found in the original with confidence, so there was nothing to look for
why-lost =
    { $n ->
        [one] what became of { $n } face is not known
       *[other] what became of { $n } faces is not known
    }
why-pictures =
    { $n ->
        [one] the cover of { $n } face holds a picture
       *[other] the covers of { $n } faces hold a picture
    }
extra-sound = sound
extra-subtitles = subtitles
extra-chapters = chapters
extra-metadata = metadata
extra-pictures = pictures
extra-streams = streams
extra-name = name
extra-trailing = trailing
extra-hidden-frames = hidden frames
