// File name, review progress, saving state, undo, redo, finish.

import { h, keyLabel } from "./dom.js";
import { editName } from "./format.js";
import { languageSwitch } from "./language-switch.js";
import { reviewAgainText } from "./review-again.js";
import { text } from "./text.js";

/** @import { Commands } from "./commands.js" */
/** @import { Model } from "./model.js" */

const SAVING = { saved: "saved", saving: "saving", failed: "not-saved" };

export class TopBar extends HTMLElement {
  /**
   * @param {Model} model
   * @param {Commands} commands
   * @param {{ finish: () => void, help: () => void, initials: () => void }} open
   */
  connect(model, commands, open) {
    const button = (/** @type {string} */ sign, /** @type {string} */ key, /** @type {() => void} */ run) =>
      h("button", { type: "button", "aria-label": text(key), title: text(key), onclick: run }, sign);
    const name = h("h1", { dir: "auto" });
    const counts = h("span", { className: "counts" });
    const bar = h("span", { className: "share" });
    const share = h("span", { className: "meter", role: "img" }, bar);
    const reviewed = h("span", { className: "reviewed" });
    const saved = h("span", { className: "saved", role: "status" });
    const undo = button("↶", "undo", () => void commands.undo());
    const redo = button("↷", "redo", () => void commands.redo());
    const markLabel = h("span");
    const markReviewed = h("button", { type: "button", className: "action", onclick: () => void commands.markFilmReviewed() }, markLabel, h("kbd", {}, keyLabel("Shift S")));
    const againButton = h("button", { type: "button", className: "action again", onclick: () => commands.reviewAgain() }, text("again"), h("kbd", {}, keyLabel("Q")));
    const initials = button("", "your-initials", open.initials);
    const finish = h("button", { type: "button", className: "primary", onclick: open.finish }, text("finish"), h("kbd", {}, keyLabel("Ctrl ⏎")));
    const toList = h("a", { href: "/", hidden: true }, text("file-list-link"));
    this.append(
      toList, name, counts, share, reviewed, markReviewed, againButton, h("div", { className: "grow" }), saved, undo, redo, initials, finish, languageSwitch(() => `${location.pathname}?file=${model.file}`), button("?", "keys-hint", open.help),
    );
    const show = () => {
      const { tracks, reviewed: { complete, tracks_reviewed, frames, frames_reviewed }, undo: back, redo: again } = model.plan;
      const visible = tracks.filter((track) => track.decision === "keep").length;
      const drawn = tracks.filter((track) => track.origin === "drawn").length;
      toList.hidden = !model.about.listed;
      name.textContent = model.about.name;
      document.title = text("page-title", { name: model.about.name });
      counts.textContent = [
        text("count-covered", { n: tracks.length - visible }), visible && text("count-visible", { n: visible }), drawn && text("count-drawn", { n: drawn }),
      ].filter(Boolean).join(" · ");
      counts.classList.toggle("some-visible", visible > 0);
      const part = tracks.length + frames ? (tracks_reviewed + frames_reviewed) / (tracks.length + frames) : 0;
      bar.style.inlineSize = `${Math.round(part * 100)}%`;
      const photo = model.about.kind === "photo";
      reviewed.textContent = complete
        ? text("all-reviewed")
        : text(photo ? "tracks-reviewed" : "tracks-and-film-reviewed", {
            n: tracks.length, reviewed: tracks_reviewed, percent: Math.floor((100 * frames_reviewed) / Math.max(1, frames)),
          });
      markLabel.textContent = text(photo ? "mark-picture-reviewed" : "mark-film-reviewed");
      againButton.hidden = !model.plan.review_again.length;
      againButton.title = reviewAgainText(model);
      markReviewed.title = text("mark-film-reviewed-hint");
      share.setAttribute("aria-label", reviewed.textContent);
      share.title = reviewed.textContent;
      undo.disabled = !back;
      redo.disabled = !again;
      undo.title = back ? text("undo-edit", { edit: editName(back) }) : text("nothing-to-undo");
      redo.title = again ? text("redo-edit", { edit: editName(again) }) : text("nothing-to-redo");
      initials.textContent = model.initials || "—";
      initials.setAttribute("aria-label", text("initials-label", { initials: initials.textContent }));
    };
    const state = () => {
      saved.textContent = text(SAVING[model.saving]);
      saved.dataset.state = model.saving;
    };
    model.on("plan file initials", show);
    model.on("saving", state);
    show();
    state();
  }
}
