// File name, review progress, saving state, undo, redo, finish.

import { h } from "./dom.js";

/** @import { Commands } from "./commands.js" */
/** @import { Model } from "./model.js" */

const SAVING = { saved: "Saved", saving: "Saving …", failed: "NOT SAVED" };

export class TopBar extends HTMLElement {
  /**
   * @param {Model} model
   * @param {Commands} commands
   * @param {{ finish: () => void, help: () => void, initials: () => void }} open
   */
  connect(model, commands, open) {
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ run) =>
      h("button", { type: "button", "aria-label": label, title: label, onclick: run }, text);
    const name = h("h1");
    const counts = h("span", { className: "counts" });
    const bar = h("span", { className: "share" });
    const share = h("span", { className: "meter", role: "img" }, bar);
    const reviewed = h("span", { className: "reviewed" });
    const saved = h("span", { className: "saved", role: "status" });
    const undo = button("↶", "Undo (U)", () => void commands.undo());
    const redo = button("↷", "Redo (R)", () => void commands.redo());
    const markLabel = h("span");
    const markReviewed = h("button", { type: "button", className: "action", onclick: () => void commands.markFilmReviewed() }, markLabel, h("kbd", {}, "Shift S"));
    const initials = button("", "Your initials", open.initials);
    const finish = h("button", { type: "button", className: "primary", onclick: open.finish }, "Finish", h("kbd", {}, "Ctrl ⏎"));
    const toList = h("a", { href: "/", hidden: true }, "← All files");
    this.append(
      toList, name, counts, share, reviewed, markReviewed, h("div", { className: "grow" }), saved, undo, redo, initials, finish, button("?", "Keys (?)", open.help),
    );
    const show = () => {
      const { tracks, reviewed: { complete, tracks_reviewed, frames, frames_reviewed }, undo: back, redo: again } = model.plan;
      const visible = tracks.filter((track) => track.decision === "keep").length;
      const drawn = tracks.filter((track) => track.origin === "drawn").length;
      toList.hidden = !model.about.listed;
      name.textContent = model.about.name;
      document.title = `${model.about.name} · veilproof review`;
      counts.textContent = [`${tracks.length - visible} covered`, visible && `${visible} visible`, drawn && `${drawn} drawn`]
        .filter(Boolean).join(" · ");
      counts.classList.toggle("some-visible", visible > 0);
      const part = tracks.length + frames ? (tracks_reviewed + frames_reviewed) / (tracks.length + frames) : 0;
      bar.style.inlineSize = `${Math.round(part * 100)}%`;
      const film = model.about.kind === "photo" ? "" : `, film ${Math.floor((100 * frames_reviewed) / Math.max(1, frames))} %`;
      reviewed.textContent = complete ? "all reviewed" : `reviewed: ${tracks_reviewed} of ${tracks.length} tracks${film}`;
      markLabel.textContent = model.about.kind === "photo" ? "Picture reviewed" : "Mark reviewed";
      markReviewed.title = "Mark the displayed frames as reviewed";
      share.setAttribute("aria-label", model.plan.reviewed.sentence);
      share.title = model.plan.reviewed.sentence;
      undo.disabled = !back;
      redo.disabled = !again;
      undo.title = back ? `Undo: ${back} (U)` : "Nothing to undo";
      redo.title = again ? `Redo: ${again} (R)` : "Nothing to redo";
      initials.textContent = model.initials || "—";
      initials.setAttribute("aria-label", `${initials.textContent}: your initials`);
    };
    const state = () => {
      saved.textContent = SAVING[model.saving];
      saved.dataset.state = model.saving;
    };
    model.on("plan file initials", show);
    model.on("saving", state);
    show();
    state();
  }
}
