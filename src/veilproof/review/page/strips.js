// The small moving pictures of tracks: two at a time, only of cards that can be seen, and not while the film plays.

import { getBlob } from "./api.js";

const AT_ONCE = 2;

export class Strips {
  paused = false;
  /** @type {Map<string, string>} Address on the server to address of the picture in memory. */ #made = new Map();
  /** @type {Map<HTMLImageElement, string>} */ #wanted = new Map();
  #busy = 0;
  #observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "120px" });

  /**
   * Let a picture show this, once it can be seen.
   * @param {HTMLImageElement} image
   * @param {string} address
   */
  show(image, address) {
    if (image.dataset.strip === address) return;
    image.dataset.strip = address;
    this.#observer.unobserve(image);
    this.#observer.observe(image);
  }

  /** Go on after a pause. */
  resume() {
    this.paused = false;
    this.#more();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const image = /** @type {HTMLImageElement} */ (target);
      const address = image.dataset.strip ?? "";
      if (!isIntersecting) this.#wanted.delete(image);
      else if (this.#made.has(address)) image.src = /** @type {string} */ (this.#made.get(address));
      else this.#wanted.set(image, address);
    }
    this.#more();
  }

  #more() {
    while (!this.paused && this.#busy < AT_ONCE) {
      const next = this.#wanted.entries().next().value;
      if (!next) return;
      this.#wanted.delete(next[0]);
      void this.#fetch(...next);
    }
  }

  /**
   * @param {HTMLImageElement} image
   * @param {string} address
   */
  async #fetch(image, address) {
    this.#busy += 1;
    try {
      const picture = URL.createObjectURL(await getBlob(address));
      this.#made.set(address, picture);
      if (image.dataset.strip === address) image.src = picture;
    } catch {
      image.removeAttribute("data-strip"); // asked for again when the plan is looked at again
    } finally {
      this.#busy -= 1;
      this.#more();
    }
  }
}
