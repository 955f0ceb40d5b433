// Playback, stepping, speed, and the display mode.

import { h } from "./dom.js";
import { SPEEDS } from "./player.js";
import { clock } from "./format.js";
import { plain, text } from "./text.js";

/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { Mode } from "./types.js" */

/** @type {Mode[]} */
const MODES = ["covered", "outline", "original"];

export class TransportBar extends HTMLElement {
  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {(direction: number) => void} goToPlace Goes to the next place that may be bare.
   */
  connect(model, film, goToPlace) {
    const { player } = film;
    const button = (/** @type {string} */ sign, /** @type {string} */ key, /** @type {() => void} */ run) =>
      h("button", { type: "button", "aria-label": text(key), title: text(key), onclick: run }, sign);
    const play = button("▶", "play", () => player.toggle());
    const speed = h("select", { "aria-label": text("speed"), title: text("speed-hint") });
    speed.append(...SPEEDS.map((each) => h("option", { value: String(each) }, `${each}×`)));
    speed.addEventListener("change", () => {
      player.setSpeed(Number(speed.value));
      speed.blur();
    });
    const step = (/** @type {number} */ by) => () => model.goTo(model.frame + by);
    const moving = h(
      "div",
      { className: "group moving" },
      button(text("previous-bare"), "previous-bare-hint", () => goToPlace(-1)),
      button("‹", "frame-back", step(-1)),
      play,
      button("›", "frame-on", step(1)),
      button(text("next-bare"), "next-bare-hint", () => goToPlace(1)),
      speed,
    );
    const where = h("output", { className: "where" });
    const rate = h("span", { className: "rate" });
    const modes = h("div", { className: "group segmented", role: "radiogroup", "aria-label": text("show-label") });
    for (const mode of MODES) {
      const choose = () => model.show(mode);
      const name = text(`mode-${mode}`);
      modes.append(h("button", { type: "button", role: "radio", value: mode, title: text("mode-hint", { mode: name }), onclick: choose }, name));
    }
    const draw = h("button", { type: "button", className: "action", onclick: () => film.editor.startDrawing() }, text("draw"), h("kbd", {}, "B"));
    this.append(moving, where, rate, h("div", { className: "grow" }), draw, modes);

    const show = () => {
      const { times } = model.about;
      where.textContent = text("where", { time: clock(times[film.painted] ?? 0), frame: plain(film.painted + 1), frames: plain(model.frames) });
      play.textContent = player.playing ? "❚❚" : "▶";
      play.setAttribute("aria-label", text(player.playing ? "pause" : "play"));
      speed.value = String(player.speed);
      rate.textContent = player.playing ? text("frame-rate", { rate: player.frameRate }) : "";
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
