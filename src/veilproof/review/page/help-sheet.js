// The dialog that lists all keyboard shortcuts.

import { h, keyLabel } from "./dom.js";
import { groups } from "./keys.js";
import { text } from "./text.js";

export class HelpSheet extends HTMLElement {
  #dialog = h("dialog", { className: "wide", "aria-label": text("keys") });

  connectedCallback() {
    const columns = groups.map(([name, keys]) =>
      h("section", {}, h("h3", {}, text(name)), h("dl", {}, ...keys.flatMap(([key, what]) => [
        h("dt", {}, ...key.split(" or ").flatMap((each, at) => (at ? [" ", h("kbd", {}, keyLabel(each))] : [h("kbd", {}, keyLabel(each))]))),
        h("dd", {}, text(what)),
      ]))),
    );
    const close = h("button", { type: "button", onclick: () => this.#dialog.close() }, text("close"));
    // The focus is at the top: on the button it would scroll past everything.
    this.#dialog.append(h("h2", { tabIndex: -1, autofocus: true }, text("keys")), h("div", { className: "columns" }, ...columns), h("div", { className: "buttons" }, close));
    this.append(this.#dialog);
  }

  toggle() {
    if (this.#dialog.open) this.#dialog.close();
    else this.#dialog.showModal();
  }
}
