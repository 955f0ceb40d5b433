// Playback: which frame is due. Up to normal speed no frame is skipped; playback waits for a late one instead.

/** @import { Model } from "./model.js" */

export const SPEEDS = [0.25, 0.5, 1, 2, 4];
/** Frames a second that are fetched when it plays faster than normal. A round number. */
const MAX_FRAME_RATE = 30;
/** The displayed frame rate is counted over this time. */
const RATE_WINDOW_MS = 1000;
/** A delay up to this is caught up with; a longer one is not. A round number. */
const MAX_CATCH_UP_MS = 100;

/** Event `playing`: playback started or stopped, or its speed changed. */
export class Player extends EventTarget {
  playing = false;
  speed = 1;
  /** Frames displayed in the last second. */ frameRate = 0;
  #model;
  #ready;
  #last = 0;
  #due = 0;
  /** The frame at which it stops. */ #end = Infinity;
  /** @type {number[]} */ #displayedAt = [];

  /**
   * @param {Model} model
   * @param {(frame: number) => boolean} ready Whether a frame is loaded.
   */
  constructor(model, ready) {
    super();
    this.#model = model;
    this.#ready = ready;
  }

  /** Frames from one that is displayed to the next. */
  get stride() {
    return this.speed <= 1 ? 1 : Math.max(1, Math.ceil((this.#model.about.rate * this.speed) / MAX_FRAME_RATE));
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  /** @param {number} [end] The frame at which it stops. */
  start(end = Infinity) {
    if (this.#model.frames < 2) return;
    if (this.#model.frame >= this.#model.frames - 1) this.#model.goTo(0);
    this.#end = end;
    this.playing = true;
    this.#last = performance.now();
    this.#due = this.#model.about.times[this.#model.frame];
    this.#displayedAt = [];
    this.dispatchEvent(new Event("playing"));
    requestAnimationFrame((now) => this.#tick(now));
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.dispatchEvent(new Event("playing"));
  }

  /** One step faster, or slower. @param {number} direction 1 or -1. */
  changeSpeed(direction) {
    const at = Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(this.speed) + direction));
    this.setSpeed(SPEEDS[at]);
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.dispatchEvent(new Event("playing"));
  }

  /** @param {number} now */
  #tick(now) {
    if (!this.playing) return;
    const { times } = this.#model.about;
    // What it begins with must have been seen before it goes on.
    this.#due = this.#ready(this.#model.frame) ? this.#due + (now - this.#last) * this.speed : times[this.#model.frame];
    this.#last = now;
    const end = Math.min(times.length - 1, Math.max(this.#end, this.#model.frame));
    const next = Math.min(this.#model.frame + this.stride, end);
    if (this.#due >= times[next]) {
      if (this.#ready(next)) {
        this.#model.goTo(next);
        this.#displayedAt.push(now);
        this.#due = Math.min(this.#due, times[next] + MAX_CATCH_UP_MS);
      } else {
        this.#due = times[next];
      }
    }
    this.#displayedAt = this.#displayedAt.filter((at) => now - at < RATE_WINDOW_MS);
    this.frameRate = this.#displayedAt.length;
    if (next === end && this.#model.frame === next) this.stop();
    else requestAnimationFrame((later) => this.#tick(later));
  }
}
