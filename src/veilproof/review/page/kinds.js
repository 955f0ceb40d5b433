// The kinds of what is covered: their colours and keys, and the row of buttons that shows or hides each.

import { h, keyLabel } from "./dom.js";
import { plain, text } from "./text.js";

/** @import { Model } from "./model.js" */
/** @import { Kind, Track } from "./types.js" */

/** @type {Record<Kind, { colour: string, key: string }>} */
export const KINDS = {
  face: { colour: "#cfe3ff", key: "F" },
  head: { colour: "#9fd3a8", key: "E" },
  text: { colour: "#d8b8ff", key: "X" },
  plate: { colour: "#ffcfa0", key: "P" },
  area: { colour: "#8fd8e6", key: "A" },
};
export const ALL_KINDS = /** @type {Kind[]} */ (Object.keys(KINDS));

/** Show a kind, or hide it: its covers stay. @param {Model} model @param {Kind} kind */
export function toggleKind(model, kind) {
  if (!model.hidden.delete(kind)) model.hidden.add(kind);
  model.emit("view");
  model.emit("plan");
}

export class KindBar extends HTMLElement {
  /** @param {Model} model */
  connect(model) {
    const buttons = ALL_KINDS.map((kind) => {
      const { key, colour } = KINDS[kind];
      const count = h("span", { className: "count" });
      const button = h("button", { type: "button", className: "kind", onclick: () => toggleKind(model, kind) }, text(`kind-${kind}`), count, h("kbd", {}, keyLabel(`Shift ${key}`)));
      button.style.setProperty("--kind", colour);
      return { kind, button, count };
    });
    this.append(...buttons.map(({ button }) => button));
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", text("kinds-label"));
    const show = () => {
      let kinds = 0;
      for (const { kind, button, count } of buttons) {
        const tracks = model.plan.tracks.filter((track) => track.kind === kind).length;
        kinds += tracks ? 1 : 0;
        button.hidden = !tracks;
        button.setAttribute("aria-pressed", String(!model.hidden.has(kind)));
        const values = { kind: text(`kind-${kind}-lower`), key: keyLabel(`Shift ${KINDS[kind].key}`) };
        button.title = text(model.hidden.has(kind) ? "show-kind" : "hide-kind", values);
        count.textContent = plain(tracks);
      }
      this.hidden = kinds < 2 && !model.hidden.size;
    };
    model.on("plan view", show);
    show();
  }
}

/** Whether a scan looked for faces alone. @param {Kind[]} cover */
export function onlyFaces(cover) {
  return cover.length === 1 && cover[0] === "face";
}

/**
 * How many faces are expected among tracks: confidence is a probability. A head has one, though it may be turned away, and
 * what a person drew may be one.
 * @param {Track[]} tracks
 * @returns {number | null} Null if none of them can be a face.
 */
export function expectedFaces(tracks) {
  const faces = tracks.filter(({ kind, all_but }) => kind === "face" || kind === "head" || (kind === "area" && !all_but));
  return faces.length ? faces.reduce((sum, { confidence }) => sum + confidence, 0) : null;
}
