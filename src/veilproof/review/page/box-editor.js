// Draws a new box or moves the box of a track, by keys; pointer-control.js does the same by dragging.

import { dragged, isLargeEnough } from "./boxes.js";
import { h, keyLabel } from "./dom.js";
import { decimal, plain, text } from "./text.js";

/** @import { FilmView } from "./film-view.js" */
/** @import { Box, Change, Moves } from "./types.js" */

/** @typedef {{ box: Box, track: number | null }} Draft A box that is not saved yet; `track` is null for a new one. */

export class BoxEditor {
  /** @type {Draft | null} */ draft = null;
  /** Whether the next drag draws a new box. */ drawing = false;
  /** The buttons that finish a draft. */ bar = h("div", { className: "draft-bar", hidden: true });
  /** Says what the server is doing. */ note = h("div", { className: "busy-note", hidden: true });
  #busy = false;
  #film;
  #canvas;

  /**
   * @param {FilmView} film
   * @param {HTMLCanvasElement} canvas
   */
  constructor(film, canvas) {
    this.#film = film;
    this.#canvas = canvas;
  }

  get active() {
    return this.draft !== null || this.drawing;
  }

  get #model() {
    return this.#film.model;
  }

  /** Start drawing a box: by dragging, or with `drawInCentre`. */
  startDrawing() {
    this.#film.player.stop();
    this.drawing = true;
    this.draft = null;
    this.#canvas.style.cursor = "crosshair";
    this.#model.notify(text("drag-a-box"));
    this.#film.draw();
  }

  /** Propose a box in the centre of the view, to be moved by keys. */
  drawInCentre() {
    const { viewport } = this.#film;
    const { width, height } = this.#canvas.getBoundingClientRect();
    const [x, y] = viewport.toPicture(width / 2, height / 2);
    const side = Math.max(8, this.#model.about.width / 16 / viewport.zoom);
    this.propose({ box: [x - side / 2, y - side / 2, x + side / 2, y + side / 2], track: null });
  }

  /** Start moving the box of the focused track by keys. */
  async startMoving() {
    const { focus, frame, regions } = this.#model;
    await regions.ready(frame);
    if (this.#model.focus !== focus || this.#model.frame !== frame) return;
    const box = focus === null ? null : regions.box(frame, focus);
    if (box === null) return this.#model.notify(text("choose-track-here"), true);
    this.#film.player.stop();
    this.propose({ box, track: focus });
  }

  /**
   * Move or resize the draft by at least one picture pixel, about two screen pixels.
   * @param {number} dx
   * @param {number} dy
   * @param {boolean} resize
   */
  nudge(dx, dy, resize) {
    if (!this.draft) return;
    const step = Math.max(1, Math.round(2 / this.#film.viewport.scale.x));
    const sides = { left: !resize, top: !resize, right: true, bottom: true };
    const box = dragged(this.draft.box, sides, dx * step, dy * step);
    if (isLargeEnough(box)) this.draft.box = box;
    this.#film.draw();
  }

  cancel() {
    this.draft = null;
    this.drawing = false;
    this.bar.hidden = true;
    this.#canvas.style.cursor = "";
    this.#film.draw();
  }

  /**
   * Save the draft: cover a new box, or set the box of a track in this frame.
   * @param {"follow" | "frame" | "film"} extent Which frames a new box covers: as far as it is followed, this one, or all.
   */
  async finish(extent) {
    const draft = this.draft;
    if (!draft || this.#busy) return;
    const { frame, frames } = this.#model;
    const { box } = draft;
    const range = { follow: {}, frame: { first: frame, last: frame }, film: { first: 0, last: frames - 1 } };
    const plan =
      draft.track === null
        ? await this.#drawNew({ do: "draw", frame, box, ...range[extent] }, extent === "follow")
        : await this.change({ do: "move", track: draft.track, frame, box }, false);
    if (!plan) return;
    if (this.draft === draft) this.cancel();
    if (plan.new_track) this.#focusNew(plan.new_track, extent);
  }

  /**
   * Cover an area, or everything but it.
   * @param {Box} box
   * @param {Moves} moves
   * @param {boolean} allBut
   */
  async drawArea(box, moves, allBut) {
    if (this.#busy) return null;
    const plan = await this.#drawNew({ do: "draw", frame: this.#model.frame, box, moves, all_but: allBut }, moves !== "fixed");
    if (!plan?.new_track) return null;
    this.cancel();
    this.#focusNew(plan.new_track, "area");
    return plan;
  }

  /** Follow the focused track, which was drawn, again from its box in this frame. */
  async followAgain() {
    const { track, frame } = this.#model;
    if (!track || track.origin !== "drawn") return this.#model.notify(text("draw-first"), true);
    await this.change({ do: "follow", track: track.id, frame });
  }

  /**
   * Change the plan, and say meanwhile what the server is doing.
   * @param {Change} change
   * @param {boolean} [slow] Whether it follows something through the film.
   */
  async change(change, slow = true) {
    this.#setBusy(slow ? text("following") : "");
    const plan = await this.#model.change(change);
    this.#setBusy("");
    return plan;
  }

  /**
   * What is drawn in a frame of the check by sample counts as found.
   * @param {Extract<Change, { do: "draw" }>} draw
   * @param {boolean} slow
   */
  async #drawNew(draw, slow) {
    const { check, file } = this.#model;
    const sampled = check.atFrame;
    const plan = await this.change({ ...draw, sampled }, slow);
    if (plan && sampled) check.answered.push(file);
    return plan;
  }

  /** Show a draft with the buttons that finish it. @param {Draft} draft */
  propose(draft) {
    this.draft = draft;
    this.drawing = false;
    this.#canvas.style.cursor = "";
    const button = (/** @type {string} */ label, /** @type {string} */ key, /** @type {() => void} */ run) =>
      h("button", { type: "button", onclick: run }, text(label), h("kbd", {}, keyLabel(key)));
    const finish = (/** @type {"follow" | "frame" | "film"} */ extent) => () => void this.finish(extent);
    const choices =
      draft.track !== null
        ? [button("put-it-here", "Enter", finish("frame"))]
        : this.#model.frames > 1
          ? [
              button("follow-it", "F", finish("follow")),
              button("this-frame-only", "Enter", finish("frame")),
              button("whole-film", "W", finish("film")),
              button("more-ways", "O", () => this.#more()),
            ]
          : [button("cover-it", "Enter", finish("frame")), button("more-ways", "O", () => this.#more())];
    this.bar.replaceChildren(...choices, button("cancel", "Esc", () => this.cancel()));
    this.bar.hidden = false;
    this.#film.draw();
  }

  /**
   * @param {number} id
   * @param {string} extent
   */
  #focusNew(id, extent) {
    const track = this.#model.tracks.get(id);
    this.#model.selected.clear();
    // The check by sample goes on with another frame.
    if (!this.#model.check.on) this.#model.focusTrack(id, false);
    if (track && extent === "follow") {
      const { times } = this.#model.about;
      const seconds = decimal((times[track.last] - times[track.first]) / 1000, 1);
      this.#model.notify(text("followed", { track: plain(id), frames: track.last - track.first + 1, seconds }));
    }
  }

  /** Asked for other ways than those on the bar. */
  #more() {
    this.#film.dispatchEvent(new Event("more"));
  }

  /** @param {string} doing Empty when nothing is being done. */
  #setBusy(doing) {
    this.#busy = doing !== "";
    this.note.textContent = doing;
    this.note.hidden = !doing;
  }
}
