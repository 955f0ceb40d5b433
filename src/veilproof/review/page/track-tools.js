// What can be done with the tracks that are chosen.

import { action, h } from "./dom.js";
import { clock, count, sureness, WHY } from "./words.js";

/** @import { Commands } from "./commands.js" */
/** @import { Model } from "./model.js" */

export class TrackTools extends HTMLElement {
  /**
   * @param {Model} model
   * @param {Commands} commands
   */
  connect(model, commands) {
    const title = h("h2");
    const about = h("p", { className: "about" });
    const main = h(
      "div",
      { className: "group" },
      action("Cover", "C", () => commands.decide("cover"), "Cover the tracks that are chosen"),
      action("Keep", "K", () => commands.decide("keep"), "Leave them visible"),
      action("Why", "Y", () => commands.why(), "Say why they stay visible"),
      action("Seen", "S", () => commands.seen(), "Mark them as looked at, and go on"),
      action("All but", "A", () => commands.allBut(), "Cover all but the tracks that are chosen"),
    );
    const more = h(
      "div",
      { className: "group" },
      action("Start", "[", () => commands.ends("first"), "It begins in this frame"),
      action("End", "]", () => commands.ends("last"), "It ends with this frame"),
      action("Split", "X", () => commands.split(), "What follows this frame becomes a track of its own"),
      action("Join", "J", () => commands.join(), "Make the two tracks that are chosen one"),
      action("Move", "M", () => commands.move(), "Move the box with the arrow keys"),
      action("Follow", "F", () => commands.follow(), "Follow the drawn box anew from this frame"),
    );
    this.append(title, about, main, more);

    const show = () => {
      const { chosen, track, selected } = model;
      const enabled = chosen.length > 0;
      for (const button of main.querySelectorAll("button")) button.disabled = !enabled;
      const [first, last, split, join, move, follow] = more.querySelectorAll("button");
      for (const button of [first, last, split, move]) button.disabled = !track;
      join.disabled = selected.size !== 2;
      follow.disabled = track?.origin !== "drawn";
      more.hidden = model.about.kind === "photo";
      if (selected.size) {
        title.textContent = `${count(selected.size, "track")} chosen`;
        about.textContent = [...selected].slice(0, 12).join(", ") + (selected.size > 12 ? " …" : "");
      } else if (track) {
        const { times } = model.about;
        title.textContent = `Track ${track.id}: ${track.decision === "keep" ? "stays visible" : "covered"}`;
        const why = track.why.map((word) => WHY[word]).join(", ");
        const reason = track.reason ? `reason: ${track.reason}` : "";
        about.textContent = [
          more.hidden ? "" : `${clock(times[track.first])} to ${clock(times[track.last])}`, `${track.size} px`, sureness(track), why, reason,
        ].filter(Boolean).join(" · ");
      } else {
        title.textContent = "No track chosen";
        about.textContent = "N goes to the most doubtful one. ? shows all keys.";
      }
    };
    model.on("plan chosen subject", show);
    show();
  }
}
