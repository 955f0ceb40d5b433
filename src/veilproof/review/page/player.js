// Playing: which frame is due. Up to normal speed no frame is ever left out; the film waits for a picture instead.

/** @import { Model } from "./model.js" */

export const SPEEDS = [0.25, 0.5, 1, 2, 4];
const MOST_SHOWN = 30; // frames a second that are worth fetching when it plays fast
const RATE_OVER = 1000; // ms over which the rate that is reached is measured

/** Event `playing`: it was started, stopped, or its speed changed. */
export class Player extends EventTarget {
  playing = false;
  speed = 1;
  /** Frames a second that were shown lately. */ reached = 0;
  #model;
  #ready;
  #last = 0;
  #due = 0;
  /** @type {number[]} */ #shown = [];

  /**
   * @param {Model} model
   * @param {(frame: number) => boolean} ready Whether the picture of a frame is there.
   */
  constructor(model, ready) {
    super();
    this.#model = model;
    this.#ready = ready;
  }

  /** From one frame that is shown to the next. */
  get stride() {
    return this.speed <= 1 ? 1 : Math.max(1, Math.ceil((this.#model.about.rate * this.speed) / MOST_SHOWN));
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  start() {
    if (this.#model.frames < 2) return;
    if (this.#model.frame >= this.#model.frames - 1) this.#model.goTo(0);
    this.playing = true;
    this.#last = performance.now();
    this.#due = this.#model.about.times[this.#model.frame];
    this.#shown = [];
    this.dispatchEvent(new Event("playing"));
    requestAnimationFrame((now) => this.#tick(now));
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.dispatchEvent(new Event("playing"));
  }

  /** @param {number} direction */
  faster(direction) {
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
    this.#due += (now - this.#last) * this.speed;
    this.#last = now;
    const next = Math.min(this.#model.frame + this.stride, times.length - 1);
    if (this.#due >= times[next]) {
      if (this.#ready(next)) {
        this.#model.goTo(next);
        this.#shown.push(now);
        // A short delay is made up for; a long one is not run after.
        this.#due = Math.min(this.#due, times[next] + 100);
      } else {
        this.#due = times[next];
      }
    }
    this.#shown = this.#shown.filter((at) => now - at < RATE_OVER);
    this.reached = this.#shown.length;
    if (next === times.length - 1 && this.#model.frame === next) this.stop();
    else requestAnimationFrame((later) => this.#tick(later));
  }
}
