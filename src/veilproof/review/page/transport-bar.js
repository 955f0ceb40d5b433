// Playback, stepping, speed, and the display mode.

import { h } from "./dom.js";
import { SPEEDS } from "./player.js";
import { clock } from "./format.js";

/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { Mode } from "./types.js" */

/** @type {[Mode, string][]} */
const MODES = [["covered", "Covered"], ["outline", "Outlines"], ["original", "Original"]];

export class TransportBar extends HTMLElement {
  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {(direction: number) => void} goToPlace Goes to the next place that may be bare.
   */
  connect(model, film, goToPlace) {
    const { player } = film;
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ run) =>
      h("button", { type: "button", "aria-label": label, title: label, onclick: run }, text);
    const play = button("▶", "Play (Space)", () => player.toggle());
    const speed = h("select", { "aria-label": "Speed", title: "Speed (< and >)" });
    speed.append(...SPEEDS.map((each) => h("option", { value: String(each) }, `${each}×`)));
    speed.addEventListener("change", () => {
      player.setSpeed(Number(speed.value));
      speed.blur();
    });
    const step = (/** @type {number} */ by) => () => model.goTo(model.frame + by);
    const moving = h(
      "div",
      { className: "group moving" },
      button("‹ Bare?", "Previous place that may be bare (Shift+D)", () => goToPlace(-1)),
      button("‹", "One frame back (←)", step(-1)),
      play,
      button("›", "One frame on (→)", step(1)),
      button("Bare? ›", "Next place that may be bare (D)", () => goToPlace(1)),
      speed,
    );
    const where = h("output", { className: "where" });
    const rate = h("span", { className: "rate" });
    const modes = h("div", { className: "group segmented", role: "radiogroup", "aria-label": "Show" });
    for (const [mode, name] of MODES) {
      const choose = () => model.show(mode);
      modes.append(h("button", { type: "button", role: "radio", value: mode, title: `${name} (V)`, onclick: choose }, name));
    }
    const draw = h("button", { type: "button", className: "action", onclick: () => film.editor.startDrawing() }, "Draw", h("kbd", {}, "B"));
    this.append(moving, where, rate, h("div", { className: "grow" }), draw, modes);

    const show = () => {
      const { times } = model.about;
      where.textContent = `${clock(times[film.painted] ?? 0)} · frame ${film.painted + 1}/${model.frames}`;
      play.textContent = player.playing ? "❚❚" : "▶";
      play.setAttribute("aria-label", player.playing ? "Pause (Space)" : "Play (Space)");
      speed.value = String(player.speed);
      rate.textContent = player.playing ? `${player.frameRate}/s` : "";
      moving.hidden = model.about.kind === "photo";
      where.hidden = moving.hidden;
      for (const each of modes.querySelectorAll("button")) {
        each.setAttribute("aria-checked", String(each.value === model.mode));
      }
    };
    model.on("file frame view", show);
    film.addEventListener("painted", show);
    player.addEventListener("playing", show);
    show();
  }
}
