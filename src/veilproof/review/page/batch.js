// Rendering every file that is open, one after the other.

import { getJson, post, Refused } from "./api.js";

/** @import { Model } from "./model.js" */
/** @import { Plan } from "./types.js" */

const ASK_EVERY = 200;

export class Batch {
  running = false;
  done = 0;
  total = 0;
  failed = 0;
  /** What there is to say about it; empty before the first one. */ said = "";
  #stopped = false;

  /** No file is begun after the one that is rendered now. */
  stop() {
    this.#stopped = true;
  }

  /**
   * @param {Model} model
   * @param {unknown} options How to render, the same for all.
   * @param {() => void} show Called whenever there is something new to see.
   */
  async render(model, options, show) {
    Object.assign(this, { running: true, done: 0, total: model.subjects.length, failed: 0 });
    this.#stopped = false;
    let wrong = "";
    for (const [number, { name }] of model.subjects.entries()) {
      if (this.#stopped) break;
      this.said = `${name}: ${number + 1} of ${this.total}`;
      show();
      const error = await rendered(number, options);
      if (error) {
        this.failed += 1;
        wrong ||= error;
      }
      this.done += 1;
    }
    this.running = false;
    const good = this.done - this.failed;
    this.said = `${good} of ${this.total} rendered${this.#stopped ? ", then stopped" : ""}`;
    if (this.failed) this.said += `; ${this.failed} not. ${wrong}`;
    show();
  }
}

/**
 * @param {number} number
 * @param {unknown} options
 * @returns {Promise<string>} What went wrong; empty if nothing did.
 */
async function rendered(number, options) {
  try {
    await post(`/api/${number}/render`, options);
    for (;;) {
      const { work } = /** @type {Plan} */ (await getJson(`/api/${number}/plan`));
      if (work?.state !== "running") return work?.state === "failed" ? (work.said ?? "it failed") : "";
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message;
  }
}
