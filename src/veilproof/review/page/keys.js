// Keyboard shortcuts. They work everywhere except in text fields and dialogs.

import { ALL_KINDS, KINDS, toggleKind } from "./kinds.js";

/** @import { Commands } from "./commands.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { TrackGrid } from "./track-grid.js" */
/** @import { SoundCommands } from "./sound-commands.js" */
/** @import { Mode } from "./types.js" */

/** @type {[string, [string, string][]][]} */
export const groups = [
  ["Tracks", [
    ["N or ↓", "next track"],
    ["P or ↑", "previous track"],
    ["C", "cover; a place that may be bare, too"],
    ["K", "keep visible"],
    ["Shift K", "keep what lies over it, too"],
    ["Y", "say why it is covered, or visible"],
    ["I", "give it a reason from the list; 1 to 9 choose, the last one first"],
    ["S", "reviewed; next: there is nothing bare"],
    ["E", "select it, or not (for several)"],
    ["Ctrl A", "select all that are listed"],
    ["A", "cover all but the selected"],
    ["Esc", "select none"],
    ["Shift F, E, X, P, A", "show or hide faces, heads, text, plates, areas"],
  ]],
  ["Film", [
    ["Space", "play, pause"],
    ["← or →", "one frame"],
    ["Shift ←→", "one second"],
    ["Home or End", "first, last frame"],
    ["< or >", "slower, faster"],
    ["D or Shift D", "next, previous place that may be bare"],
    ["V", "covered, outlines, original"],
    ["+ or − or 0", "zoom in, out, whole picture"],
    ["Z", "zoom to the track"],
    ["L", "write what happens in the frames just played"],
    ["G", "check by sample: S if nothing is bare, B draws a box around it"],
    ["Shift S", "mark the displayed frames reviewed"],
  ]],
  ["Sound", [
    ["T or Shift T", "next, previous speech or stretch"],
    ["{ or }", "a stretch begins, ends at this frame"],
    ["1", "keep it: a voice identifies"],
    ["2", "silence"],
    ["3", "bleep"],
    ["4", "disguise the voice: not anonymous"],
    ["5", "take back, as all other sound"],
    ["Y", "say why"],
    ["H or Shift H", "hear it before, after"],
  ]],
  ["Fix", [
    ["B", "draw a box around what was missed"],
    ["F", "follow it both ways"],
    ["M", "move the box of a track: arrows; Shift and arrows resize"],
    ["Enter", "put it there"],
    ["W", "put it there in the whole film"],
    ["[ or ]", "track begins, ends here"],
    ["X", "split the track here"],
    ["J", "join the two selected tracks"],
  ]],
  ["All", [
    ["U or Ctrl Z", "undo"],
    ["R or Ctrl Shift Z", "redo"],
    ["PgUp or PgDn", "previous, next file"],
    ["Ctrl Enter", "finish: render, audit"],
    ["?", "these keys"],
  ]],
];

/** @type {Mode[]} */
const MODES = ["covered", "outline", "original"];

/**
 * @param {Model} model
 * @param {FilmView} film
 * @param {TrackGrid} grid
 * @param {Commands} commands
 * @param {SoundCommands} sound
 * @param {{ finish: () => void, help: () => void }} open
 */
export function listen(model, film, grid, commands, sound, open) {
  const step = (/** @type {number} */ by) => {
    film.player.stop();
    model.goTo(model.frame + by);
  };
  const second = (/** @type {1 | -1} */ way) => {
    const { times } = model.about;
    const goal = times[model.frame] + way * 1000;
    // The first frame that is at least so far away: frames need not come evenly.
    const far = way > 0 ? times.findIndex((time) => time >= goal) : times.findLastIndex((time) => time <= goal);
    film.player.stop();
    model.goTo(far >= 0 ? far : way > 0 ? times.length - 1 : 0);
  };
  /** @type {Record<string, () => unknown>} */
  const keys = {
    n: () => grid.step(1),
    p: () => grid.step(-1),
    ArrowDown: () => grid.step(document.activeElement?.closest("track-grid") ? grid.columns : 1),
    ArrowUp: () => grid.step(document.activeElement?.closest("track-grid") ? -grid.columns : -1),
    c: () => commands.cover(),
    k: () => void commands.keep(),
    K: () => void commands.keepAbove(),
    y: () => (model.span ? sound.giveReason() : commands.giveReason()),
    i: () => void commands.chooseReason(),
    l: () => void commands.describe(),
    s: () => commands.markReviewed(),
    S: () => commands.markFilmReviewed(),
    e: () => commands.toggleSelected(),
    a: () => commands.keepOnly(),
    Escape: () => commands.escape(),
    " ": () => film.player.toggle(),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    "Shift ArrowLeft": () => second(-1),
    "Shift ArrowRight": () => second(1),
    Home: () => step(-model.frames),
    End: () => step(model.frames),
    "<": () => film.player.changeSpeed(-1),
    ",": () => film.player.changeSpeed(-1),
    ">": () => film.player.changeSpeed(1),
    ".": () => film.player.changeSpeed(1),
    d: () => commands.goToPlace(1),
    D: () => commands.goToPlace(-1),
    g: () => void commands.toggleSampling(),
    v: () => model.show(MODES[(MODES.indexOf(model.mode) + 1) % MODES.length]),
    "+": () => commands.zoom(1.5),
    "=": () => commands.zoom(1.5),
    "-": () => commands.zoom(1 / 1.5),
    0: () => commands.zoom(0),
    z: () => commands.zoomToTrack(),
    t: () => sound.step(1),
    T: () => sound.step(-1),
    "{": () => sound.setEnd("start"),
    "}": () => sound.setEnd("end"),
    1: () => sound.decide("keep"),
    2: () => sound.decide("silence"),
    3: () => sound.decide("bleep"),
    4: () => sound.decide("disguise"),
    5: () => sound.decide("default"),
    h: () => sound.hear("before"),
    H: () => sound.hear("after"),
    ...Object.fromEntries(ALL_KINDS.map((kind) => [KINDS[kind].key, () => toggleKind(model, kind)])),
    b: () => film.editor.startDrawing(),
    f: () => commands.follow(),
    m: () => commands.startMoving(),
    "[": () => commands.setEnd("first"),
    "]": () => commands.setEnd("last"),
    x: () => commands.split(),
    j: () => commands.join(),
    u: () => commands.undo(),
    r: () => commands.redo(),
    "Ctrl z": () => commands.undo(),
    "Ctrl Z": () => commands.redo(),
    "Ctrl y": () => commands.redo(),
    "Ctrl a": () => commands.selectAll(),
    "Ctrl Enter": open.finish,
    PageUp: () => commands.openFile(-1),
    PageDown: () => commands.openFile(1),
    "?": open.help,
  };
  /** @type {Record<string, () => unknown>} While a draft is shown. */
  const draftKeys = {
    ArrowLeft: () => film.editor.nudge(-1, 0, false),
    ArrowRight: () => film.editor.nudge(1, 0, false),
    ArrowUp: () => film.editor.nudge(0, -1, false),
    ArrowDown: () => film.editor.nudge(0, 1, false),
    "Shift ArrowLeft": () => film.editor.nudge(-1, 0, true),
    "Shift ArrowRight": () => film.editor.nudge(1, 0, true),
    "Shift ArrowUp": () => film.editor.nudge(0, -1, true),
    "Shift ArrowDown": () => film.editor.nudge(0, 1, true),
    Enter: () => film.editor.finish("frame"),
    w: () => film.editor.finish("film"),
  };
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    const control = event.ctrlKey || event.metaKey;
    const arrow = event.key.startsWith("Arrow");
    const name = `${control ? "Ctrl " : ""}${event.shiftKey && arrow ? "Shift " : ""}${event.key}`;
    if (event.altKey) return;
    const handledByTarget = target instanceof HTMLSelectElement || (target instanceof HTMLButtonElement && [" ", "Enter"].includes(event.key));
    if (handledByTarget && !control) return;
    const run =
      film.editor.drawing && event.key === "Enter" ? () => film.editor.drawInCentre() : (film.editor.draft && draftKeys[name]) || keys[name];
    if (!run) return;
    event.preventDefault();
    // A key that is held down says nothing of frames that flash by.
    if (model.check.on && event.key === "s" && event.repeat) return;
    run();
  });
}
