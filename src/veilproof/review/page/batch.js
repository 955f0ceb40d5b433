// Renders all open files, one after the other.

import { getJson, post, Refused } from "./api.js";
import { isBegun } from "./format.js";
import { said } from "./messages.js";
import { clauses, text } from "./text.js";

/** @import { Model } from "./model.js" */
/** @import { Plan } from "./types.js" */

/** A round number. */
const POLL_MS = 200;

export class Batch {
  running = false;
  done = 0;
  total = 0;
  failed = 0;
  /** The progress or the result, for people; empty before the first run. */ message = "";
  #stopped = false;

  /** Stop after the file that is being rendered. */
  stop() {
    this.#stopped = true;
  }

  /**
   * @param {Model} model
   * @param {unknown} options How to render, the same for all.
   * @param {() => void} show Called whenever the message or the counts change.
   */
  async render(model, options, show) {
    Object.assign(this, { running: true, done: 0, total: model.files.size, failed: 0 });
    this.#stopped = false;
    let firstError = "";
    let [unseen, unfinished] = [0, 0];
    for (const [number, { name }] of [...model.files]) {
      if (this.#stopped) break;
      this.message = text("batch-progress", { name, number: this.done + 1, total: this.total });
      show();
      const { error, reviewed } = await render(number, options);
      if (reviewed === "not at all") unseen += 1;
      if (reviewed === "in part") unfinished += 1;
      if (error) {
        this.failed += 1;
        firstError ||= error;
      }
      this.done += 1;
    }
    this.running = false;
    const rendered = this.done - this.failed;
    this.message = clauses([
      text(this.#stopped ? "batch-stopped" : "batch-rendered", { done: rendered, total: this.total }),
      unseen && text("batch-unseen", { n: unseen }),
      unfinished && text("batch-unfinished", { n: unfinished }),
      this.failed && text("batch-failed", { n: this.failed, error: firstError }),
    ]);
    show();
  }
}

/**
 * @param {number} number
 * @param {unknown} options
 * @returns {Promise<{ error: string, reviewed?: "all" | "in part" | "not at all" }>} The error, empty if there was none; how much was reviewed.
 */
async function render(number, options) {
  try {
    await post(`/api/${number}/render`, options);
    for (;;) {
      const { job, reviewed } = /** @type {Plan} */ (await getJson(`/api/${number}/plan`));
      if (job?.state !== "running") {
        if (job?.state === "failed") return { error: said(job.messages, job.message ?? text("job-failed")) };
        return { error: "", reviewed: reviewed.complete ? "all" : isBegun(reviewed) ? "in part" : "not at all" };
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { error: error.message };
  }
}
