// Thumbnails of tracks and files: fetched only for visible cards, and not during playback.

import { getBlob } from "./api.js";

/** The other connections of the browser are for frames and events; see frame-cache.js. */
const MAX_CONNECTIONS = 2;

export class Strips {
  paused = false;
  /** @type {Map<string, string>} From the URL on the server to the object URL. */ #loaded = new Map();
  /** @type {Map<HTMLImageElement, string>} */ #wanted = new Map();
  #loading = 0;
  #observer = new IntersectionObserver((entries) => this.#visibilityChanged(entries), { rootMargin: "120px" });

  /**
   * Show a strip in an image, once the image is visible.
   * @param {HTMLImageElement} image
   * @param {string} url
   */
  show(image, url) {
    if (image.dataset.strip === url) return;
    image.dataset.strip = url;
    this.#observer.unobserve(image);
    this.#observer.observe(image);
  }

  /** Continue after a pause. */
  resume() {
    this.paused = false;
    this.#fetchNext();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #visibilityChanged(entries) {
    for (const { target, isIntersecting } of entries) {
      const image = /** @type {HTMLImageElement} */ (target);
      const url = image.dataset.strip ?? "";
      if (!isIntersecting) this.#wanted.delete(image);
      else if (this.#loaded.has(url)) image.src = /** @type {string} */ (this.#loaded.get(url));
      else this.#wanted.set(image, url);
    }
    this.#fetchNext();
  }

  #fetchNext() {
    while (!this.paused && this.#loading < MAX_CONNECTIONS) {
      const next = this.#wanted.entries().next().value;
      if (!next) return;
      this.#wanted.delete(next[0]);
      void this.#fetch(...next);
    }
  }

  /**
   * @param {HTMLImageElement} image
   * @param {string} url
   */
  async #fetch(image, url) {
    this.#loading += 1;
    try {
      const picture = URL.createObjectURL(await getBlob(url));
      this.#loaded.set(url, picture);
      if (image.dataset.strip === url) image.src = picture;
    } catch {
      image.removeAttribute("data-strip"); // requested again with the next update of the card
    } finally {
      this.#loading -= 1;
      this.#fetchNext();
    }
  }
}
