// The work: how far it is, and one row for each file.

import { post } from "/page/api.js";
import { h } from "/page/dom.js";
import { said } from "/page/messages.js";
import { FileRow } from "./file-row.js";
import { text, timeLeft } from "/page/text.js";

/** @import { Work } from "./types.js" */

const COLUMNS = ["file", "state", "places", "result", "audit", "review"];

export class FileList {
  element = h("div", { className: "work" });
  /** The number of the first row on the screen. */ first = 0;
  /** @type {Map<number, FileRow>} */ #rows = new Map();
  #title = h("h1", { dir: "auto" });
  #summary = h("p", { className: "summary", role: "status" });
  #bar = h("progress", { "aria-label": text("column-state") });
  #error = h("p", { className: "error", role: "alert", dir: "auto" });
  #destination = h("p", { className: "quiet" });
  #body = h("tbody");
  #table;
  #where = h("span", { className: "quiet" });
  #pages;
  #buttons;
  #attempt;
  #refresh;
  #total = 0;

  /**
   * @param {(action: () => Promise<void>) => Promise<void>} attempt Says why an action was refused.
   * @param {() => Promise<void>} refresh Shows the work as it is now.
   */
  constructor(attempt, refresh) {
    this.#attempt = attempt;
    this.#refresh = refresh;
    this.#buttons = {
      go_on: this.#button("go-on", () => this.#change("go_on")),
      stop: this.#button("stop", () => this.#change("stop")),
      retry: this.#button("retry", () => this.#change("retry")),
      finish: this.#button("finish-all", () => this.#change("finish")),
      results: this.#button("show-results", () => post("/api/desk/results", {})),
      leave: this.#button("leave", () => this.#change("leave")),
    };
    this.#buttons.finish.title = text("finish-all-hint");
    this.#buttons.leave.title = text("leave-hint");
    this.#pages = {
      previous: this.#button("previous", () => this.#go(-1)),
      next: this.#button("next", () => this.#go(1)),
    };
    this.#table = h("table", { "aria-label": text("rows-label") },
      h("thead", {}, h("tr", {}, ...COLUMNS.map((column) => h("th", { scope: "col" }, text(`column-${column}`))))), this.#body);
    this.element.append(
      h("div", { className: "head" },
        h("div", {}, this.#title, this.#summary, this.#bar, this.#destination), h("div", { className: "buttons" }, ...Object.values(this.#buttons))),
      this.#error, this.#table, h("nav", { className: "pages" }, this.#pages.previous, this.#where, this.#pages.next),
    );
  }

  /** @param {Work} work */
  show(work) {
    const { counts, total, running, rows } = work;
    const finished = (counts.done ?? 0) + (counts["needs review"] ?? 0);
    const failed = counts.failed ?? 0;
    const unfinished = total - finished - failed;
    this.#total = total;
    this.first = work.first;
    this.#title.textContent = work.folder ?? "";
    document.title = total ? `${text("progress", { done: finished, total })} · ${work.folder}` : `${work.folder}`;
    this.#summary.textContent = total
      ? [text("progress", { done: finished, total }), failed && text("failed-count", { n: failed }), running && unfinished && timeLeft(work.seconds_left)].filter(Boolean).join(" · ")
      : text(running ? "listing" : "nothing-found");
    if (total) {
      this.#bar.max = total;
      this.#bar.value = finished + failed + rows.reduce((share, row) => share + (row.share ?? 0) / 2, 0);
    } else this.#bar.removeAttribute("value");
    this.#bar.hidden = !running && !unfinished;
    this.#error.textContent = said(work.messages, work.message);
    this.#destination.replaceChildren(text("destination"), " ", h("bdi", {}, work.destination));
    this.#showButtons(work, unfinished, failed, finished);
    this.#showRows(work);
  }

  /**
   * @param {Work} work
   * @param {number} unfinished
   * @param {number} failed
   * @param {number} finished
   */
  #showButtons({ running, stopping, rows, total }, unfinished, failed, finished) {
    const { go_on, stop, retry, finish, results } = this.#buttons;
    go_on.hidden = running || !unfinished;
    go_on.className = "primary";
    stop.hidden = !running;
    stop.disabled = stopping;
    stop.textContent = text(stopping ? "stopping" : "stop");
    retry.hidden = running || !failed;
    finish.hidden = !finished || unfinished > 0;
    finish.disabled = running;
    finish.className = rows.every(({ review, state }) => review !== "no" || state === "failed") ? "primary" : "";
    results.hidden = !finished;
    const { previous, next } = this.#pages;
    previous.hidden = next.hidden = this.#where.hidden = total <= rows.length && !this.first;
    previous.disabled = !this.first;
    next.disabled = this.first + rows.length >= total;
    this.#where.textContent = text("page-rows", { first: this.first + 1, last: this.first + rows.length, total });
  }

  /** @param {Work} work */
  #showRows({ rows }) {
    this.#table.hidden = !rows.length;
    const before = this.#rows;
    this.#rows = new Map(rows.map((row) => [row.item, before.get(row.item) ?? new FileRow((item) => this.#attempt(() => this.#review(item)))]));
    for (const row of rows) this.#rows.get(row.item)?.show(row);
    const elements = [...this.#rows.values()].map(({ element }) => element);
    // Rows that stay are not touched, so that the keyboard stays where it is.
    if (elements.length !== this.#body.childElementCount || elements.some((element, at) => this.#body.children[at] !== element)) this.#body.replaceChildren(...elements);
  }

  /**
   * @param {string} key
   * @param {() => Promise<unknown>} run
   */
  #button(key, run) {
    return h("button", { type: "button", onclick: () => void this.#attempt(async () => void (await run())) }, text(key));
  }

  /** @param {string} what */
  async #change(what) {
    await post("/api/desk/work", { do: what });
    await this.#refresh();
  }

  /** @param {number} item */
  async #review(item) {
    const { path } = /** @type {{ path: string }} */ (await post(`/api/desk/review/${item}`, {}));
    location.assign(path);
  }

  /** @param {-1 | 1} direction */
  async #go(direction) {
    const rows = Math.max(1, this.#rows.size);
    this.first = Math.max(0, Math.min(this.#total - 1, direction > 0 ? this.first + rows : this.first - 100));
    await this.#refresh();
  }
}
