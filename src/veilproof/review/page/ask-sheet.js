// A question that is answered in one line.

import { h } from "./dom.js";

export class AskSheet extends HTMLElement {
  #question = h("label", { for: "answer" });
  #answer = h("input", { id: "answer", type: "text", maxLength: 500, autocomplete: "off" });
  #go = h("button", { type: "submit", className: "primary" });
  #dialog = h("dialog");
  /** @type {((answer: string | null) => void) | null} */ #resolve = null;

  connectedCallback() {
    const cancel = h("button", { type: "button", onclick: () => this.#dialog.close() }, "Cancel");
    const form = h("form", { method: "dialog" }, this.#question, this.#answer, h("div", { className: "buttons" }, cancel, this.#go));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // The browser lets go of a field that is hidden only when it next draws; the key pressed before that would be lost.
      this.#answer.blur();
      this.#finish(this.#answer.value.trim());
      this.#dialog.close();
    });
    this.#dialog.addEventListener("close", () => this.#finish(null));
    this.#dialog.append(form);
    this.append(this.#dialog);
  }

  /**
   * @param {string} question
   * @param {string} action What the button says.
   * @param {string} now The answer so far.
   * @param {string} example
   * @param {number} [most] Letters.
   * @returns {Promise<string | null>} The answer, which may be empty; null if it was cancelled.
   */
  ask(question, action, now, example, most = 500) {
    this.#question.textContent = question;
    this.#go.textContent = action;
    this.#answer.value = now;
    this.#answer.placeholder = `for example: ${example}`;
    this.#answer.maxLength = most;
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
