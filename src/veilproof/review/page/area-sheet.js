// A dialog that asks how an area goes through the film, and on which side of it the picture is covered: one key for each.

import { h } from "./dom.js";
import { keyNames } from "./key-names.js";
import { text } from "./text.js";

/** @import { Moves } from "./types.js" */

/** @typedef {{ choice: Moves | "whole" | "spread", allBut: boolean }} AreaChoice */

/**
 * @typedef {object} AreaQuestion
 * @property {string} title
 * @property {AreaChoice["choice"][]} choices
 * @property {Moves | null} current Which of them it is now.
 * @property {boolean | null} allBut Whether it covers what is outside; null if that cannot be chosen.
 * @property {number} files How many others it can be put on.
 */

export class AreaSheet extends HTMLElement {
  #title = h("h2");
  #list = h("div", { className: "reasons", role: "group" });
  #allBut = h("input", { type: "checkbox" });
  #side = h("label", { className: "all-but" });
  #dialog = h("dialog", { "aria-label": text("area-label") });
  /** @type {((chosen: AreaChoice | null) => void) | null} */ #resolve = null;

  connectedCallback() {
    const cancel = h("button", { type: "button", onclick: () => this.#dialog.close() }, text("cancel"));
    this.#side.append(this.#allBut, " ", h("kbd", {}, "A"), " ", text("area-all-but"));
    this.#dialog.append(this.#title, this.#side, this.#list, h("div", { className: "buttons" }, cancel));
    this.#dialog.addEventListener("close", () => this.#finish(null));
    this.#dialog.addEventListener("keydown", (event) => {
      const names = keyNames(event);
      const number = names.find((name) => /^[1-9]$/.test(name));
      const chosen = number && this.#list.children[Number(number) - 1];
      if (chosen instanceof HTMLButtonElement) chosen.click();
      else if (names.includes("a") && !this.#side.hidden) this.#allBut.click();
      else return;
      event.preventDefault();
    });
    this.append(this.#dialog);
  }

  /**
   * @param {AreaQuestion} question
   * @returns {Promise<AreaChoice | null>} Null if it was cancelled.
   */
  ask({ title, choices, current, allBut, files }) {
    this.#title.textContent = title;
    this.#side.hidden = allBut === null;
    this.#allBut.checked = allBut ?? false;
    this.#list.replaceChildren(...choices.map((choice, at) => h(
      "button", { type: "button", className: choice === current ? "current" : "", onclick: () => this.#choose(choice) },
      h("kbd", {}, String(at + 1)), " ", text(`area-${choice}`, choice === "spread" ? { n: files } : {}),
    )));
    this.#dialog.showModal();
    const first = this.#list.firstElementChild;
    if (first instanceof HTMLButtonElement) first.focus();
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  /** @param {AreaChoice["choice"]} choice */
  #choose(choice) {
    this.#finish({ choice, allBut: !this.#side.hidden && this.#allBut.checked });
    this.#dialog.close();
  }

  /** @param {AreaChoice | null} chosen */
  #finish(chosen) {
    this.#resolve?.(chosen);
    this.#resolve = null;
  }
}
