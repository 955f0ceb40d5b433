// Choosing: a location, a folder, what is taken of it, and how it is covered.

import { getJson, post } from "/page/api.js";
import { h } from "/page/dom.js";
import { day, size, text } from "/page/text.js";

/** @import { Entry, Folder, Locations } from "./types.js" */

export class Chooser {
  element = h("div", { className: "chooser" });
  /** @type {Folder | null} */ #folder = null;
  /** Ids of the entries that are ticked. @type {Set<string>} */ #chosen = new Set();
  #entries = h("ul", { className: "entries", "aria-label": text("entries-label") });
  #more = h("button", { type: "button", className: "more" });
  #start = h("button", { type: "button", className: "primary start" });
  #hint = h("p", { className: "quiet" });
  #audio = "mute";
  #effort = "normal";
  #attempt;
  #started;

  /**
   * @param {(action: () => Promise<void>) => Promise<void>} attempt Says why an action was refused.
   * @param {() => Promise<void>} started
   */
  constructor(attempt, started) {
    this.#attempt = attempt;
    this.#started = started;
    this.#more.addEventListener("click", () => void attempt(() => this.#showMore()));
    this.#start.addEventListener("click", () => void attempt(() => this.#begin()));
  }

  /** Show the folders to begin with. */
  async open() {
    const { locations, begun } = /** @type {Locations} */ (await getJson("/api/desk/locations"));
    this.#folder = null;
    const parts = [];
    if (begun.length) {
      parts.push(h("h1", {}, text("begun-title")), h("div", { className: "tiles" }, ...begun.map((work) =>
        this.#tile(work.name, [text("begun-state", { finished: work.finished, items: work.items }), " · ", h("bdi", {}, work.path)], () => this.#goOn(work.id), "begun"))));
    }
    parts.push(h("h1", {}, text("choose-title")), h("div", { className: "tiles" }, ...locations.map((location) =>
      this.#tile(text(`location-${location.kind}`, { name: location.name }), [h("bdi", {}, location.path)], () => this.#enter(location.id), "location"))));
    this.element.replaceChildren(...parts);
  }

  /**
   * @param {string} title
   * @param {(Node | string)[]} detail
   * @param {() => Promise<void>} run
   * @param {string} kind
   */
  #tile(title, detail, run, kind) {
    return h("button", { type: "button", className: `tile ${kind}`, onclick: () => void this.#attempt(run) },
      h("strong", { dir: "auto" }, title), h("span", { className: "quiet" }, ...detail));
  }

  /** @param {string} id */
  async #goOn(id) {
    await post("/api/desk/begun", { folder: id });
    await this.#started();
  }

  /** Show a folder. @param {string} id */
  async #enter(id) {
    const folder = /** @type {Folder} */ (await getJson(`/api/desk/folder/${id}?first=0`));
    this.#folder = folder;
    this.#chosen.clear();
    this.#entries.replaceChildren(...folder.entries.map((entry) => this.#entry(entry)));
    const { up } = folder;
    const heading = h("h1", { tabIndex: -1, dir: "auto" }, folder.name);
    const notes = [
      ...(folder.total ? [] : [text("empty")]),
      ...(folder.others ? [text("others", { n: folder.others })] : []),
    ];
    this.element.replaceChildren(
      h("nav", { className: "where" },
        h("button", { type: "button", onclick: () => void this.#attempt(() => this.open()) }, text("locations-button")),
        ...(up ? [h("button", { type: "button", onclick: () => void this.#attempt(() => this.#enter(up)) }, text("up-button"))] : []),
        h("bdi", { className: "quiet path" }, folder.path)),
      h("div", { className: "folder" },
        h("section", {}, heading, this.#entries, this.#more, ...notes.map((note) => h("p", { className: "quiet" }, note))),
        this.#panel(folder)),
    );
    this.#showRest();
    this.#showStart();
    heading.focus();
  }

  /** @param {Entry} entry */
  #entry(entry) {
    const box = h("input", { type: "checkbox", checked: this.#chosen.has(entry.id), "aria-label": text("choose-entry", { name: entry.name }) });
    box.addEventListener("change", () => {
      if (box.checked) this.#chosen.add(entry.id);
      else this.#chosen.delete(entry.id);
      this.#showStart();
    });
    if (entry.folder) {
      const open = h("button", { type: "button", className: "name", dir: "auto", "aria-label": text("open-entry", { name: entry.name }), onclick: () => void this.#attempt(() => this.#enter(entry.id)) }, entry.name);
      return h("li", { className: "is-folder" }, box, open, h("span", { className: "quiet" }, text("kind-folder")), h("span", { className: "quiet" }, day(entry.modified)));
    }
    const name = h("span", { className: "name", dir: "auto", onclick: () => box.click() }, entry.name);
    return h("li", {}, box, name, h("span", { className: "quiet" }, size(entry.size)), h("span", { className: "quiet" }, day(entry.modified)));
  }

  async #showMore() {
    if (!this.#folder) return;
    const first = this.#entries.childElementCount;
    const { entries } = /** @type {Folder} */ (await getJson(`/api/desk/folder/${this.#folder.id}?first=${first}`));
    this.#entries.append(...entries.map((entry) => this.#entry(entry)));
    this.#showRest();
  }

  #showRest() {
    const left = (this.#folder?.total ?? 0) - this.#entries.childElementCount;
    this.#more.hidden = left <= 0;
    this.#more.textContent = text("more", { left });
  }

  /** What is done, and the button that starts it. @param {Folder} folder */
  #panel(folder) {
    return h("section", { className: "panel" },
      this.#choice("sound", ["mute", "disguise", "keep"], this.#audio, (value) => (this.#audio = value)),
      this.#choice("effort", ["normal", "high"], this.#effort, (value) => (this.#effort = value)),
      h("p", { className: "destination" }, text("destination"), h("br"), h("bdi", { className: "strong" }, folder.destination)),
      ...(folder.begun ? [h("p", { className: "quiet" }, text("begun-here"))] : []),
      this.#start, this.#hint,
    );
  }

  /**
   * @param {string} name
   * @param {string[]} values
   * @param {string} chosen
   * @param {(value: string) => void} choose
   */
  #choice(name, values, chosen, choose) {
    return h("fieldset", {}, h("legend", {}, text(`${name}-title`)), ...values.map((value) =>
      h("label", {},
        h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => choose(value) }),
        h("span", {}, text(`${name}-${value}`), h("small", { className: "quiet" }, text(`${name}-${value}-hint`))))));
  }

  #showStart() {
    const { size: chosen } = this.#chosen;
    this.#start.textContent = chosen ? text("start-some", { n: chosen }) : text("start-all");
    this.#hint.textContent = chosen ? text("start-hint-some") : text("start-hint-all", { n: this.#folder?.files ?? 0 });
    this.#start.disabled = !this.#folder?.total;
  }

  async #begin() {
    if (!this.#folder) return;
    this.#start.disabled = true;
    try {
      await post("/api/desk/start", { folder: this.#folder.id, entries: [...this.#chosen], audio: this.#audio, effort: this.#effort });
    } finally {
      this.#start.disabled = false;
    }
    await this.#started();
  }
}
