// The sound under the film: its wave, where speech is, and what was decided. Stretches are drawn and dragged like tracks.

import { getBuffer, Refused } from "./api.js";
import { h } from "./dom.js";
import { clock } from "./format.js";
import { MARGIN } from "./time-axis.js";
import { paintSound } from "./sound-paint.js";
import { chosenStretch } from "./sound-words.js";
import { listed, text } from "./text.js";
import { onTheme } from "./theme.js";

/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { SoundPlayer } from "./sound-player.js" */
/** @import { TimeAxis } from "./time-axis.js" */
/** @import { Span } from "./types.js" */

/** How near the pointer must be to an end, in CSS pixels; chosen by feel. */
const EDGE = 6;
/** A shorter way is a click. In CSS pixels; chosen by feel. */
const LEAST_DRAG = 4;
/** The shortest stretch that is drawn, in microseconds. A round number. */
const SHORTEST = 10_000;

/** @typedef {{ x: number, at: number, span: Span, side: "start" | "end" | "both" | "new", decided: boolean, moved: boolean }} Drag */

export class SoundLane extends HTMLElement {
  /** @type {Model} */ #model;
  /** @type {FilmView} */ #film;
  /** @type {TimeAxis} */ #axis;
  /** @type {SoundPlayer} */ #player;
  #canvas = h("canvas", { role: "img" });
  /** Loudest sample of each fiftieth of a second; null until it is known. @type {Uint8Array | null} */ #wave = null;
  /** @type {Drag | null} */ #drag = null;
  #scheduled = false;

  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {TimeAxis} axis
   * @param {SoundPlayer} player
   */
  connect(model, film, axis, player) {
    this.#model = model;
    this.#film = film;
    this.#axis = axis;
    this.#player = player;
    this.append(this.#canvas);
    model.on("file", () => void this.#load());
    model.on("file plan sound", () => this.#draw());
    for (const [target, name] of /** @type {[EventTarget, string][]} */ ([[film, "painted"], [axis, "moved"], [player, "playing"]])) {
      target.addEventListener(name, () => this.#draw());
    }
    new ResizeObserver(() => this.#draw()).observe(this);
    onTheme(() => this.#draw());
    this.#canvas.addEventListener("pointerdown", (event) => this.#down(event));
    this.#canvas.addEventListener("pointermove", (event) => this.#move(event));
    this.#canvas.addEventListener("pointerup", () => void this.#up());
    this.#canvas.addEventListener("pointercancel", () => this.#cancel());
    this.#canvas.addEventListener("wheel", (event) => axis.wheel(event) && event.preventDefault(), { passive: false });
  }

  async #load() {
    const { file, about } = this.#model;
    this.hidden = about.sound === null;
    this.#drag = this.#wave = null;
    this.dataset.wave = "";
    if (this.hidden) return;
    try {
      const wave = new Uint8Array(await getBuffer(this.#model.path("wave")));
      if (file !== this.#model.file) return;
      this.#wave = wave;
      this.dataset.wave = String(wave.length);
      this.#draw();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#model.notify(error.message, true);
    }
  }

  /** Microseconds at a place, within the sound. @param {number} x */
  #at(x) {
    const { begin, end } = this.#model.about.sound ?? { begin: 0, end: 0 };
    const at = Math.round(this.#axis.msAt(x) * 1000);
    // At the left edge a stretch takes in what is heard before the first frame.
    return at <= 0 ? Math.min(0, begin) : Math.min(end, at);
  }

  /** @param {number} at */
  #x(at) {
    return this.#axis.x(Math.max(0, at) / 1000);
  }

  /** Which part of the chosen span is at a place. @param {number} x @returns {Drag["side"]} */
  #sideAt(x) {
    const { span } = this.#model;
    if (!span) return "new";
    if (Math.abs(this.#x(span.start) - x) < EDGE) return "start";
    if (Math.abs(this.#x(span.end) - x) < EDGE) return "end";
    return chosenStretch(this.#model) && x > this.#x(span.start) && x < this.#x(span.end) ? "both" : "new";
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#film.player.stop();
    const at = this.#at(event.offsetX);
    const side = this.#sideAt(event.offsetX);
    const span = side === "new" || !this.#model.span ? { start: at, end: at } : this.#model.span;
    this.#drag = { x: event.offsetX, at, span, side, decided: side !== "new" && chosenStretch(this.#model) !== undefined, moved: false };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const drag = this.#drag;
    if (!drag) {
      const side = this.#sideAt(event.offsetX);
      this.#canvas.style.cursor = { start: "ew-resize", end: "ew-resize", both: "grab", new: "crosshair" }[side];
      return;
    }
    if (!drag.moved && Math.abs(event.offsetX - drag.x) < LEAST_DRAG) return;
    drag.moved = true;
    drag.span = this.#dragged(drag, this.#at(event.offsetX));
    this.#draw();
  }

  /** @param {Drag} drag @param {number} to @returns {Span} */
  #dragged({ at, side }, to) {
    const old = this.#model.span ?? { start: at, end: at };
    if (side === "new") return { start: Math.min(at, to), end: Math.max(at, to) };
    if (side === "start") return { start: Math.min(to, old.end - SHORTEST), end: old.end };
    if (side === "end") return { start: old.start, end: Math.max(to, old.start + SHORTEST) };
    const { begin, end } = this.#model.about.sound ?? { begin: 0, end: 0 };
    const by = Math.max(Math.min(0, begin) - old.start, Math.min(end - old.end, to - at));
    return { start: old.start + by, end: old.end + by };
  }

  async #up() {
    const [drag, old] = [this.#drag, this.#model.span];
    this.#drag = null;
    if (!drag) return;
    if (!drag.moved) return this.#click(drag.at);
    const { start, end } = drag.span;
    if (end - start < SHORTEST) return this.#draw();
    this.#model.chooseSound({ start, end });
    if (drag.decided && old && (start !== old.start || end !== old.end)) {
      const plan = await this.#model.change({ do: "move_sound", ...old, new_start: start, new_end: end });
      if (!plan) this.#model.chooseSound(old);
    }
  }

  #cancel() {
    this.#drag = null;
    this.#draw();
  }

  /** Choose what is there, and go there. @param {number} at */
  #click(at) {
    const { about, plan, frame } = this.#model;
    const spoken = (about.sound?.speech ?? []).map(([start, end]) => ({ start, end }));
    const found = [...plan.stretches, ...spoken].find(({ start, end }) => start <= at && at < end);
    this.#model.goTo(this.#axis.frameAt(at / 1000));
    this.#model.chooseSound(found ? { start: found.start, end: found.end } : null);
    if (frame === this.#model.frame) this.#draw();
  }

  #draw() {
    if (this.#scheduled || this.hidden) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#paint();
      // The line moves as long as something is heard.
      if (this.#player.playing) this.#draw();
    });
  }

  #paint() {
    const [width, height] = [this.clientWidth, this.clientHeight];
    if (!width || !height) return;
    this.#axis.width = Math.max(1, width - 2 * MARGIN);
    const [pixels, rows] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this.#canvas.width !== pixels || this.#canvas.height !== rows) {
      this.#canvas.width = pixels;
      this.#canvas.height = rows;
    }
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const span = this.#drag?.moved ? this.#drag.span : this.#model.span;
    const shown = this.#model.about.times[this.#film.painted] ?? 0;
    paintSound(context, this.#model, this.#axis, this.#wave, { width, height, span, at: this.#player.at ?? shown, heard: this.#player.playing !== null });
    this.#describe();
  }

  #describe() {
    const { about, plan } = this.#model;
    const stretch = chosenStretch(this.#model);
    const parts = [text("lane-speech", { n: about.sound?.speech.length ?? 0 }), text("lane-stretches", { n: plan.stretches.length })];
    if (stretch) {
      const [from, to] = [clock(stretch.start / 1000), clock(stretch.end / 1000)];
      parts.push(text("lane-chosen", { from, to, decision: text(`heard-${stretch.decision}`) }));
    }
    this.#canvas.setAttribute("aria-label", text("lane-label", { facts: listed(parts) }));
  }
}
