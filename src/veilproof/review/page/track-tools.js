// Actions on the selected or focused tracks.

import { coversAbove } from "./covers-above.js";
import { action, h } from "./dom.js";
import { clock, confidence, matched, trackList } from "./format.js";
import { plain, text } from "./text.js";

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
      action("tool-cover", "C", () => commands.cover()),
      action("tool-keep", "K", () => commands.keep()),
      action("tool-why", "Y", () => commands.giveReason()),
      action("tool-reviewed", "S", () => commands.markReviewed()),
      action("tool-all-but", "A", () => commands.keepOnly()),
    );
    const more = h(
      "div",
      { className: "group" },
      action("tool-start", "[", () => commands.setEnd("first")),
      action("tool-end", "]", () => commands.setEnd("last")),
      action("tool-split", "X", () => commands.split()),
      action("tool-join", "J", () => commands.join()),
      action("tool-move", "M", () => commands.startMoving()),
      action("tool-follow", "F", () => commands.follow()),
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
        title.textContent = text("selected-title", { n: selected.size });
        about.textContent = trackList([...selected], 12);
      } else if (track) {
        const { times } = model.about;
        title.textContent = text(track.decision === "keep" ? "track-visible-title" : "track-covered-title", { track: plain(track.id) });
        const why = track.removable ? text("may-be-removed") : "";
        const reason = track.reason ? text("reason-given", { reason: track.reason }) : "";
        const { over, around } = coversAbove(model.plan.tracks, track);
        const above = over.length ? text("covered-by", { ids: trackList(over) }) : "";
        const outside = around.length ? text("covered-around", { ids: trackList(around) }) : "";
        about.textContent = [
          more.hidden ? "" : text("time-span", { from: clock(times[track.first]), to: clock(times[track.last]) }), text("pixels", { px: track.size }), confidence(track), above, outside, why, reason, matched([track]),
        ].filter(Boolean).join(" · ");
      } else if (place) {
        title.textContent = text("place-title");
        about.textContent = text("place-about", { place: text(`place-${place.kind}`), size: text("pixels", { px: place.size }) });
      } else {
        title.textContent = text("none-selected-title");
        about.textContent = text("none-selected-about");
      }
    };
    model.on("plan selection file", show);
    show();
  }
}
