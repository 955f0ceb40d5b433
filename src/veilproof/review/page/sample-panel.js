// The check by sample: a button to begin it, the bound so far, and how many frames are still to be checked.

import { action, h } from "./dom.js";
import { plural } from "./format.js";

/** @import { Commands } from "./commands.js" */
/** @import { Model } from "./model.js" */

export class SamplePanel extends HTMLElement {
  /**
   * @param {Model} model
   * @param {Commands} commands
   */
  connect(model, commands) {
    const toggle = action("Check by sample", "G", () => commands.toggleSampling(), "Look at frames that are drawn at random");
    const nothing = action("Nothing bare", "S", () => commands.markReviewed(), "No face is bare in this frame");
    const question = h("p", { className: "question" });
    const bound = h("p", { className: "bound", role: "status" });
    this.append(h("div", { className: "group" }, toggle, nothing), question, bound);

    const show = () => {
      const { sampling, atSample, plan: { sample } } = model;
      this.hidden = !sample;
      if (!sample) return;
      toggle.setAttribute("aria-pressed", String(sampling));
      nothing.hidden = question.hidden = !sampling;
      nothing.disabled = !atSample;
      question.textContent =
        sample.frame === null
          ? "Every frame was checked."
          : atSample
            ? `Is a face bare in frame ${sample.frame + 1}? S: no. B: draw a box around it; it is covered, and counts as found.`
            : `This is not the frame that was drawn: S goes back to frame ${sample.frame + 1}.`;
      const left =
        sample.needed === null
          ? "No number of further looks brings it to 1 %: faces are bare too often. Review the film."
          : sample.needed
            ? `${plural(sample.needed, "more look")} for 1 %, if nothing more is found.`
            : "";
      bound.textContent = [`${sample.sentence[0].toUpperCase()}${sample.sentence.slice(1)}.`, left].filter(Boolean).join(" ");
    };
    model.on("plan file frame view", show);
    show();
  }
}
