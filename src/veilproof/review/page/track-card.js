// The card of one track: thumbnails, decision, time, size and confidence.

import { h } from "./dom.js";
import { clock, confidence } from "./format.js";

/** @import { Model } from "./model.js" */
/** @import { Strips } from "./strips.js" */
/** @import { Track } from "./types.js" */

export class TrackCard extends HTMLElement {
  /** @type {number} */ number = 0;
  #facts = "";
  #picture = h("img", { alt: "", draggable: false });
  #decision = h("span", { className: "decision" });
  #when = h("span", { className: "when" });
  #size = h("span", { className: "size" });
  #why = h("span", { className: "why" });
  #reviewedMark = h("span", { className: "reviewed-mark", "aria-hidden": "true" });

  connectedCallback() {
    if (this.childElementCount) return;
    this.setAttribute("role", "option");
    this.tabIndex = -1;
    this.append(
      h("div", { className: "strip" }, this.#picture),
      h("div", { className: "facts" }, this.#decision, " ", this.#when, " ", this.#size, " ", this.#why),
      this.#reviewedMark,
    );
  }

  /**
   * @param {Model} model
   * @param {Track} track
   * @param {Strips} strips
   */
  update(model, track, strips) {
    this.number = track.id;
    const found = model.openFindings.get(track.id) ?? [];
    const facts = [track.changed, track.decision, track.reason, track.code, track.reviewed, track.first, track.last, track.removable, found.length].join("|");
    if (facts === this.#facts) return;
    this.#facts = facts;
    const { times } = model.about;
    const length = (times[track.last] - times[track.first]) / 1000;
    const visible = track.decision === "keep";
    const photo = model.about.kind === "photo";
    this.#decision.textContent = `${track.id} ${visible ? "visible" : "covered"}`;
    this.#when.textContent = photo ? `${track.size} px` : `${clock(times[track.first])} · ${length.toFixed(1)} s`;
    const size = photo ? "" : `${track.size} px · `;
    this.#size.textContent = `${size}${confidence(track, "conf.")}`;
    const reason = [track.code, track.reason && `“${track.reason}”`].filter(Boolean).join(" ");
    const why = reason || (track.removable ? "may be removed" : "");
    this.#why.textContent = found.length ? `${found.length === 1 ? "finding" : "findings"} ${found.join(", ")}` : why;
    this.#reviewedMark.textContent = track.reviewed ? "✓" : "○";
    this.#reviewedMark.title = track.reviewed ? "Reviewed" : "Not reviewed yet";
    this.classList.toggle("visible", visible);
    this.classList.toggle("removable", track.removable);
    this.classList.toggle("reviewed", track.reviewed);
    this.classList.toggle("found", found.length > 0);
    const review = track.reviewed ? ", reviewed" : ", not reviewed yet";
    this.setAttribute(
      "aria-label",
      // The text that is seen, word for word: who speaks to the page says what they see.
      `Track ${[this.#decision, this.#when, this.#size, this.#why].map((each) => each.textContent).join(" ")}${review}`,
    );
    strips.show(this.#picture, model.path(`strip/${track.id}?c=${track.changed}`));
  }

  /**
   * @param {boolean} focus
   * @param {boolean} selected
   * @param {boolean} current Whether the current frame is in the track.
   */
  mark(focus, selected, current) {
    this.setAttribute("aria-selected", String(selected));
    this.classList.toggle("focus", focus);
    this.classList.toggle("current", current);
    this.tabIndex = focus ? 0 : -1;
  }
}
