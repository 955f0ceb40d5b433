// The picture of the current frame, with covers as they will be rendered, and outlines on top.

import { BoxEditor } from "./box-editor.js";
import { h } from "./dom.js";
import { FrameCache } from "./frame-cache.js";
import { drawOverlay } from "./overlay.js";
import { Player } from "./player.js";
import { PointerControl } from "./pointer-control.js";
import { plain, text } from "./text.js";
import { Viewport } from "./viewport.js";

/** @import { Model } from "./model.js" */

/** Widths, in pixels, at which frames are requested: few, so that zooming seldom fetches again. Common video widths. */
const WIDTHS = [480, 720, 960, 1280, 1920, 2560, 3840];
/** Frames fetched ahead while playing; about half a second. Chosen by eye. */
const PREFETCH_FRAMES = 12;
/** Above this many screen pixels per picture pixel the pixels are shown as squares. Chosen by eye. */
const MAX_SMOOTH_SCALE = 3;

/** Event `painted`: another frame is on the screen. */
export class FilmView extends HTMLElement {
  /** @type {Model} */ model;
  /** @type {Player} */ player;
  /** @type {BoxEditor} */ editor;
  frames = new FrameCache();
  viewport = new Viewport();
  /** The frame that is on the screen. */ painted = 0;
  /** How many frames were painted so far; benchmarks/review.py reads it. */ paintedCount = 0;
  #canvas = h("canvas", { role: "img" });
  /** @type {string | null} */ #paintedKey = null;
  #scheduled = false;
  #direction = 1;
  #lastFrame = 0;

  /** @param {Model} model */
  connect(model) {
    this.model = model;
    this.player = new Player(model, (frame) => this.frames.get(this.key(frame)) !== undefined);
    this.editor = new BoxEditor(this, this.#canvas);
    this.append(this.#canvas, this.editor.bar, this.editor.note);
    model.on("file", () => this.#reset());
    model.on("frame", () => this.#frameChanged());
    model.on("plan view", () => this.#fetch());
    model.on("plan view selection regions findings", () => this.draw());
    this.frames.addEventListener("loaded", () => this.draw());
    this.frames.addEventListener("failed", (event) => model.notify(/** @type {CustomEvent} */ (event).detail, true));
    this.player.addEventListener("playing", () => this.#fetch());
    new ResizeObserver(() => this.#resize()).observe(this);
    new PointerControl(this, this.#canvas).addEventListener("zoomed", () => this.#fetch());
  }

  /** The URL of a frame at the current width, mode and style. @param {number} frame */
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

  /** Whether the current frame is on the screen, as it was asked for. */
  get isCurrent() {
    return this.#paintedKey === this.key(this.model.frame);
  }

  /** Paint before the next frame of the browser; several calls paint once. */
  draw() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#paint();
    });
  }

  #reset() {
    this.player.stop();
    this.editor.cancel();
    this.viewport.reset();
    this.frames.clear();
    this.painted = 0;
    this.#paintedKey = null;
    this.#resize();
  }

  #frameChanged() {
    this.#direction = Math.sign(this.model.frame - this.#lastFrame) || 1;
    this.#lastFrame = this.model.frame;
    if (this.editor.active) this.editor.cancel();
    this.#fetch();
    this.draw();
  }

  #resize() {
    const { width, height } = this.getBoundingClientRect();
    if (!width || !height) return;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.viewport.fit({ width, height }, this.model.about);
    this.viewport.panBy(0, 0);
    this.#fetch();
    this.#paint();
  }

  /** Fetch the current frame, and those that are likely to be next. */
  #fetch() {
    const { frame, frames } = this.model;
    const { playing, stride } = this.player;
    const ahead = playing
      ? Array.from({ length: PREFETCH_FRAMES }, (_, at) => frame + (at + 1) * stride)
      : [1, 2, 3, -1].map((step) => frame + step * this.#direction);
    // Playback ends on the last frame, whatever the stride.
    const wanted = [frame, ...ahead.map((each) => (playing ? Math.min(each, frames - 1) : each))];
    this.frames.request([...new Set(wanted)].filter((each) => each >= 0 && each < frames).map((each) => this.key(each)));
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
        this.paintedCount += 1;
        this.dispatchEvent(new Event("painted"));
      }
      if (!document.hidden) this.model.markDisplayed(frame);
    }
    const picture = this.#paintedKey && this.frames.get(this.#paintedKey);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.fillStyle = "#08090a";
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (picture) {
      const [x1, y1, x2, y2] = this.viewport.toScreen([0, 0, about.width, about.height]);
      context.imageSmoothingEnabled = this.viewport.scale.y < MAX_SMOOTH_SCALE;
      context.drawImage(picture, x1, y1, x2 - x1, y2 - y1);
      drawOverlay(context, this.model, this.viewport, this.painted, this.editor.draft);
    }
    this.classList.toggle("loading", this.#paintedKey !== key);
    this.dataset.frame = String(this.painted);
    const mode = text(`mode-${this.model.mode}-label`);
    this.#canvas.setAttribute("aria-label", text("frame-label", { frame: plain(this.painted + 1), frames: plain(this.model.frames), mode }));
  }
}
