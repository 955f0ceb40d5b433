// Thumbnails of all open files; a click opens one.

import { h } from "./dom.js";
import { plural } from "./format.js";
import { Strips } from "./strips.js";

/** @import { Model } from "./model.js" */
/** @import { Summary } from "./types.js" */

export class FilmStrip extends HTMLElement {
  /** @param {Model} model */
  connect(model) {
    this.hidden = model.files.length < 2;
    this.setAttribute("role", "navigation");
    this.setAttribute("aria-label", "Files");
    const pictures = new Strips();
    const buttons = model.files.map(({ name }, number) => {
      const picture = h("img", { alt: "" });
      if (!this.hidden) pictures.show(picture, `/api/${number}/frame/0?width=160&method=solid`);
      const state = h("span", { className: "state" });
      return h("button", { type: "button", title: name, onclick: () => void model.open(number) }, picture, h("span", {}, name), state);
    });
    this.append(...buttons);
    const show = () => {
      for (const [number, button] of buttons.entries()) {
        button.setAttribute("aria-current", String(number === model.file));
        const file = model.files[number];
        button.classList.toggle("done", file.complete);
        button.classList.toggle("found", file.findings > 0);
        button.classList.toggle("some-visible", file.visible > 0);
        const state = button.querySelector(".state");
        if (state) state.textContent = stateOf(file);
        if (number === model.file) button.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    };
    model.on("file files", show);
    show();
  }
}

/** What is most urgent to know of a file. @param {Summary} file */
function stateOf({ findings, visible, complete, begun }) {
  if (findings) return plural(findings, "finding");
  return [visible && `${visible} visible`, complete ? "reviewed" : begun ? "begun" : "not reviewed"].filter(Boolean).join(", ");
}
