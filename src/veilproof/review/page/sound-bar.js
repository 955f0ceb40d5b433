// What is chosen of the sound, what happens to it and to the rest, and how that is heard.

import { action, h } from "./dom.js";
import { clock } from "./format.js";
import { AUDIO, chosenStretch, disguises, stretchName } from "./sound-words.js";
import { text } from "./text.js";

/** @import { Model } from "./model.js" */
/** @import { SoundCommands } from "./sound-commands.js" */
/** @import { SoundPlayer } from "./sound-player.js" */
/** @import { Audio } from "./types.js" */

export class SoundBar extends HTMLElement {
  /**
   * @param {Model} model
   * @param {SoundCommands} commands
   * @param {SoundPlayer} player
   */
  connect(model, commands, player) {
    const title = h("h2");
    const about = h("span", { className: "about", role: "status" });
    const decisions = h(
      "div",
      { className: "group" },
      action("sound-tool-keep", "1", () => commands.decide("keep")),
      action("sound-tool-silence", "2", () => commands.decide("silence")),
      action("sound-tool-bleep", "3", () => commands.decide("bleep")),
      action("sound-tool-disguise", "4", () => commands.decide("disguise"), "sound-warning"),
      action("sound-tool-back", "5", () => commands.decide("default")),
      action("sound-tool-why", "Y", () => commands.giveReason()),
    );
    const before = action("hear-before", "H", () => commands.hear("before"));
    const after = action("hear-after", "⇧H", () => commands.hear("after"));
    const rest = h("select", { "aria-label": text("other-sound"), title: text("other-sound-hint") });
    rest.append(...AUDIO.map((value) => h("option", { value }, text(`audio-${value}-short`))));
    rest.addEventListener("change", () => {
      model.setAudio(/** @type {Audio} */ (rest.value));
      rest.blur();
    });
    const warning = h("p", { className: "warning" }, text("sound-warning"));
    this.append(
      h("div", { className: "row" }, title, decisions, h("div", { className: "group" }, before, after), about, h("label", {}, text("other-sound"), rest)),
      warning,
    );

    const show = () => {
      const { span } = model;
      const stretch = chosenStretch(model);
      this.hidden = model.about.sound === null;
      title.textContent = span ? text("sound-span", { from: clock(span.start / 1000), to: clock(span.end / 1000) }) : text("sound-heading");
      for (const button of decisions.querySelectorAll("button")) button.disabled = !span;
      const [keep, silence, bleep, disguise, back, why] = decisions.querySelectorAll("button");
      for (const [button, decision] of /** @type {const} */ ([[keep, "keep"], [silence, "silence"], [bleep, "bleep"], [disguise, "disguise"]])) {
        button.setAttribute("aria-pressed", String(stretch?.decision === decision));
      }
      back.disabled = !span;
      why.disabled = !stretch;
      about.textContent = stretch ? stretchName(stretch) : text(span ? "nothing-decided" : "next-speech");
      rest.value = model.audio;
      // What was chosen on the start page holds: the archive renders.
      rest.disabled = model.about.listed;
      before.setAttribute("aria-pressed", String(player.playing === "before"));
      after.setAttribute("aria-pressed", String(player.playing === "after"));
      warning.hidden = !disguises(model);
    };
    model.on("file plan sound", show);
    player.addEventListener("playing", show);
    show();
  }
}
