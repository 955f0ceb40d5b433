// Thumbnails of all open files; a click opens one.

import { h } from "./dom.js";
import { Strips } from "./strips.js";

/** @import { Model } from "./model.js" */

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
      return h("button", { type: "button", title: name, onclick: () => void model.open(number) }, picture, h("span", {}, name));
    });
    this.append(...buttons);
    const show = () => {
      for (const [number, button] of buttons.entries()) {
        button.setAttribute("aria-current", String(number === model.file));
        if (number === model.file) {
          button.classList.toggle("done", model.plan.reviewed.complete);
          button.scrollIntoView({ block: "nearest", inline: "nearest" });
        }
      }
    };
    model.on("file plan", show);
    show();
  }
}
