// What is chosen of the sound, what happens to it and to the rest, and how that is heard.

import { action, h } from "./dom.js";
import { clock } from "./format.js";
import { AUDIO, HEARD, WARNING, chosenStretch, disguises } from "./sound-words.js";

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
      action("Keep", "1", () => commands.decide("keep"), "Keep it as it is: a voice identifies"),
      action("Silence", "2", () => commands.decide("silence"), "Nothing is heard"),
      action("Bleep", "3", () => commands.decide("bleep"), "A tone is heard instead"),
      action("Disguise", "4", () => commands.decide("disguise"), WARNING),
      action("Take back", "5", () => commands.decide("default"), "It is treated as all other sound"),
      action("Why", "Y", () => commands.giveReason(), "Say why"),
    );
    const before = action("Hear before", "H", () => commands.hear("before"), "As it is in the original");
    const after = action("after", "⇧H", () => commands.hear("after"), "As it will be; a disguise differs every time");
    const rest = h("select", { "aria-label": "All other sound", title: "What happens to sound about which nothing is decided" });
    rest.append(...AUDIO.map(([value, text]) => h("option", { value }, text.split(":")[0])));
    rest.addEventListener("change", () => {
      model.setAudio(/** @type {Audio} */ (rest.value));
      rest.blur();
    });
    const warning = h("p", { className: "warning" }, WARNING);
    this.append(
      h("div", { className: "row" }, title, decisions, h("div", { className: "group" }, before, after), about, h("label", {}, "All other sound", rest)),
      warning,
    );

    const show = () => {
      const { span } = model;
      const stretch = chosenStretch(model);
      this.hidden = model.about.sound === null;
      title.textContent = span ? `Sound ${clock(span.start / 1000)} to ${clock(span.end / 1000)}` : "Sound";
      for (const button of decisions.querySelectorAll("button")) button.disabled = !span;
      const [keep, silence, bleep, disguise, back, why] = decisions.querySelectorAll("button");
      for (const [button, decision] of /** @type {const} */ ([[keep, "keep"], [silence, "silence"], [bleep, "bleep"], [disguise, "disguise"]])) {
        button.setAttribute("aria-pressed", String(stretch?.decision === decision));
      }
      back.disabled = !span;
      why.disabled = !stretch;
      about.textContent = stretch ? `${HEARD[stretch.decision]}${stretch.reason ? `: ${stretch.reason}` : ""}` : span ? "nothing decided" : "T: next speech";
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
