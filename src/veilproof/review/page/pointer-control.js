// The pointer on the picture: chooses tracks, drags boxes, pans and zooms.

import { coverBox, cursorFor, dragged, gripAt, isLargeEnough, isRound, normalised, regionOf } from "./boxes.js";

/** @import { Grip } from "./boxes.js" */
/** @import { Draft } from "./box-editor.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Box } from "./types.js" */

/** Wheel distance, in pixels, that zooms by a factor of e. Chosen by feel. */
const WHEEL_ZOOM_PIXELS = 300;
/** A pointer that moves less than this between press and release has clicked, in CSS pixels: a click moves no cover. */
const CLICK_PIXELS = 3;

/**
 * @typedef {object} Drag
 * @property {Grip | null} grip
 * @property {[number, number]} pressed Where the pointer was pressed, in screen pixels.
 * @property {[number, number]} from The same in picture pixels where a box is dragged; where the view is panned, where the pointer was last.
 * @property {Box} cover Of the box that is dragged, before that.
 * @property {boolean} pan
 * @property {boolean} moved Whether it is more than a click.
 */

/** Event `zoomed`: the wheel changed the zoom. */
export class PointerControl extends EventTarget {
  /** @type {Drag | null} */ #drag = null;
  #film;
  #canvas;

  /**
   * @param {FilmView} film
   * @param {HTMLCanvasElement} canvas
   */
  constructor(film, canvas) {
    super();
    this.#film = film;
    this.#canvas = canvas;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => void this.#up(event));
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    const { editor, model, player, viewport } = this.#film;
    const { offsetX: x, offsetY: y } = event;
    this.#canvas.setPointerCapture(event.pointerId);
    const at = viewport.toPicture(x, y);
    if (editor.drawing) {
      const grip = { left: false, top: false, right: true, bottom: true };
      this.#drag = { grip, pressed: [x, y], from: at, cover: [...at, ...at], pan: false, moved: false };
      return;
    }
    const target = editor.draft ?? this.#focused();
    const grip = target && this.#gripOf(target, x, y);
    if (target && grip) {
      player.stop();
      const cover = coverBox(target.box, this.#trackOf(target), model.style);
      this.#drag = { grip, pressed: [x, y], from: at, cover, pan: false, moved: false };
      return;
    }
    if (editor.draft) return;
    const hit = this.#trackAt(x, y);
    if (hit !== null) model.focusTrack(hit, false);
    this.#drag = { grip: null, pressed: [x, y], from: [x, y], cover: [0, 0, 0, 0], pan: hit === null, moved: false };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { editor, model, viewport } = this.#film;
    const { offsetX: x, offsetY: y } = event;
    const drag = this.#drag;
    if (!drag) return this.#hover(x, y);
    if (drag.pan) {
      viewport.panBy(x - drag.from[0], y - drag.from[1]);
      drag.from = [x, y];
      return this.#film.draw();
    }
    drag.moved ||= Math.hypot(x - drag.pressed[0], y - drag.pressed[1]) >= CLICK_PIXELS;
    if (!drag.grip || !drag.moved) return;
    const [px, py] = viewport.toPicture(x, y);
    const track = editor.drawing ? null : editor.draft ? editor.draft.track : model.focus;
    const cover = editor.drawing ? normalised([...drag.from, px, py]) : dragged(drag.cover, drag.grip, px - drag.from[0], py - drag.from[1]);
    editor.draft = { box: regionOf(cover, this.#trackOf({ track }), model.style), track };
    this.#film.draw();
  }

  /** @param {PointerEvent} event */
  async #up(event) {
    const { editor } = this.#film;
    this.#canvas.releasePointerCapture(event.pointerId);
    const drag = this.#drag;
    this.#drag = null;
    if (!drag?.grip || !editor.draft) return;
    if (!isLargeEnough(editor.draft.box)) return editor.drawing ? void (editor.draft = null) : editor.cancel();
    if (editor.draft.track === null) editor.propose(editor.draft);
    else if (drag.moved && editor.bar.hidden) await editor.finish("frame");
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    this.#film.viewport.zoomBy(Math.exp(-event.deltaY / WHEEL_ZOOM_PIXELS), event.offsetX, event.offsetY);
    this.dispatchEvent(new Event("zoomed"));
    this.#film.draw();
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #hover(x, y) {
    const { editor } = this.#film;
    if (editor.drawing) return;
    const target = editor.draft ?? this.#focused();
    const grip = target && this.#gripOf(target, x, y);
    this.#canvas.style.cursor = grip ? cursorFor(grip) : this.#trackAt(x, y) === null ? "" : "pointer";
  }

  /** The box of the focused track in the frame that is painted. @returns {Draft | null} */
  #focused() {
    const { focus, regions } = this.#film.model;
    const box = focus === null ? null : regions.box(this.#film.painted, focus);
    return box && { box, track: focus };
  }

  /**
   * @param {Draft} target
   * @param {number} x
   * @param {number} y
   */
  #gripOf(target, x, y) {
    const { model, viewport } = this.#film;
    const track = this.#trackOf(target);
    return gripAt(viewport.toScreen(coverBox(target.box, track, model.style)), isRound(track, model.style), x, y);
  }

  /** The track of a draft; undefined of a new box. @param {{ track: number | null }} draft */
  #trackOf({ track }) {
    return track === null ? undefined : this.#film.model.tracks.get(track);
  }

  /**
   * The track with the smallest cover under the pointer.
   * @param {number} x
   * @param {number} y
   */
  #trackAt(x, y) {
    const { model, painted, viewport } = this.#film;
    const [px, py] = viewport.toPicture(x, y);
    const hits = model.regions
      .at(painted)
      .map(({ track, box }) => ({ track, box: coverBox(box, model.tracks.get(track), model.style) }))
      .filter(({ box: [x1, y1, x2, y2] }) => px >= x1 && px <= x2 && py >= y1 && py <= y2)
      .sort((a, b) => area(a.box) - area(b.box));
    return hits[0]?.track ?? null;
  }
}

/** @param {Box} box */
function area([x1, y1, x2, y2]) {
  return (x2 - x1) * (y2 - y1);
}
