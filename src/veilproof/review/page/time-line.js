// The timeline: one lane a track with its keyframes; above them review progress, leaks, places that may be bare, and what happens.

import { h } from "./dom.js";
import { intervals } from "./intervals.js";
import { clock, wholeSeconds } from "./format.js";
import { plain, text } from "./text.js";
import { colour, onTheme } from "./theme.js";
import { MARGIN } from "./time-axis.js";

/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { TimeAxis } from "./time-axis.js" */
/** @import { Track } from "./types.js" */

// Heights of the rows, in CSS pixels; chosen by eye.
const RULER = 18;
const PROGRESS = 8;
const LEAKS = 10;
const LANE = 9;
// How near the pointer must be to a mark, in CSS pixels; chosen by feel.
const MARK_TOLERANCE = 5;
const LEAK_TOLERANCE = 6;

export class TimeLine extends HTMLElement {
  /** @type {Model} */ #model;
  /** @type {FilmView} */ #film;
  /** @type {TimeAxis} */ #axis;
  #canvas = h("canvas", { role: "slider", tabIndex: 0, "aria-label": text("time-label") });
  #scroll = h("div", { className: "lanes-scroll" });
  #height = h("div");
  /** @type {Track[]} */ #lanes = [];
  #scheduled = false;

  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {TimeAxis} axis
   */
  connect(model, film, axis) {
    this.#model = model;
    this.#film = film;
    this.#axis = axis;
    this.#scroll.append(this.#height);
    this.append(this.#scroll, this.#canvas);
    model.on("file plan", () => this.#layOut());
    model.on("file plan frame selection displayed findings", () => this.#draw());
    model.on("selection", () => this.#reveal());
    axis.addEventListener("moved", () => this.#draw());
    film.addEventListener("painted", () => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this);
    onTheme(() => this.#draw());
    this.#scroll.addEventListener("scroll", () => this.#draw());
    this.#canvas.addEventListener("pointerdown", (event) => this.#down(event));
    this.#canvas.addEventListener("pointermove", (event) => event.buttons === 1 && this.#scrub(event));
    this.#canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** The findings that nobody has answered. */
  get #leaks() {
    return (this.#model.findings?.leaks ?? []).filter(({ answer }) => !answer);
  }

  get #headerHeight() {
    const { places, incidents } = this.#model.plan;
    return RULER + PROGRESS + (this.#leaks.length || places.length || incidents.length ? LEAKS : 0);
  }

  #layOut() {
    this.hidden = this.#model.about.kind === "photo";
    this.#lanes = [...this.#model.plan.tracks].sort((a, b) => a.first - b.first || a.id - b.id);
    this.#height.style.blockSize = `${this.#headerHeight + this.#lanes.length * LANE + 4}px`;
  }

  #reveal() {
    const at = this.#lanes.findIndex((track) => track.id === this.#model.focus);
    if (at < 0) return;
    const [y, room] = [at * LANE, this.clientHeight - this.#headerHeight - LANE];
    const { scrollTop } = this.#scroll;
    if (y < scrollTop || y > scrollTop + room) this.#scroll.scrollTop = y - room / 2;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#film.player.stop();
    const frame = this.#axis.frameAt(this.#axis.msAt(event.offsetX));
    const lane = Math.floor((event.offsetY - this.#headerHeight + this.#scroll.scrollTop) / LANE);
    const track = event.offsetY > this.#headerHeight ? this.#lanes[lane] : undefined;
    if (track && frame >= track.first && frame <= track.last) {
      // A click near a mark goes to the mark.
      const near = track.keys.find((mark) => Math.abs(this.#axis.x(this.#model.about.times[mark]) - event.offsetX) < MARK_TOLERANCE);
      this.#model.goTo(near ?? frame);
      this.#model.focusTrack(track.id, false);
    } else {
      this.#scrub(event);
    }
  }

  /** @param {PointerEvent} event */
  #scrub(event) {
    const leaks = this.#leaks;
    const onLeaks = event.offsetY > RULER + PROGRESS && event.offsetY <= this.#headerHeight;
    const isNear = (/** @type {number} */ frame) => Math.abs(this.#axis.x(this.#model.about.times[frame]) - event.offsetX) < LEAK_TOLERANCE;
    const leak = onLeaks && leaks.find((each) => isNear(each.first_frame));
    const place = onLeaks && !leak ? this.#model.plan.places.findIndex((each) => isNear(each.frame)) : -1;
    const incident = onLeaks && !leak && place < 0 && this.#model.plan.incidents.find((each) => isNear(each.first));
    if (incident) {
      this.#model.goTo(incident.first);
      this.#model.notify(incident.what);
    } else if (place >= 0) {
      this.#model.goToPlace(place);
    } else if (leak) {
      this.#model.goToLeak(leak);
    } else {
      this.#model.goTo(this.#axis.frameAt(this.#axis.msAt(event.offsetX)));
    }
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    if (!this.#axis.wheel(event)) this.#scroll.scrollTop += event.deltaY;
  }

  #draw() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      if (!this.hidden) this.#paint();
    });
  }

  #paint() {
    const [width, height] = [this.#scroll.clientWidth, this.clientHeight];
    this.#axis.width = Math.max(1, this.clientWidth - 2 * MARGIN);
    this.#canvas.style.inlineSize = `${width}px`;
    const [pixels, rows] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this.#canvas.width !== pixels || this.#canvas.height !== rows) {
      this.#canvas.width = pixels;
      this.#canvas.height = rows;
    }
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.#paintLanes(context, width, height);
    this.#paintHeader(context, width);
    const { times } = this.#model.about;
    const x = this.#axis.x(times[this.#film.painted] ?? 0);
    context.fillStyle = colour("playhead");
    context.fillRect(x - 0.75, 0, 1.5, height);
    this.#describe();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} width
   */
  #paintHeader(context, width) {
    const { times } = this.#model.about;
    const { reviewed_frames: reviewed, review_again: again } = this.#model.plan;
    context.fillStyle = colour("ruler");
    context.fillRect(0, 0, width, this.#headerHeight);
    context.font = "10px system-ui, sans-serif";
    const step = rulerStep(this.#axis.span / Math.max(1, this.#axis.width / 90));
    for (let ms = Math.ceil(this.#axis.left / step) * step; ms <= this.#axis.left + this.#axis.span; ms += step) {
      const x = this.#axis.x(ms);
      context.fillStyle = colour("line");
      context.fillRect(x, 0, 1, RULER);
      context.fillStyle = colour("quiet");
      if (x < width - 44) context.fillText(ms % 1000 ? clock(ms) : wholeSeconds(ms), x + 4, 12);
    }
    const bar = (/** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ y, /** @type {number} */ tall) => {
      const end = times[last + 1] ?? this.#axis.pictures;
      context.fillRect(this.#axis.x(times[first]), y, Math.max(1, this.#axis.x(end) - this.#axis.x(times[first])), tall);
    };
    context.fillStyle = colour("line");
    context.fillRect(MARGIN, RULER + 1, this.#axis.width, PROGRESS - 4);
    context.fillStyle = colour("displayed");
    for (const [first, last] of intervals(this.#model.displayed)) bar(first, last, RULER + 1, PROGRESS - 4);
    context.fillStyle = colour("reviewed");
    for (const [first, last] of reviewed) bar(first, last, RULER + 1, PROGRESS - 4);
    context.fillStyle = colour("visible");
    for (const [first, last] of again) bar(first, last, RULER + 1, PROGRESS - 4);
    const mark = (/** @type {number} */ frame, /** @type {number} */ first, /** @type {number} */ last) => {
      bar(first, last, RULER + PROGRESS + 4, 3);
      const x = this.#axis.x(times[frame] ?? 0);
      context.beginPath();
      context.moveTo(x - 4, RULER + PROGRESS);
      context.lineTo(x + 4, RULER + PROGRESS);
      context.lineTo(x, RULER + PROGRESS + LEAKS - 2);
      context.fill();
    };
    context.fillStyle = colour("heard");
    for (const each of this.#model.plan.incidents) mark(each.first, each.first, each.last);
    context.fillStyle = colour("place");
    for (const place of this.#model.plan.places) mark(place.frame, place.first, place.last);
    context.fillStyle = colour("error");
    for (const leak of this.#leaks) mark(leak.first_frame, leak.first_frame, leak.last_frame);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} width
   * @param {number} height
   */
  #paintLanes(context, width, height) {
    const { times } = this.#model.about;
    const { focus, selected } = this.#model;
    const from = Math.floor(this.#scroll.scrollTop / LANE);
    const to = Math.min(this.#lanes.length, from + Math.ceil((height - this.#headerHeight) / LANE) + 1);
    for (let lane = from; lane < to; lane += 1) {
      const track = this.#lanes[lane];
      const y = this.#headerHeight + lane * LANE - this.#scroll.scrollTop;
      if (track.id === focus || selected.has(track.id)) {
        context.fillStyle = colour(track.id === focus ? "lane-focus" : "lane-selected");
        context.fillRect(0, y, width, LANE);
      }
      const x1 = this.#axis.x(times[track.first]);
      const x2 = Math.max(x1 + 2, this.#axis.x(times[track.last + 1] ?? this.#axis.pictures));
      context.fillStyle = colour(track.decision === "keep" ? "lane-keep" : "lane-cover");
      context.globalAlpha = track.reviewed ? 0.55 : 1;
      context.fillRect(x1, y + 2, x2 - x1, LANE - 4);
      context.globalAlpha = 1;
      context.fillStyle = colour("lane-key");
      for (const key of track.keys) {
        const x = this.#axis.x(times[key]);
        context.beginPath();
        context.moveTo(x, y + 0.5);
        context.lineTo(x + 4, y + LANE / 2);
        context.lineTo(x, y + LANE - 0.5);
        context.lineTo(x - 4, y + LANE / 2);
        context.fill();
      }
    }
  }

  #describe() {
    const canvas = this.#canvas;
    canvas.setAttribute("aria-valuemin", "1");
    canvas.setAttribute("aria-valuemax", String(this.#model.frames));
    canvas.setAttribute("aria-valuenow", String(this.#film.painted + 1));
    const { times } = this.#model.about;
    const at = text("time-value", { time: clock(times[this.#film.painted] ?? 0), frame: plain(this.#film.painted + 1) });
    const happens = this.#model.plan.incidents.filter(({ first, last }) => first <= this.#film.painted && this.#film.painted <= last);
    canvas.setAttribute("aria-valuetext", [at, ...happens.map(({ what }) => what)].join(". "));
    canvas.title = happens.map(({ what }) => what).join("\n");
  }
}

/** A round interval for the ruler, at least `ms` long. @param {number} ms */
function rulerStep(ms) {
  const steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000, 600000, 1800000];
  return steps.find((step) => step >= ms) ?? 3600000;
}
