// Actions on the selected or focused tracks.

import { action, h } from "./dom.js";
import { clock, plural, confidence, PLACES } from "./format.js";

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
      action("Cover", "C", () => commands.cover(), "Cover the selected tracks"),
      action("Keep", "K", () => commands.keep(), "Leave them visible"),
      action("Why", "Y", () => commands.giveReason(), "Say why they are covered, or visible"),
      action("Reviewed", "S", () => commands.markReviewed(), "Mark them as reviewed, and go to the next"),
      action("All but", "A", () => commands.keepOnly(), "Cover all but the selected tracks"),
    );
    const more = h(
      "div",
      { className: "group" },
      action("Start", "[", () => commands.setEnd("first"), "The track begins with this frame"),
      action("End", "]", () => commands.setEnd("last"), "The track ends with this frame"),
      action("Split", "X", () => commands.split(), "End the track before this frame; a new one begins with it"),
      action("Join", "J", () => commands.join(), "Merge the two selected tracks"),
      action("Move", "M", () => commands.startMoving(), "Move the box with the arrow keys"),
      action("Follow", "F", () => commands.follow(), "Follow the drawn box again from this frame"),
    );
    this.append(title, about, main, more);

    const show = () => {
      const { targets, track, selected } = model;
      const place = model.place === null ? null : model.plan.places[model.place];
      const enabled = targets.length > 0;
      const [cover, , , reviewed] = main.querySelectorAll("button");
      for (const button of main.querySelectorAll("button")) button.disabled = !enabled;
      if (place) cover.disabled = reviewed.disabled = false;
      const [first, last, split, join, move, follow] = more.querySelectorAll("button");
      for (const button of [first, last, split, move]) button.disabled = !track;
      join.disabled = selected.size !== 2;
      follow.disabled = track?.origin !== "drawn";
      more.hidden = model.about.kind === "photo";
      if (selected.size) {
        title.textContent = `${plural(selected.size, "track")} selected`;
        about.textContent = [...selected].slice(0, 12).join(", ") + (selected.size > 12 ? " …" : "");
      } else if (track) {
        const { times } = model.about;
        title.textContent = `Track ${track.id}: ${track.decision === "keep" ? "stays visible" : "covered"}`;
        const why = track.removable ? "may be removed" : "";
        const reason = track.reason ? `reason: ${track.reason}` : "";
        const above = track.covered_by.length ? `still covered by ${track.covered_by.join(", ")} (Shift K keeps these too)` : "";
        about.textContent = [
          more.hidden ? "" : `${clock(times[track.first])} to ${clock(times[track.last])}`, `${track.size} px`, confidence(track), above, why, reason,
        ].filter(Boolean).join(" · ");
      } else if (place) {
        title.textContent = "May be bare";
        about.textContent = `${PLACES[place.kind]} · ${place.size} px · C covers it, S: looked at, nothing is bare`;
      } else {
        title.textContent = "No track selected";
        about.textContent = "D goes to what may be bare, N to the tracks. ? shows all keys.";
      }
    };
    model.on("plan selection file", show);
    show();
  }
}
