// The boxes of all frames, fetched in chunks when they are first needed.

import { getFloats, Refused } from "./api.js";

/** @import { Box, Track } from "./types.js" */
/** @typedef {{ track: number, box: Box, angle: number }} Region The box before it is turned clockwise by so many degrees. */

/** Frames in a chunk; the same as _CHUNK_FRAMES in app.py. */
const CHUNK = 256;
/** Values of a region: frame, track, x1, y1, x2, y2, angle. */
const COLUMNS = 7;

/** Event `loaded`: a chunk arrived. */
export class Regions extends EventTarget {
  #file;
  /** @type {Map<number, Map<number, Region[]>>} */ #chunks = new Map();
  /** How often a chunk changed in the plan. @type {Map<number, number>} */ #versions = new Map();
  /** The version of a chunk that was requested last. @type {Map<number, number>} */ #requested = new Map();
  /** When the last request for a chunk has ended. @type {Map<number, Promise<void>>} */ #ended = new Map();

  /** @param {number} file */
  constructor(file) {
    super();
    this.#file = file;
  }

  /**
   * The regions of a frame. A chunk that is missing or outdated is fetched.
   * @param {number} frame
   * @returns {Region[]}
   */
  at(frame) {
    const number = Math.floor(frame / CHUNK);
    if (this.#requested.get(number) !== (this.#versions.get(number) ?? 0)) this.#ended.set(number, this.#load(number));
    // Until the new chunk arrives, outdated boxes are better than none.
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

  /** Resolves when the regions of a frame are here, or could not be fetched. @param {number} frame */
  async ready(frame) {
    const number = Math.floor(frame / CHUNK);
    this.at(frame);
    if (!this.#chunks.has(number)) await this.#ended.get(number);
  }

  /** Mark the chunks of a track as outdated. @param {Track} track */
  invalidate(track) {
    for (let chunk = Math.floor(track.first / CHUNK); chunk <= Math.floor(track.last / CHUNK); chunk += 1) {
      this.#versions.set(chunk, (this.#versions.get(chunk) ?? 0) + 1);
    }
  }

  /** @param {number} number */
  async #load(number) {
    const version = this.#versions.get(number) ?? 0;
    this.#requested.set(number, version);
    /** @type {Map<number, Region[]>} */
    const frames = new Map();
    let rows;
    try {
      rows = await getFloats(`/api/${this.#file}/regions/${number}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Requested again with the next paint. A server that is gone is reported when something is changed.
      if (this.#requested.get(number) === version) this.#requested.delete(number);
      return;
    }
    for (let at = 0; at < rows.length; at += COLUMNS) {
      const [frame, track, ...box] = rows.subarray(at, at + COLUMNS - 1);
      const regions = frames.get(frame) ?? [];
      regions.push({ track, box: /** @type {Box} */ (box), angle: rows[at + COLUMNS - 1] });
      frames.set(frame, regions);
    }
    if (this.#requested.get(number) === version) this.#chunks.set(number, frames);
    this.dispatchEvent(new Event("loaded"));
  }
}
