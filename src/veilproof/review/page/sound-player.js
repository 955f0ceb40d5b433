// Lets a person hear a span of sound before and after what was decided: from memory, never from a file.

import { getBuffer, Refused } from "./api.js";

/** @import { Model } from "./model.js" */
/** @import { Span } from "./types.js" */

/** As long as the server sends at once: MAX_SECONDS in film_sound.py. */
const MOST_MICROSECONDS = 30_000_000;

/** @typedef {"before" | "after"} Which As in the original, or as in the output. */

/** Event `playing`: sound began, or ended. */
export class SoundPlayer extends EventTarget {
  /** What is heard. @type {Which | null} */ playing = null;
  #model;
  /** @type {AudioContext | null} */ #context = null;
  /** @type {AudioBufferSourceNode | null} */ #source = null;
  /** @type {AbortController | null} */ #request = null;
  /** Microseconds at which it begins. */ #start = 0;
  /** By the clock of the context. */ #began = 0;

  /** @param {Model} model */
  constructor(model) {
    super();
    this.#model = model;
    model.on("file", () => this.stop());
  }

  /** Where it is, in milliseconds since the first frame; null while nothing is heard. */
  get at() {
    if (!this.#context || !this.playing) return null;
    return this.#start / 1000 + (this.#context.currentTime - this.#began) * 1000;
  }

  /**
   * Play a span, or the beginning of a long one.
   * @param {Span} span
   * @param {Which} which
   */
  async play(span, which) {
    this.stop();
    const request = new AbortController();
    this.#request = request;
    const end = Math.min(span.end, span.start + MOST_MICROSECONDS);
    const query = new URLSearchParams({ start: String(span.start), end: String(end) });
    if (which === "after") query.set("audio", this.#model.audio);
    try {
      // Made by the key or click that asks for sound: browsers allow none before.
      this.#context ??= new AudioContext();
      const context = this.#context;
      const file = await getBuffer(this.#model.path(`sound?${query}`), request.signal);
      const buffer = await context.decodeAudioData(file);
      if (request.signal.aborted) return;
      await context.resume();
      this.#begin(context, buffer, span.start, which);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      if (!(error instanceof Refused)) throw error;
      this.#model.notify(error.message, true);
    }
  }

  stop() {
    this.#request?.abort();
    this.#request = null;
    this.#source?.stop();
    this.#source = null;
    if (this.playing === null) return;
    this.playing = null;
    this.dispatchEvent(new Event("playing"));
  }

  /**
   * @param {AudioContext} context
   * @param {AudioBuffer} buffer
   * @param {number} start
   * @param {Which} which
   */
  #begin(context, buffer, start, which) {
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.addEventListener("ended", () => source === this.#source && this.stop());
    source.start();
    this.#source = source;
    this.#start = start;
    this.#began = context.currentTime;
    this.playing = which;
    this.dispatchEvent(new Event("playing"));
  }
}
