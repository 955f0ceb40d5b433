// Where every box is in every frame, fetched in stretches as they are needed.

import { getFloats, Refused } from "./api.js";

/** @import { Box, Track } from "./types.js" */
/** @typedef {{ track: number, box: Box }} Region */

const CHUNK = 256; // as in app.py
const COLUMNS = 6;

/** Event `loaded`: more is known now. */
export class Regions extends EventTarget {
  #subject;
  /** @type {Map<number, Map<number, Region[]>>} */ #chunks = new Map();
  /** Which stretches are not as they are in the plan any more, or not known. @type {Map<number, number>} */ #changes = new Map();
  /** Which state of a stretch was asked for last. @type {Map<number, number>} */ #asked = new Map();

  /** @param {number} subject */
  constructor(subject) {
    super();
    this.#subject = subject;
  }

  /**
   * The regions of a frame, as far as they are known; what is not is fetched.
   * @param {number} frame
   * @returns {Region[]}
   */
  at(frame) {
    const number = Math.floor(frame / CHUNK);
    if (this.#asked.get(number) !== (this.#changes.get(number) ?? 0)) void this.#load(number);
    // Until it comes, what was known before is nearer to the truth than nothing.
    return this.#chunks.get(number)?.get(frame) ?? [];
  }

  /**
   * @param {number} frame
   * @param {number} track
   * @returns {Box | null}
   */
  box(frame, track) {
    return this.at(frame).find((region) => region.track === track)?.box ?? null;
  }

  /** What is known of the frames of a track is no longer true. @param {Track} track */
  forget(track) {
    for (let chunk = Math.floor(track.first / CHUNK); chunk <= Math.floor(track.last / CHUNK); chunk += 1) {
      this.#changes.set(chunk, (this.#changes.get(chunk) ?? 0) + 1);
    }
  }

  /** @param {number} number */
  async #load(number) {
    const state = this.#changes.get(number) ?? 0;
    this.#asked.set(number, state);
    /** @type {Map<number, Region[]>} */
    const frames = new Map();
    let rows;
    try {
      rows = await getFloats(`/api/${this.#subject}/regions/${number}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Asked for again when a frame of it is shown next; that the server is gone is said where something is changed.
      if (this.#asked.get(number) === state) this.#asked.delete(number);
      return;
    }
    for (let at = 0; at < rows.length; at += COLUMNS) {
      const [frame, track, ...box] = rows.subarray(at, at + COLUMNS);
      const regions = frames.get(frame) ?? [];
      regions.push({ track, box: /** @type {Box} */ (box) });
      frames.set(frame, regions);
    }
    if (this.#asked.get(number) === state) this.#chunks.set(number, frames);
    this.dispatchEvent(new Event("loaded"));
  }
}
