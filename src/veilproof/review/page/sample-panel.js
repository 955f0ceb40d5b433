// The check by sample: a button to begin it, the bound so far, and how many frames are still to be checked.

import { action, h } from "./dom.js";
import { plain, text } from "./text.js";

/** @import { Commands } from "./commands.js" */
/** @import { Model } from "./model.js" */

export class SamplePanel extends HTMLElement {
  /**
   * @param {Model} model
   * @param {Commands} commands
   */
  connect(model, commands) {
    const toggle = action("sample-toggle", "G", () => void commands.toggleSampling());
    const nothing = action("sample-nothing", "S", () => commands.markReviewed());
    const question = h("p", { className: "question" });
    const bound = h("p", { className: "bound", role: "status" });
    this.append(h("div", { className: "group" }, toggle, nothing), question, bound);

    const show = () => {
      const { check, files } = model;
      const { on, atFrame, drawn: sample } = check;
      toggle.setAttribute("aria-pressed", String(on));
      nothing.hidden = question.hidden = !on;
      nothing.disabled = !atFrame;
      if (!sample) {
        question.textContent = text("sample-drawing");
        bound.textContent = files.length > 1 ? text("sample-idea-all", { files: files.length }) : text("sample-idea");
        return;
      }
      const of = files.length > 1 && sample.file !== null ? "-of" : "";
      question.textContent =
        sample.frame === null
          ? text("every-frame-checked")
          : text(`${atFrame ? "sample-question" : "sample-elsewhere"}${of}`, { frame: plain(sample.frame + 1), name: files[sample.file ?? 0]?.name ?? "" });
      const left = sample.fixed
        ? ""
        : sample.needed === null
          ? text("sample-hopeless")
          : sample.needed
            ? text("sample-left", { n: sample.needed })
            : "";
      bound.textContent = [`${sample.sentence[0].toUpperCase()}${sample.sentence.slice(1)}.`, left].filter(Boolean).join(" ");
    };
    model.on("sample file frame view", show);
    show();
  }
}
