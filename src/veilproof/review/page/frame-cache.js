// Decoded frames in memory, fetched from the server in the order in which they are wanted.

import { getBlob } from "./api.js";

/** At 720p, some 180 MB. A round number. */
const MAX_CACHED_FRAMES = 48;
/** Browsers open six connections to a server; the thumbnails need two, the events one. */
const MAX_CONNECTIONS = 3;

/** Events: `loaded` a frame arrived; `failed` one could not be fetched, with the message. */
export class FrameCache extends EventTarget {
  /** @type {Map<string, ImageBitmap>} Least recently used first. */ #cached = new Map();
  /** @type {Map<string, AbortController>} */ #loading = new Map();
  /** @type {string[]} */ #wanted = [];

  /** @param {string} key */
  get(key) {
    const bitmap = this.#cached.get(key);
    if (bitmap) {
      this.#cached.delete(key);
      this.#cached.set(key, bitmap);
    }
    return bitmap;
  }

  /**
   * Fetch these, in this order, instead of those requested before. What is loading goes on: the server decodes it anyway.
   * @param {string[]} keys URLs.
   */
  request(keys) {
    this.#wanted = keys.filter((key) => !this.#cached.has(key) && !this.#loading.has(key));
    this.#fetchNext();
  }

  clear() {
    this.request([]);
    for (const control of this.#loading.values()) control.abort();
    this.#loading.clear();
    for (const bitmap of this.#cached.values()) bitmap.close();
    this.#cached.clear();
  }

  #fetchNext() {
    while (this.#loading.size < MAX_CONNECTIONS) {
      const next = this.#wanted.shift();
      if (!next) return;
      void this.#fetch(next);
    }
  }

  /** @param {string} key */
  async #fetch(key) {
    const control = new AbortController();
    this.#loading.set(key, control);
    try {
      const bitmap = await createImageBitmap(await getBlob(key, control.signal));
      this.#cached.set(key, bitmap);
      for (const [old, picture] of this.#cached) {
        if (this.#cached.size <= MAX_CACHED_FRAMES) break;
        picture.close();
        this.#cached.delete(old);
      }
      this.dispatchEvent(new CustomEvent("loaded", { detail: key }));
    } catch (error) {
      if (!control.signal.aborted) {
        this.dispatchEvent(new CustomEvent("failed", { detail: error instanceof Error ? error.message : "" }));
      }
    } finally {
      if (this.#loading.get(key) === control) this.#loading.delete(key);
      this.#fetchNext();
    }
  }
}
