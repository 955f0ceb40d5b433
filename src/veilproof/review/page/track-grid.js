// The grid of track cards: sorting, filtering, focus and selection.

import { h } from "./dom.js";
import { expectedFaces, onlyFaces } from "./kinds.js";
import { Strips } from "./strips.js";
import { TrackCard } from "./track-card.js";
import { text } from "./text.js";

/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { Track } from "./types.js" */

/** @type {Record<string, (a: Track, b: Track) => number>} */
const ORDERS = {
  unsure: (a, b) => a.confidence - b.confidence,
  time: (a, b) => a.first - b.first,
  large: (a, b) => b.size - a.size,
  small: (a, b) => a.size - b.size,
};
/** @type {Record<string, (track: Track, model: Model) => boolean>} */
const FILTERS = {
  all: () => true,
  unreviewed: (track) => !track.reviewed,
  removable: (track) => track.removable,
  covered: (track) => track.decision === "cover",
  visible: (track) => track.decision === "keep",
  below: (track, model) => track.decision === "cover" && track.confidence < model.leastConfidence,
  drawn: (track) => track.origin === "drawn",
  current: (track, model) => track.first <= model.frame && track.last >= model.frame,
};

export class TrackGrid extends HTMLElement {
  /** @type {Model} */ #model;
  #order = "unsure";
  #filter = "all";
  /** @type {Map<number, TrackCard>} */ #cards = new Map();
  #list = h("div", { className: "cards", role: "listbox", "aria-multiselectable": "true", "aria-label": text("region-tracks") });
  #empty = h("p", { className: "empty" });
  #total = h("span", { className: "total" });
  #least = h("input", { type: "range", min: "5", max: "95", step: "5", "aria-label": text("least-confidence"), hidden: true });
  #strips = new Strips();
  #file = -1;
  /** Ids of the cards, in their order. @type {number[]} */ #shown = [];

  /**
   * @param {Model} model
   * @param {FilmView} film
   */
  connect(model, film) {
    this.#model = model;
    const choice = (/** @type {string} */ label, /** @type {string} */ prefix, /** @type {string[]} */ from, /** @type {(key: string) => void} */ set) => {
      const select = h("select", { "aria-label": label, title: label });
      select.append(...from.map((key) => h("option", { value: key }, text(`${prefix}-${key}`))));
      select.addEventListener("change", () => {
        set(select.value);
        select.blur();
        this.#choose();
      });
      return h("label", {}, label, select);
    };
    const bar = h(
      "div",
      { className: "grid-bar" },
      choice(text("sort"), "order", Object.keys(ORDERS), (key) => (this.#order = key)),
      choice(text("show"), "filter", Object.keys(FILTERS), (key) => {
        this.#filter = key;
        this.#least.hidden = key !== "below";
      }),
      this.#least,
      this.#total,
    );
    this.append(bar, this.#list, this.#empty);
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    this.#least.value = String(100 * model.leastConfidence);
    this.#least.addEventListener("input", () => {
      model.leastConfidence = Number(this.#least.value) / 100;
      this.#choose();
    });
    this.#least.addEventListener("change", () => this.#least.blur());
    model.on("plan findings", () => this.#arrange());
    model.on("frame", () => (this.#filter === "current" ? this.#arrange() : this.#markCards()));
    model.on("selection", () => this.#markCards(true));
    film.player.addEventListener("playing", () => {
      if (film.player.playing) this.#strips.paused = true;
      else this.#strips.resume();
    });
  }

  /**
   * Focus another card.
   * @param {number} by 1 for the next, -1 for the previous.
   */
  step(by) {
    const { focus } = this.#model;
    const shown = this.#shown;
    if (!shown.length) return;
    const at = focus === null ? -1 : shown.indexOf(focus);
    const to = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by));
    this.#model.focusTrack(shown[to]);
  }

  /** The number of cards in a row. */
  get columns() {
    return getComputedStyle(this.#list).gridTemplateColumns.split(" ").length;
  }

  #arrange() {
    const model = this.#model;
    if (this.#file !== model.file) {
      this.#file = model.file;
      this.#cards.clear();
      this.#list.replaceChildren();
    }
    const before = ORDERS[this.#order];
    const filter = FILTERS[this.#filter];
    const passes = (/** @type {Track} */ track, /** @type {Model} */ of) => !of.hidden.has(track.kind) && filter(track, of);
    // The focused track stays until the focus moves: it must not vanish after a key press. But it is not selected with the others.
    const shown = model.plan.tracks
      .filter((track) => passes(track, model) || track.id === model.focus)
      .sort((a, b) => before(a, b) || a.first - b.first || a.id - b.id);
    const passing = shown.filter((track) => passes(track, model));
    this.#shown = shown.map((track) => track.id);
    model.listed = passing.map((track) => track.id);
    const known = new Set(model.tracks.keys());
    for (const [id, card] of this.#cards) {
      if (!known.has(id)) {
        card.remove();
        this.#cards.delete(id);
      }
    }
    const cards = shown.map((track) => this.#card(track));
    const now = [...this.#list.children];
    if (cards.length !== now.length || cards.some((card, at) => card !== now[at])) this.#list.replaceChildren(...cards);
    for (const [at, card] of cards.entries()) card.update(model, shown[at], this.#strips);
    this.#total.textContent = this.#summary(passing);
    this.#empty.hidden = shown.length > 0;
    this.#empty.textContent = text(model.plan.tracks.length ? "no-match" : onlyFaces(model.about.cover) ? "no-face" : "nothing-detected");
    this.#markCards();
  }

  /** Other tracks are listed: what was selected among those before is not. */
  #choose() {
    this.#model.selected.clear();
    this.#arrange();
    this.#model.emit("selection");
  }

  /** @param {Track[]} shown */
  #summary(shown) {
    const { plan, leastConfidence } = this.#model;
    const some = text("listed", { listed: shown.length, n: plan.tracks.length });
    if (this.#filter !== "below") return shown.length === plan.tracks.length ? "" : some;
    // What would be bare if they were kept: confidence is a probability.
    const [percent, faces] = [Math.round(100 * leastConfidence), expectedFaces(shown)];
    return faces === null ? text("listed-below-others", { percent, listed: some }) : text("listed-below", { percent, listed: some, faces });
  }

  /** @param {Track} track */
  #card(track) {
    let card = this.#cards.get(track.id);
    if (!card) {
      card = new TrackCard();
      this.#cards.set(track.id, card);
    }
    return card;
  }

  /** @param {boolean} [scroll] */
  #markCards(scroll = false) {
    const { focus, selected, frame, tracks } = this.#model;
    for (const [id, card] of this.#cards) {
      const track = tracks.get(id);
      card.mark(id === focus, selected.has(id), !!track && track.first <= frame && track.last >= frame);
    }
    const card = focus === null ? undefined : this.#cards.get(focus);
    // The Tab key comes to one card, from which the arrow keys lead on.
    const first = card ?? this.#cards.get(this.#shown[0]);
    if (first) first.tabIndex = 0;
    if (scroll && card?.isConnected) {
      card.scrollIntoView({ block: "nearest" });
      if (this.contains(document.activeElement)) card.focus({ preventScroll: true });
    }
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const card = event.target instanceof Element ? event.target.closest("track-card") : null;
    if (!(card instanceof TrackCard)) return;
    const { selected, focus } = this.#model;
    if (event.shiftKey && focus !== null) {
      const [from, to] = [this.#shown.indexOf(focus), this.#shown.indexOf(card.number)].sort((a, b) => a - b);
      for (const id of this.#shown.slice(Math.max(0, from), to + 1)) selected.add(id);
    } else if (event.ctrlKey || event.metaKey) {
      if (!selected.delete(card.number)) selected.add(card.number);
    } else {
      selected.clear();
    }
    this.#model.focusTrack(card.number);
    card.focus({ preventScroll: true });
  }
}
