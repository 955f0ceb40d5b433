// A dialog that asks for one line of text.

import { h } from "./dom.js";
import { text } from "./text.js";

export class AskSheet extends HTMLElement {
  #question = h("label", { for: "answer" });
  #answer = h("input", { id: "answer", type: "text", maxLength: 500, autocomplete: "off" });
  #submit = h("button", { type: "submit", className: "primary" });
  #dialog = h("dialog");
  /** @type {((answer: string | null) => void) | null} */ #resolve = null;

  connectedCallback() {
    const cancel = h("button", { type: "button", onclick: () => this.#dialog.close() }, text("cancel"));
    const form = h("form", { method: "dialog" }, this.#question, this.#answer, h("div", { className: "buttons" }, cancel, this.#submit));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#answer.required && !this.#answer.value.trim()) return;
      this.#finish(this.#answer.value.trim());
      this.#dialog.close();
    });
    this.#dialog.addEventListener("close", () => this.#finish(null));
    this.#dialog.append(form);
    this.append(this.#dialog);
  }

  /**
   * @param {string} question
   * @param {string} action The text of the button.
   * @param {string} current The answer so far.
   * @param {string} example
   * @param {{ maxLength?: number, required?: boolean }} [limits] The length in characters; whether it may be empty.
   * @returns {Promise<string | null>} The answer, which may be empty if it is not required; null if it was cancelled.
   */
  ask(question, action, current, example, { maxLength = 500, required = false } = {}) {
    this.#question.textContent = question;
    this.#submit.textContent = action;
    this.#answer.value = current;
    this.#answer.placeholder = text("example", { example });
    this.#answer.maxLength = maxLength;
    this.#answer.required = required;
    this.#dialog.showModal();
    this.#answer.select();
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  /** @param {string | null} answer */
  #finish(answer) {
    this.#resolve?.(answer);
    this.#resolve = null;
  }
}
