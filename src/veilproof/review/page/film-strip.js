// Thumbnails of all open files; a click opens one.

import { h } from "./dom.js";
import { isBegun } from "./format.js";
import { Strips } from "./strips.js";
import { listed, text } from "./text.js";

/** @import { Model } from "./model.js" */
/** @import { Summary } from "./types.js" */

export class FilmStrip extends HTMLElement {
  /** @param {Model} model */
  connect(model) {
    this.hidden = model.files.size < 2;
    this.setAttribute("role", "navigation");
    this.setAttribute("aria-label", text("files-label"));
    const pictures = new Strips();
    const total = h("p", { className: "total" });
    const meter = h("progress", { max: 1, "aria-label": text("reviewed-of-all") });
    const buttons = [...model.files.values()].map(({ name, number }) => {
      const picture = h("img", { alt: "" });
      if (!this.hidden) pictures.show(picture, `/api/${number}/frame/0?width=160&method=solid`);
      const state = h("span", { className: "state" });
      const button = h("button", { type: "button", title: name, onclick: () => void model.open(number) }, picture, h("span", { className: "name", dir: "auto" }, name), state);
      return { number, button, state };
    });
    this.append(h("div", { className: "all" }, total, meter), ...buttons.map(({ button }) => button));
    const show = () => {
      const { sentence, share } = progressOf([...model.files.values()]);
      total.textContent = sentence;
      meter.value = share;
      for (const { number, button, state } of buttons) {
        button.setAttribute("aria-current", String(number === model.file));
        const file = model.files.get(number);
        if (!file) continue;
        button.classList.toggle("done", file.complete);
        button.classList.toggle("found", file.findings > 0);
        button.classList.toggle("some-visible", file.visible > 0);
        state.textContent = stateOf(file);
        button.title = text("file-title", { name: file.name, state: stateOf(file) });
        if (number === model.file) button.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    };
    model.on("file files", show);
    show();
  }
}

/** The state of a file, what is most urgent first. @param {Summary} file */
function stateOf(file) {
  const looked = text(file.complete ? "file-reviewed" : isBegun(file) ? "file-begun" : "file-not-reviewed");
  return listed([file.findings && text("findings-count", { n: file.findings }), file.visible && text("count-visible", { n: file.visible }), looked]);
}

/** How much of all files was reviewed. @param {Summary[]} files */
function progressOf(files) {
  const sum = (/** @type {"tracks" | "tracks_reviewed" | "frames" | "frames_reviewed"} */ name) => files.reduce((total, file) => total + file[name], 0);
  const [tracks, frames] = [sum("tracks"), sum("frames")];
  const [seenTracks, seenFrames] = [sum("tracks_reviewed"), sum("frames_reviewed")];
  const done = files.filter(({ complete }) => complete).length;
  const percent = Math.floor((100 * seenFrames) / Math.max(1, frames));
  const sentence = text("all-progress", { done, files: files.length, reviewed: seenTracks, tracks, percent });
  return { sentence, share: (seenTracks + seenFrames) / Math.max(1, tracks + frames) };
}
