// The frame, exact to the frame, with covers as they will be; boxes are drawn and dragged here.

import { cursorOf, drawHandles, dragged, gripAt, large, straight, traceCover } from "./boxes.js";
import { h } from "./dom.js";
import { Frames } from "./frames.js";
import { Player } from "./player.js";
import { Viewport } from "./viewport.js";

/** @import { Grip } from "./boxes.js" */
/** @import { Model } from "./model.js" */
/** @import { Box, Track } from "./types.js" */

const WIDTHS = [480, 720, 960, 1280, 1920, 2560, 3840];
const AHEAD = 12;
const COLOURS = { cover: "#cfe3ff", keep: "#ffb454", doubt: "#f4d65e", draft: "#7fe3c4", leak: "#ff8078" };

/** @typedef {{ box: Box, track: number | null }} Draft A box that is being drawn (no track) or moved. */
/** @typedef {{ grip: Grip | null, from: [number, number], box: Box, pan: boolean }} Drag */

export class FilmView extends HTMLElement {
  /** @type {Model} */ model;
  /** @type {Player} */ player;
  frames = new Frames();
  viewport = new Viewport();
  /** @type {Draft | null} */ draft = null;
  drawing = false;
  busy = "";
  /** The frame that is on the screen. */ painted = 0;
  /** How many times another frame came onto it. */ shown = 0;
  #canvas = h("canvas", { role: "img" });
  #bar = h("div", { className: "draft-bar", hidden: true });
  #note = h("div", { className: "film-note", hidden: true });
  /** @type {string | null} */ #paintedKey = null;
  /** @type {Drag | null} */ #drag = null;
  #scheduled = false;
  #direction = 1;
  #lastFrame = 0;

  /** @param {Model} model */
  connect(model) {
    this.model = model;
    this.player = new Player(model, (frame) => this.frames.get(this.key(frame)) !== undefined);
    this.append(this.#canvas, this.#bar, this.#note);
    model.on("subject", () => this.#reopen());
    model.on("frame", () => this.#turned());
    model.on("plan view", () => this.#fetch());
    model.on("plan view chosen regions findings", () => this.draw());
    this.frames.addEventListener("loaded", () => this.draw());
    this.frames.addEventListener("missing", (event) => model.say(/** @type {CustomEvent} */ (event).detail, true));
    this.player.addEventListener("playing", () => this.#fetch());
    new ResizeObserver(() => this.#resized()).observe(this);
    this.#canvas.addEventListener("pointerdown", (event) => this.#down(event));
    this.#canvas.addEventListener("pointermove", (event) => this.#moved(event));
    this.#canvas.addEventListener("pointerup", (event) => void this.#up(event));
    this.#canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** The address of the picture of a frame, as it is to be seen now. @param {number} frame */
  key(frame) {
    const { about, mode, style, plan } = this.model;
    const wanted = about.width * this.viewport.scale.x * devicePixelRatio;
    const width = WIDTHS.find((each) => each >= wanted && each < about.width);
    const query = new URLSearchParams();
    if (width) query.set("width", String(width));
    if (mode === "covered") {
      query.set("method", style.method);
      query.set("shape", style.shape);
      query.set("scale", String(style.scale));
      query.set("r", String(plan.revision));
    }
    return this.model.path(`frame/${frame}?${query}`);
  }

  draw() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#paint();
    });
  }

  // -- drawing by key

  /** Begin to draw a box: by dragging, or from the middle by keys. */
  beginDrawing() {
    this.player.stop();
    this.drawing = true;
    this.draft = null;
    this.#canvas.style.cursor = "crosshair";
    this.model.say("Drag a box around it, or press Enter for a box to move with the arrow keys.");
    this.draw();
  }

  /** A box in the middle of what is on the screen, to be moved by keys. */
  drawInTheMiddle() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    const [x, y] = this.viewport.toPicture(width / 2, height / 2);
    const side = Math.max(8, this.model.about.width / 16 / this.viewport.zoom);
    this.#propose({ box: [x - side / 2, y - side / 2, x + side / 2, y + side / 2], track: null });
  }

  /** Begin to move the box of the track in focus by keys. */
  beginMoving() {
    const { focus, frame, regions } = this.model;
    const box = focus === null ? null : regions.box(frame, focus);
    if (box === null) return this.model.say("Choose a track that is in this frame first.", true);
    this.player.stop();
    this.#propose({ box, track: focus });
  }

  /**
   * @param {number} dx
   * @param {number} dy
   * @param {boolean} resize
   */
  nudge(dx, dy, resize) {
    if (!this.draft) return;
    const step = Math.max(1, Math.round(2 / this.viewport.scale.x));
    const all = { left: !resize, top: !resize, right: true, bottom: true };
    const box = dragged(this.draft.box, all, dx * step, dy * step);
    if (large(box)) this.draft.box = box;
    this.draw();
  }

  cancelDraft() {
    this.draft = null;
    this.drawing = false;
    this.#bar.hidden = true;
    this.#canvas.style.cursor = "";
    this.draw();
  }

  /**
   * Cover what was drawn, or put the track where it was moved.
   * @param {"follow" | "frame" | "whole"} how How far a new box reaches.
   */
  async finishDraft(how) {
    const draft = this.draft;
    if (!draft || this.busy) return;
    const { frame, frames } = this.model;
    const box = draft.box;
    const reach = { follow: {}, frame: { first: frame, last: frame }, whole: { first: 0, last: frames - 1 } };
    this.#work(how === "follow" && draft.track === null ? "following it both ways …" : "");
    const plan = await this.model.change(
      draft.track === null
        ? { do: "draw", frame, box, ...reach[how] }
        : { do: "move", track: draft.track, frame, box },
    );
    this.#work("");
    if (!plan) return;
    if (this.draft === draft) this.cancelDraft();
    if (plan.made) this.#made(plan.made, how);
  }

  /** Follow the box of the track in focus anew from this frame on. */
  async followAgain() {
    const { track, frame } = this.model;
    if (!track || track.origin !== "drawn") return this.model.say("Draw a box first (B), or choose one that was drawn.", true);
    this.#work("following it both ways …");
    await this.model.change({ do: "follow", track: track.id, frame });
    this.#work("");
  }

  /**
   * @param {number} id
   * @param {string} how
   */
  #made(id, how) {
    const track = this.model.tracks.get(id);
    this.model.selected.clear();
    this.model.turnTo(id, false);
    if (track && how === "follow") {
      const { times } = this.model.about;
      const seconds = ((times[track.last] - times[track.first]) / 1000).toFixed(1);
      this.model.say(`Track ${id}: followed over ${track.last - track.first + 1} frames, ${seconds} s. Look at both ends.`);
    }
  }

  /** @param {string} what */
  #work(what) {
    this.busy = what;
    this.#note.textContent = what;
    this.#note.hidden = !what;
  }

  /** @param {Draft} draft */
  #propose(draft) {
    this.draft = draft;
    this.drawing = false;
    this.#canvas.style.cursor = "";
    const button = (/** @type {string} */ text, /** @type {string} */ key, /** @type {() => void} */ run) =>
      h("button", { type: "button", onclick: run }, text, h("kbd", {}, key));
    const finish = (/** @type {"follow" | "frame" | "whole"} */ how) => () => void this.finishDraft(how);
    const choices =
      draft.track !== null
        ? [button("Put it here", "Enter", finish("frame"))]
        : this.model.frames > 1
          ? [
              button("Follow", "F", finish("follow")),
              button("This frame only", "Enter", finish("frame")),
              button("Whole film", "W", finish("whole")),
            ]
          : [button("Cover it", "Enter", finish("frame"))];
    this.#bar.replaceChildren(...choices, button("Cancel", "Esc", () => this.cancelDraft()));
    this.#bar.hidden = false;
    this.draw();
  }

  // -- pointer

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    const { offsetX: x, offsetY: y } = event;
    this.#canvas.setPointerCapture(event.pointerId);
    const at = this.viewport.toPicture(x, y);
    if (this.drawing) {
      const grip = { left: false, top: false, right: true, bottom: true };
      this.#drag = { grip, from: at, box: [...at, ...at], pan: false };
      return;
    }
    const held = this.draft ?? this.#focused();
    const grip = held ? gripAt(this.viewport.toScreen(held.box), x, y) : null;
    if (held && grip) {
      this.player.stop();
      this.#drag = { grip, from: at, box: held.box, pan: false };
      return;
    }
    if (this.draft) return;
    const hit = this.#hit(x, y);
    if (hit !== null) this.model.turnTo(hit, false);
    this.#drag = { grip: null, from: [x, y], box: [0, 0, 0, 0], pan: hit === null };
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    const { offsetX: x, offsetY: y } = event;
    const drag = this.#drag;
    if (!drag) return this.#hover(x, y);
    if (drag.pan) {
      this.viewport.panBy(x - drag.from[0], y - drag.from[1]);
      drag.from = [x, y];
      return this.draw();
    }
    if (!drag.grip) return;
    const [px, py] = this.viewport.toPicture(x, y);
    const box = this.drawing
      ? straight([...drag.from, px, py])
      : dragged(drag.box, drag.grip, px - drag.from[0], py - drag.from[1]);
    this.draft = { box, track: this.drawing ? null : this.draft ? this.draft.track : this.model.focus };
    this.draw();
  }

  /** @param {PointerEvent} event */
  async #up(event) {
    this.#canvas.releasePointerCapture(event.pointerId);
    const drag = this.#drag;
    this.#drag = null;
    if (!drag?.grip || !this.draft) return;
    if (!large(this.draft.box)) return this.drawing ? void (this.draft = null) : this.cancelDraft();
    const moved = this.draft.box.some((side, at) => side !== drag.box[at]);
    if (this.draft.track === null) this.#propose(this.draft);
    else if (moved && this.#bar.hidden) await this.finishDraft("frame");
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    this.viewport.zoomBy(Math.exp(-event.deltaY / 300), event.offsetX, event.offsetY);
    this.#fetch();
    this.draw();
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #hover(x, y) {
    if (this.drawing) return;
    const held = this.draft ?? this.#focused();
    const grip = held && gripAt(this.viewport.toScreen(held.box), x, y);
    this.#canvas.style.cursor = grip ? cursorOf(grip) : this.#hit(x, y) === null ? "" : "pointer";
  }

  /** @returns {Draft | null} */
  #focused() {
    const { focus, regions } = this.model;
    const box = focus === null ? null : regions.box(this.painted, focus);
    return box && { box, track: focus };
  }

  /**
   * The smallest region that is there.
   * @param {number} x
   * @param {number} y
   */
  #hit(x, y) {
    const [px, py] = this.viewport.toPicture(x, y);
    const here = this.model.regions
      .at(this.painted)
      .filter(({ box: [x1, y1, x2, y2] }) => px >= x1 && px <= x2 && py >= y1 && py <= y2)
      .sort((a, b) => area(a.box) - area(b.box));
    return here[0]?.track ?? null;
  }

  // -- pictures

  #reopen() {
    this.player.stop();
    this.cancelDraft();
    this.viewport.reset();
    this.frames.clear();
    this.painted = 0;
    this.#paintedKey = null;
    this.#resized();
  }

  #turned() {
    this.#direction = Math.sign(this.model.frame - this.#lastFrame) || 1;
    this.#lastFrame = this.model.frame;
    if (this.draft || this.drawing) this.cancelDraft();
    this.#fetch();
    this.draw();
  }

  #resized() {
    const { width, height } = this.getBoundingClientRect();
    if (!width || !height) return;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.viewport.fit({ width, height }, this.model.about);
    this.viewport.panBy(0, 0);
    this.#fetch();
    this.#paint();
  }

  #fetch() {
    const { frame, frames } = this.model;
    const { playing, stride } = this.player;
    const ahead = playing
      ? Array.from({ length: AHEAD }, (_, at) => frame + (at + 1) * stride)
      : [1, 2, 3, -1].map((step) => frame + step * this.#direction);
    // The last frame is shown whatever the stride.
    const wanted = [frame, ...ahead.map((each) => (playing ? Math.min(each, frames - 1) : each))];
    this.frames.want([...new Set(wanted)].filter((each) => each >= 0 && each < frames).map((each) => this.key(each)));
  }

  #paint() {
    const { about, frame } = this.model;
    const context = this.#canvas.getContext("2d", { alpha: false });
    if (!context) return;
    const key = this.key(frame);
    if (this.frames.get(key)) {
      this.#paintedKey = key;
      if (this.painted !== frame) {
        this.painted = frame;
        this.shown += 1;
        this.dispatchEvent(new Event("painted"));
      }
      if (!document.hidden) this.model.watch(frame);
    }
    const picture = this.#paintedKey && this.frames.get(this.#paintedKey);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.fillStyle = "#08090a";
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (picture) {
      const [x1, y1, x2, y2] = this.viewport.toScreen([0, 0, about.width, about.height]);
      context.imageSmoothingEnabled = this.viewport.scale.y < 3;
      context.drawImage(picture, x1, y1, x2 - x1, y2 - y1);
      this.#overlay(context);
    }
    this.classList.toggle("loading", this.#paintedKey !== key);
    this.dataset.frame = String(this.painted);
    const mode = { covered: "covered as in the result", outline: "outlines", original: "original" }[this.model.mode];
    this.#canvas.setAttribute("aria-label", `Frame ${this.painted + 1} of ${this.model.frames}, ${mode}`);
  }

  /** @param {CanvasRenderingContext2D} context */
  #overlay(context) {
    const { focus, selected, mode, findings, style } = this.model;
    const draft = this.draft;
    for (const { track: id, box } of this.model.regions.at(this.painted)) {
      const track = this.model.tracks.get(id);
      if (!track || (mode !== "outline" && id !== focus && !selected.has(id))) continue;
      const screen = this.viewport.toScreen(box);
      const colour = track.decision === "keep" ? COLOURS.keep : track.why.length ? COLOURS.doubt : COLOURS.cover;
      context.strokeStyle = context.fillStyle = colour;
      context.lineWidth = id === focus ? 2 : 1.25;
      context.setLineDash(track.decision === "keep" ? [5, 4] : []);
      traceCover(context, screen, track, style);
      context.stroke();
      if (id === focus && draft?.track !== id) drawHandles(context, screen);
      this.#label(context, screen, track, colour);
    }
    for (const leak of findings?.leaks ?? []) {
      if (this.painted < leak.first_frame || this.painted > leak.last_frame) continue;
      const [x1, y1, x2, y2] = this.viewport.toScreen(leak.box);
      context.strokeStyle = COLOURS.leak;
      context.lineWidth = 2;
      context.setLineDash([2, 3]);
      context.strokeRect(x1, y1, x2 - x1, y2 - y1);
    }
    if (draft) {
      context.strokeStyle = context.fillStyle = COLOURS.draft;
      context.lineWidth = 2;
      drawHandles(context, this.viewport.toScreen(draft.box));
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} screen
   * @param {Track} track
   * @param {string} colour
   */
  #label(context, [x1, y1], track, colour) {
    const text = `${track.id}${track.decision === "keep" ? " visible" : ""}`;
    context.setLineDash([]);
    context.font = "600 11px system-ui, sans-serif";
    const { width } = context.measureText(text);
    const [x, y] = [Math.max(0, x1), Math.max(15, y1)];
    context.fillStyle = "rgba(8, 9, 10, .82)";
    context.fillRect(x, y - 15, width + 8, 14);
    context.fillStyle = colour;
    context.fillText(text, x + 4, y - 4);
  }
}

/** @param {Box} box */
function area([x1, y1, x2, y2]) {
  return (x2 - x1) * (y2 - y1);
}
