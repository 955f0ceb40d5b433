// The pictures of the film: fetched when they are needed and a little before, kept in memory only.

import { getBlob } from "./api.js";

const MOST_KEPT = 48;
const AT_ONCE = 3; // the browser opens six connections; the small pictures and the events need some

/** Event `loaded`: another picture is there. */
export class Frames extends EventTarget {
  /** @type {Map<string, ImageBitmap>} In the order in which they were used. */ #kept = new Map();
  /** @type {Map<string, AbortController>} */ #coming = new Map();
  /** @type {string[]} */ #wanted = [];

  /** @param {string} key */
  get(key) {
    const found = this.#kept.get(key);
    if (found) {
      this.#kept.delete(key);
      this.#kept.set(key, found);
    }
    return found;
  }

  /**
   * Fetch these, in this order, and what was asked for before only if it is on its way: the server decodes it anyway.
   * @param {string[]} keys Addresses.
   */
  want(keys) {
    this.#wanted = keys.filter((key) => !this.#kept.has(key) && !this.#coming.has(key));
    this.#more();
  }

  clear() {
    this.want([]);
    for (const control of this.#coming.values()) control.abort();
    this.#coming.clear();
    for (const bitmap of this.#kept.values()) bitmap.close();
    this.#kept.clear();
  }

  #more() {
    while (this.#coming.size < AT_ONCE) {
      const next = this.#wanted.shift();
      if (!next) return;
      void this.#fetch(next);
    }
  }

  /** @param {string} key */
  async #fetch(key) {
    const control = new AbortController();
    this.#coming.set(key, control);
    try {
      const bitmap = await createImageBitmap(await getBlob(key, control.signal));
      this.#kept.set(key, bitmap);
      for (const [old, picture] of this.#kept) {
        if (this.#kept.size <= MOST_KEPT) break;
        picture.close();
        this.#kept.delete(old);
      }
      this.dispatchEvent(new CustomEvent("loaded", { detail: key }));
    } catch (error) {
      if (!control.signal.aborted) {
        this.dispatchEvent(new CustomEvent("missing", { detail: error instanceof Error ? error.message : "" }));
      }
    } finally {
      if (this.#coming.get(key) === control) this.#coming.delete(key);
      this.#more();
    }
  }
}
