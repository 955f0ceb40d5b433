// The card of one track: thumbnails, decision, time, size and confidence.

import { h } from "./dom.js";
import { clock, confidence, trackList } from "./format.js";
import { KINDS } from "./kinds.js";
import { decimal, plain, text } from "./text.js";

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
    const what = `${visible ? "card-visible" : "card-covered"}${track.kind === "face" ? "" : "-kind"}`;
    this.#decision.textContent = text(what, { track: plain(track.id), kind: track.kind === "face" ? "" : kindOf(track) });
    this.style.setProperty("--kind", KINDS[track.kind].colour);
    const size = text("pixels", { px: track.size });
    this.#when.textContent = photo ? size : `${clock(times[track.first])} · ${text("seconds", { seconds: decimal(length, 1) })}`;
    this.#size.textContent = [photo ? "" : size, certainty(track)].filter(Boolean).join(" · ");
    const reason = [track.code, track.reason && text("card-reason", { reason: track.reason })].filter(Boolean).join(" ");
    const why = reason || (track.removable ? text("may-be-removed") : "");
    this.#why.textContent = found.length ? text("card-findings", { n: found.length, ids: trackList(found) }) : why;
    this.#reviewedMark.textContent = track.reviewed ? "✓" : "○";
    this.#reviewedMark.title = text(track.reviewed ? "card-reviewed" : "card-not-reviewed");
    this.classList.toggle("visible", visible);
    this.classList.toggle("removable", track.removable);
    this.classList.toggle("reviewed", track.reviewed);
    this.classList.toggle("found", found.length > 0);
    // The text that is seen, word for word: who speaks to the page says what they see.
    const seen = [this.#decision, this.#when, this.#size, this.#why].map((each) => each.textContent).join(" ");
    this.setAttribute("aria-label", text(track.reviewed ? "card-label-reviewed" : "card-label-not-reviewed", { facts: seen }));
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

/** The kind of a track in a word or two. @param {Track} track */
function kindOf(track) {
  return text(track.all_but ? "one-all-but" : `one-${track.kind}`);
}

/** How sure it is; of an area, how it goes through the film. @param {Track} track */
function certainty(track) {
  if (!track.moves) return confidence(track, "confidence-short");
  return text(track.whole ? "moves-whole" : `moves-${track.moves}`);
}
