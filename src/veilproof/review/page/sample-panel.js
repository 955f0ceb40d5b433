// The check by sample: a button to begin it, the bound so far, and how many frames are still to be checked.

import { action, h } from "./dom.js";
import { decimal, listed, plain, text } from "./text.js";

/** @import { Commands } from "./commands.js" */
/** @import { Model } from "./model.js" */
/** @import { SampleCheck } from "./types.js" */

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
        bound.textContent = files.size > 1 ? text("sample-idea-all", { files: files.size }) : text("sample-idea");
        return;
      }
      const of = files.size > 1 && sample.file !== null ? "-of" : "";
      question.textContent =
        sample.frame === null
          ? text("every-frame-checked")
          : text(`${atFrame ? "sample-question" : "sample-elsewhere"}${of}`, { frame: plain(sample.frame + 1), name: files.get(sample.file ?? 0)?.name ?? "" });
      bound.textContent = [boundSentence(sample), leftSentence(sample)].filter(Boolean).join(" ");
    };
    model.on("sample file frame view", show);
    show();
  }
}

/** What follows from the answers so far. @param {SampleCheck} check */
function boundSentence({ files, checked, bare, after, next, fixed, share, by }) {
  if (!checked) return text("sample-none");
  const finds = bare > 0 && text("sample-finds", { n: bare });
  const names = by.length > 0 && text("sample-by", { names: listed(by) });
  const drawn = text("sample-drawn", { checked, drawn: next });
  if (!after) return `${listed([drawn, finds, names])}; ${text("sample-drawn-then")}.`;
  const key = fixed ? "sample-bound-archive" : files > 1 ? "sample-bound-files" : "sample-bound";
  const bound = text(key, { share: decimal(share, share < 10 ? 1 : 0), files });
  const said = listed([bound, text("sample-looks", { n: after }), finds, names]);
  return after < checked ? `${said}; ${drawn}.` : `${said}.`;
}

/** How many more answers bring the bound to its goal. @param {SampleCheck} check */
function leftSentence({ needed, fixed }) {
  if (fixed || needed === 0) return "";
  return needed === null ? text("sample-hopeless") : text("sample-left", { n: needed });
}
