// One file in the list.

import { h } from "/page/dom.js";
import { because } from "/page/messages.js";
import { hasText, text, timeLeft } from "/page/text.js";

/** @import { Row } from "./types.js" */

export class FileRow {
  #name = h("bdi", { className: "name" });
  #note = h("span", { className: "note", dir: "auto" });
  #state = h("span", { className: "state" });
  #bar = h("progress", { hidden: true, max: 1 });
  #places = h("td");
  #result = h("td");
  #audit = h("td");
  #review = h("button", { type: "button" });
  #item = 0;
  element = h("tr", {},
    h("th", { scope: "row" }, this.#name, this.#note), h("td", {}, this.#state, this.#bar), this.#places, this.#result, this.#audit, h("td", {}, this.#review));

  /** @param {(item: number) => Promise<void>} review */
  constructor(review) {
    this.#review.addEventListener("click", async () => {
      this.#review.disabled = true;
      this.#review.textContent = text("opening");
      await review(this.#item);
      this.#review.disabled = false;
    });
  }

  /** @param {Row} row */
  show(row) {
    const finished = row.state === "done" || row.state === "needs review";
    this.#item = row.item;
    this.#name.textContent = row.name;
    // A file that is not done says why; one that is done says what a person must know of it.
    const isNoted = row.state === "failed" || row.state === "needs review";
    this.#note.textContent = isNoted ? noteOf(row) : "";
    this.#note.title = isNoted ? row.message : "";
    this.#state.textContent = stateOf(row);
    this.element.dataset.state = finished ? `review-${row.review}` : row.state.replace(" ", "-");
    this.#bar.hidden = row.state !== "running";
    this.#bar.setAttribute("aria-label", text("review-label", { name: row.name }));
    if (typeof row.share === "number") this.#bar.value = row.share;
    else this.#bar.removeAttribute("value");
    this.#places.textContent = !row.ready || row.places === null ? "" : row.places ? text("places", { n: row.places }) : text("no-places");
    this.#places.className = row.ready && row.places ? "warn" : "";
    this.#result.textContent = !row.ready ? "" : text(row.changed ? "result-changed" : "result-rendered");
    this.#result.className = row.changed ? "warn" : "";
    this.#audit.textContent = row.ready ? auditOf(row) : "";
    this.#audit.className = row.verdict === "passed" ? "good" : row.verdict ? "warn" : "quiet";
    this.#review.hidden = !row.ready;
    if (!this.#review.disabled) this.#review.textContent = text(row.review === "no" ? "review" : "review-again");
    this.#review.setAttribute("aria-label", text("review-label", { name: row.name }));
    this.#review.className = row.review === "no" ? "primary" : "";
  }
}

/** @param {Row} row */
function stateOf({ state, stage, seconds_left, review, ready }) {
  if (state === "waiting") return text(ready ? "state-again" : "state-waiting");
  if (state === "failed") return text("state-failed");
  if (state === "running") {
    const doing = stage === undefined ? text("state-starting") : text(hasText(`stage-${stage}`) ? `stage-${stage}` : "stage-audit");
    return [doing, timeLeft(seconds_left)].filter(Boolean).join(" · ");
  }
  return text({ no: "state-ready", begun: "state-begun", complete: "state-complete" }[review]);
}

/** @param {Row} row */
function auditOf({ verdict, leaks }) {
  if (!verdict) return text("audit-none");
  if (verdict === "passed") return text("audit-passed");
  return leaks ? text("audit-failed", { n: leaks }) : text("audit-other");
}

/** @param {Row} row */
function noteOf({ cause, message, name }) {
  return because(cause, withoutPath(message, name));
}

/**
 * The message without the path before it, which the row shows already.
 * @param {string} message
 * @param {string} name
 */
function withoutPath(message, name) {
  const at = message.indexOf(`${name}: `);
  return at < 0 ? message : message.slice(at + name.length + 2);
}
