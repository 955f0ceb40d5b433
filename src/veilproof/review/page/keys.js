// Keyboard shortcuts. They work everywhere except in text fields and dialogs.

import { keyNames } from "./key-names.js";
import { ALL_KINDS, KINDS, toggleKind } from "./kinds.js";

/** @import { AreaCommands } from "./area-commands.js" */
/** @import { Commands } from "./commands.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { TrackGrid } from "./track-grid.js" */
/** @import { SoundCommands } from "./sound-commands.js" */
/** @import { Mode } from "./types.js" */

/** The keys in groups, with the keys of the catalogue for what they do. @type {[string, [string, string][]][]} */
export const groups = [
  ["keys-tracks", [
    ["N or ↓", "key-next-track"],
    ["P or ↑", "key-previous-track"],
    ["C", "key-cover"],
    ["K", "key-keep"],
    ["Shift K", "key-keep-above"],
    ["Y", "key-why"],
    ["I", "key-reason"],
    ["S", "key-reviewed"],
    ["E", "key-select"],
    ["Ctrl A", "key-select-all"],
    ["A", "key-all-but"],
    ["Esc", "key-select-none"],
    ["Shift F or E or X or P or A", "key-kinds"],
  ]],
  ["keys-film", [
    ["Space", "key-play"],
    ["← or →", "key-frame"],
    ["Shift ←→", "key-second"],
    ["Home or End", "key-ends"],
    ["< or >", "key-speed"],
    ["D or Shift D", "key-place"],
    ["V", "key-mode"],
    ["+ or − or 0", "key-zoom"],
    ["Z", "key-zoom-track"],
    ["L", "key-describe"],
    ["G", "key-sample"],
    ["Shift S", "key-mark"],
    ["Q", "key-again"],
  ]],
  ["keys-sound", [
    ["T or Shift T", "key-sound-step"],
    ["{ or }", "key-sound-ends"],
    ["1", "key-sound-keep"],
    ["2", "key-sound-silence"],
    ["3", "key-sound-bleep"],
    ["4", "key-sound-disguise"],
    ["5", "key-sound-back"],
    ["Y", "key-sound-why"],
    ["H or Shift H", "key-hear"],
  ]],
  ["keys-fix", [
    ["B", "key-draw"],
    ["F", "key-follow"],
    ["M", "key-move"],
    ["Enter", "key-put"],
    ["W", "key-put-film"],
    ["O", "key-area"],
    ["[ or ]", "key-track-ends"],
    ["X", "key-split"],
    ["J", "key-join"],
  ]],
  ["keys-all", [
    ["U or Ctrl Z", "key-undo"],
    ["R or Ctrl Shift Z", "key-redo"],
    ["PgUp or PgDn", "key-files"],
    ["Ctrl Enter", "key-finish"],
    ["?", "key-help"],
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
 * @param {AreaCommands} areas
 * @param {{ finish: () => void, help: () => void }} open
 */
export function listen(model, film, grid, commands, sound, areas, open) {
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
    q: () => commands.reviewAgain(),
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
    z: () => void commands.zoomToTrack(),
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
    o: () => void areas.choose(),
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
    // A dialog has used it, and may have closed itself.
    if (event.defaultPrevented) return;
    // A closed dialog keeps the focus until the next paint; a key that comes before that is for the page.
    const target = event.target instanceof Element && event.target.closest("dialog:not([open])") ? document.body : event.target;
    if (event.altKey && !event.getModifierState("AltGraph")) return;
    const names = keyNames(event);
    if (document.querySelector("dialog[open]") && !names.includes("?")) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    const control = event.ctrlKey || event.metaKey;
    const handledByTarget = target instanceof HTMLSelectElement || (target instanceof HTMLButtonElement && [" ", "Enter"].includes(event.key));
    if (handledByTarget && !control) return;
    const bound = film.editor.drawing ? { ...keys, Enter: () => film.editor.drawInCentre() } : film.editor.draft ? { ...keys, ...draftKeys } : keys;
    const name = names.find((each) => bound[each]);
    if (name === undefined) return;
    event.preventDefault();
    // A key that is held down says nothing of frames that flash by.
    if (model.check.on && name === "s" && event.repeat) return;
    bound[name]();
  });
}
