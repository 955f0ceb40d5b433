// A dialog that asks for a reason by its code: one key for each, those used last first.

import { h } from "./dom.js";
import { keyNames } from "./key-names.js";
import { text } from "./text.js";

/** @import { Reason } from "./types.js" */

const MOST_KEYS = 9;

export class ReasonSheet extends HTMLElement {
  #question = h("h2");
  #list = h("div", { className: "reasons", role: "group" });
  #dialog = h("dialog", { "aria-label": text("reason-label") });
  /** @type {string[]} Codes, the one used last first. */ #recent = [];
  /** @type {((code: string | null) => void) | null} */ #resolve = null;

  connectedCallback() {
    const cancel = h("button", { type: "button", onclick: () => this.#dialog.close() }, text("cancel"));
    this.#dialog.append(this.#question, this.#list, h("div", { className: "buttons" }, cancel));
    this.#dialog.addEventListener("close", () => this.#finish(null));
    this.#dialog.addEventListener("keydown", (event) => {
      const key = keyNames(event).find((name) => /^[1-9]$/.test(name));
      const chosen = key && this.#list.children[Number(key) - 1];
      if (!(chosen instanceof HTMLButtonElement)) return;
      event.preventDefault();
      chosen.click();
    });
    this.append(this.#dialog);
  }

  /**
   * @param {string} question
   * @param {Reason[]} reasons
   * @returns {Promise<string | null>} The code; null if it was cancelled.
   */
  ask(question, reasons) {
    this.#question.textContent = question;
    const rank = (/** @type {Reason} */ { code }) => (this.#recent.includes(code) ? this.#recent.indexOf(code) : this.#recent.length);
    const sorted = [...reasons].sort((one, other) => rank(one) - rank(other));
    this.#list.replaceChildren(...sorted.map(({ code, text: reason }, at) => h(
      "button", { type: "button", title: reason, onclick: () => this.#choose(code) },
      ...(at < MOST_KEYS ? [h("kbd", {}, String(at + 1)), " "] : []), h("strong", {}, code), ` ${reason}`,
    )));
    this.#dialog.showModal();
    const first = this.#list.firstElementChild;
    if (first instanceof HTMLButtonElement) first.focus();
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  /** @param {string} code */
  #choose(code) {
    this.#recent = [code, ...this.#recent.filter((each) => each !== code)];
    this.#finish(code);
    this.#dialog.close();
  }

  /** @param {string | null} code */
  #finish(code) {
    this.#resolve?.(code);
    this.#resolve = null;
  }
}
