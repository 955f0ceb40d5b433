// One track: a moving picture of it, when, how long, how sure, what happens to it.

import { h } from "./dom.js";
import { clock, sureness, WHY } from "./words.js";

/** @import { Model } from "./model.js" */
/** @import { Strips } from "./strips.js" */
/** @import { Track } from "./types.js" */

export class TrackCard extends HTMLElement {
  /** @type {number} */ number = 0;
  #facts = "";
  #picture = h("img", { alt: "", draggable: false });
  #decision = h("span", { className: "decision" });
  #when = h("span", { className: "when" });
  #how = h("span", { className: "how" });
  #why = h("span", { className: "why" });
  #seen = h("span", { className: "seen-mark", title: "A person has looked at it" }, "✓");

  connectedCallback() {
    if (this.childElementCount) return;
    this.setAttribute("role", "option");
    this.tabIndex = -1;
    this.append(
      h("div", { className: "strip" }, this.#picture),
      h("div", { className: "facts" }, this.#decision, this.#when, this.#how, this.#why),
      this.#seen,
    );
  }

  /**
   * @param {Model} model
   * @param {Track} track
   * @param {Strips} strips
   */
  update(model, track, strips) {
    this.number = track.id;
    const facts = [track.changed, track.decision, track.reason, track.reviewed, track.first, track.last, ...track.why].join("|");
    if (facts === this.#facts) return;
    this.#facts = facts;
    const { times } = model.about;
    const length = (times[track.last] - times[track.first]) / 1000;
    const visible = track.decision === "keep";
    const photo = model.about.kind === "photo";
    this.#decision.textContent = `${track.id} ${visible ? "visible" : "covered"}`;
    this.#when.textContent = photo ? `${track.size} px` : `${clock(times[track.first])} · ${length.toFixed(1)} s`;
    this.#how.textContent = photo ? sureness(track) : `${track.size} px · ${sureness(track)}`;
    this.#why.textContent = visible && track.reason ? `“${track.reason}”` : track.why.map((word) => WHY[word]).join(", ");
    this.classList.toggle("visible", visible);
    this.classList.toggle("doubtful", track.why.length > 0);
    this.classList.toggle("reviewed", track.reviewed);
    const seen = track.reviewed ? ", looked at" : ", not looked at yet";
    this.setAttribute(
      "aria-label",
      `Track ${this.#decision.textContent}, ${this.#when.textContent}, ${this.#how.textContent}, ${this.#why.textContent}${seen}`,
    );
    strips.show(this.#picture, model.path(`strip/${track.id}?c=${track.changed}`));
  }

  /**
   * @param {boolean} focus
   * @param {boolean} selected
   * @param {boolean} here Whether the film is in it.
   */
  mark(focus, selected, here) {
    this.setAttribute("aria-selected", String(selected));
    this.classList.toggle("focus", focus);
    this.classList.toggle("here", here);
    this.tabIndex = focus ? 0 : -1;
  }
}
