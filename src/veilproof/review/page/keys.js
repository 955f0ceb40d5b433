// Which key does what. Letters work wherever the person is, except in a text field.

/** @import { Commands } from "./commands.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { TrackGrid } from "./track-grid.js" */
/** @import { Mode } from "./types.js" */

/** @type {[string, [string, string][]][]} */
export const groups = [
  ["Tracks", [
    ["N or ↓", "next track"],
    ["P or ↑", "previous track"],
    ["C", "cover"],
    ["K", "keep visible"],
    ["Y", "say why it stays visible"],
    ["S", "looked at it; next"],
    ["E", "choose it, or not (for several)"],
    ["Ctrl A", "choose all that are listed"],
    ["A", "cover all but those chosen"],
    ["Esc", "choose none"],
  ]],
  ["Film", [
    ["Space", "play, pause"],
    ["← or →", "one frame"],
    ["Shift ←→", "one second"],
    ["Home or End", "first, last frame"],
    ["< or >", "slower, faster"],
    ["D or Shift D", "next, previous doubtful place"],
    ["V", "covered, outlines, original"],
    ["+ or − or 0", "zoom in, out, whole picture"],
    ["Z", "zoom to the track"],
    ["Shift S", "looked at what was on the screen"],
  ]],
  ["Fix", [
    ["B", "draw a box around what was missed"],
    ["F", "follow it both ways"],
    ["M", "move the box of a track: arrows; Shift and arrows resize"],
    ["Enter", "put it there"],
    ["[ or ]", "track begins, ends here"],
    ["X", "split the track here"],
    ["J", "join the two tracks chosen"],
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
 * @param {{ finish: () => void, help: () => void }} open
 */
export function listen(model, film, grid, commands, open) {
  const step = (/** @type {number} */ by) => {
    film.player.stop();
    model.goTo(model.frame + by);
  };
  const second = () => Math.max(1, Math.round(model.about.rate));
  /** @type {Record<string, () => unknown>} */
  const keys = {
    n: () => grid.step(1),
    p: () => grid.step(-1),
    ArrowDown: () => grid.step(document.activeElement?.closest("track-grid") ? grid.columns : 1),
    ArrowUp: () => grid.step(document.activeElement?.closest("track-grid") ? -grid.columns : -1),
    c: () => commands.decide("cover"),
    k: () => commands.decide("keep"),
    y: () => commands.why(),
    s: () => commands.seen(),
    S: () => commands.seenFilm(),
    e: () => commands.choose(),
    a: () => commands.allBut(),
    Escape: () => commands.escape(),
    " ": () => film.player.toggle(),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    "Shift ArrowLeft": () => step(-second()),
    "Shift ArrowRight": () => step(second()),
    Home: () => step(-model.frames),
    End: () => step(model.frames),
    "<": () => film.player.faster(-1),
    ",": () => film.player.faster(-1),
    ">": () => film.player.faster(1),
    ".": () => film.player.faster(1),
    d: () => commands.doubt(1),
    D: () => commands.doubt(-1),
    v: () => model.show(MODES[(MODES.indexOf(model.mode) + 1) % MODES.length]),
    "+": () => commands.zoom(1.5),
    "=": () => commands.zoom(1.5),
    "-": () => commands.zoom(1 / 1.5),
    0: () => commands.zoom(0),
    z: () => commands.zoomToTrack(),
    b: () => film.beginDrawing(),
    f: () => commands.follow(),
    m: () => commands.move(),
    "[": () => commands.ends("first"),
    "]": () => commands.ends("last"),
    x: () => commands.split(),
    j: () => commands.join(),
    u: () => commands.turn(true),
    r: () => commands.turn(false),
    "Ctrl z": () => commands.turn(true),
    "Ctrl Z": () => commands.turn(false),
    "Ctrl y": () => commands.turn(false),
    "Ctrl a": () => commands.chooseAll(),
    "Ctrl Enter": open.finish,
    PageUp: () => commands.openSubject(-1),
    PageDown: () => commands.openSubject(1),
    "?": open.help,
  };
  /** @type {Record<string, () => unknown>} While a box is being drawn or moved. */
  const drafting = {
    ArrowLeft: () => film.nudge(-1, 0, false),
    ArrowRight: () => film.nudge(1, 0, false),
    ArrowUp: () => film.nudge(0, -1, false),
    ArrowDown: () => film.nudge(0, 1, false),
    "Shift ArrowLeft": () => film.nudge(-1, 0, true),
    "Shift ArrowRight": () => film.nudge(1, 0, true),
    "Shift ArrowUp": () => film.nudge(0, -1, true),
    "Shift ArrowDown": () => film.nudge(0, 1, true),
    Enter: () => film.finishDraft("frame"),
    w: () => film.finishDraft("whole"),
  };
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    const control = event.ctrlKey || event.metaKey;
    const arrow = event.key.startsWith("Arrow");
    const name = `${control ? "Ctrl " : ""}${event.shiftKey && arrow ? "Shift " : ""}${event.key}`;
    if (event.altKey) return;
    const own = target instanceof HTMLSelectElement || (target instanceof HTMLButtonElement && [" ", "Enter"].includes(event.key));
    if (own && !control) return;
    const run =
      film.drawing && event.key === "Enter" ? () => film.drawInTheMiddle() : (film.draft && drafting[name]) || keys[name];
    if (!run) return;
    event.preventDefault();
    run();
  });
}
