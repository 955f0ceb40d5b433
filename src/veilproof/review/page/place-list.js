// Where a face may be bare: a few places, the most dangerous first.

import { h } from "./dom.js";
import { clock } from "./format.js";
import { Strips } from "./strips.js";
import { text } from "./text.js";

/** @import { Model } from "./model.js" */
/** @import { Place, Risk } from "./types.js" */

export class PlaceList extends HTMLElement {
  /** @type {Model} */ #model;
  #title = h("h2");
  #risk = h("p", { className: "risk" });
  #list = h("div", { className: "places", role: "listbox", "aria-label": text("places-label") });
  #strips = new Strips();

  /** @param {Model} model */
  connect(model) {
    this.#model = model;
    this.append(this.#title, this.#risk, this.#list);
    this.#list.addEventListener("click", (event) => {
      const card = event.target instanceof Element ? event.target.closest("button") : null;
      if (card) model.goToPlace(Number(card.dataset.place));
    });
    model.on("plan", () => this.#show());
    model.on("selection", () => this.#mark());
  }

  #show() {
    const { places, risk } = this.#model.plan;
    this.#title.textContent = places.length ? text("places-title", { n: places.length }) : text("places-none");
    this.#risk.textContent = riskSentence(risk);
    this.#list.hidden = !places.length;
    this.#list.replaceChildren(...places.map((place, number) => this.#card(place, number)));
    this.#mark();
  }

  /**
   * @param {Place} place
   * @param {number} number
   */
  #card(place, number) {
    const { about, plan } = this.#model;
    const when = about.kind === "photo" ? "" : clock(about.times[place.frame]);
    const facts = [when, text("pixels", { px: place.size })].filter(Boolean).join(" · ");
    const picture = h("img", { alt: "", draggable: false });
    const card = h(
      "button",
      { type: "button", className: "place", role: "option" },
      h("span", { className: "strip" }, picture),
      h("span", {}, text(`place-${place.kind}`)),
      h("span", {}, facts),
    );
    card.dataset.place = String(number);
    this.#strips.show(picture, this.#model.path(`place/${plan.revision}/${number}`));
    return card;
  }

  #mark() {
    for (const [number, card] of [...this.#list.children].entries()) {
      const isCurrent = number === this.#model.place;
      card.setAttribute("aria-selected", String(isCurrent));
      if (isCurrent) card.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
}

/** The expected number of bare faces. @param {Risk} risk */
function riskSentence({ expected, low, high, searched }) {
  if (!searched) return text("risk-unknown");
  return expected ? text("risk-expected", { expected, low, high }) : text("risk-none");
}
