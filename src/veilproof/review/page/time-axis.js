// The stretch of time that the lanes show: those of the tracks and of the sound scroll and zoom together.

/** @import { Model } from "./model.js" */

/** At both sides of every lane, in CSS pixels; chosen by eye. */
export const MARGIN = 10;
/** Times the whole film. A round number. */
const MAX_ZOOM = 200;

/** Event `moved`: another time is shown. */
export class TimeAxis extends EventTarget {
  /** Of a lane without its margins, in CSS pixels. */ width = 1;
  /** Milliseconds at the left edge. */ left = 0;
  #model;
  #zoom = 1;

  /** @param {Model} model */
  constructor(model) {
    super();
    this.#model = model;
    model.on("file", () => this.#reset());
    model.on("frame", () => this.#keepVisible());
  }

  /** Of pictures and sound, in milliseconds. */
  get duration() {
    return Math.max(this.pictures, (this.#model.about.sound?.end ?? 0) / 1000);
  }

  /** Of the pictures alone. */
  get pictures() {
    const { times } = this.#model.about;
    return Math.max(1, (times.at(-1) ?? 0) + (times.length > 1 ? times[1] - times[0] : 1));
  }

  /** Milliseconds from edge to edge. */
  get span() {
    return this.duration / this.#zoom;
  }

  /** @param {number} ms */
  x(ms) {
    return MARGIN + ((ms - this.left) / this.span) * this.width;
  }

  /** The time at a place, in milliseconds; outside of the lane it may lie outside of the film. @param {number} x */
  msAt(x) {
    return this.left + ((x - MARGIN) / this.width) * this.span;
  }

  /** The frame that is shown at a time. @param {number} ms */
  frameAt(ms) {
    const { times } = this.#model.about;
    let [low, high] = [0, times.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= ms) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @param {number} left */
  scrollTo(left) {
    this.left = Math.max(0, Math.min(this.duration - this.span, left));
    this.dispatchEvent(new Event("moved"));
  }

  /** Zoom with Ctrl, scroll sideways with Shift. @param {WheelEvent} event @returns {boolean} Whether it was one of them. */
  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      const at = this.msAt(event.offsetX);
      this.#zoom = Math.max(1, Math.min(MAX_ZOOM, this.#zoom * Math.exp(-event.deltaY / 200)));
      this.scrollTo(at - ((event.offsetX - MARGIN) / this.width) * this.span);
      return true;
    }
    if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return false;
    this.scrollTo(this.left + ((event.deltaX || event.deltaY) / this.width) * this.span);
    return true;
  }

  #reset() {
    this.#zoom = 1;
    this.scrollTo(0);
  }

  #keepVisible() {
    const ms = this.#model.about.times[this.#model.frame];
    if (ms < this.left || ms > this.left + this.span) this.scrollTo(ms - this.span / 10);
  }
}
