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
    const toggle = action("Check by sample", "G", () => void commands.toggleSampling(), "Look at frames that are drawn at random");
    const nothing = action("Nothing bare", "S", () => commands.markReviewed(), "No face is bare in this frame");
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
        question.textContent = "A frame is being drawn …";
        const of = files.length > 1 ? ` of all ${files.length} files` : "";
        bound.textContent = `Frames${of} are drawn at random; from what you see in them follows at most how many show a bare face.`;
        return;
      }
      const which = files.length > 1 && sample.file !== null ? ` of ${files[sample.file]?.name}` : "";
      question.textContent =
        sample.frame === null
          ? "Every frame was checked."
          : atFrame
            ? `Is a face bare in frame ${sample.frame + 1}${which}? S: no. B: draw a box around it; it is covered, and counts as found.`
            : `This is not the frame that was drawn: S goes back to frame ${sample.frame + 1}${which}.`;
      const left = sample.fixed
        ? ""
        : sample.needed === null
          ? "No number of further looks brings it to 1 %: faces are bare too often. Review the film."
          : sample.needed
            ? `${plural(sample.needed, "more look")} for 1 %, if nothing more is found.`
            : "";
      bound.textContent = [`${sample.sentence[0].toUpperCase()}${sample.sentence.slice(1)}.`, left].filter(Boolean).join(" ");
    };
    model.on("sample file frame view", show);
    show();
  }
}
