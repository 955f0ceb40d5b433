// The kinds of what is covered: their names, colours and keys, and the row of buttons that shows or hides each.

import { h } from "./dom.js";

/** @import { Model } from "./model.js" */
/** @import { Kind } from "./types.js" */

/** @type {Record<Kind, { name: string, colour: string, key: string }>} */
export const KINDS = {
  face: { name: "Faces", colour: "#cfe3ff", key: "F" },
  head: { name: "Heads", colour: "#9fd3a8", key: "E" },
  text: { name: "Text", colour: "#d8b8ff", key: "X" },
  plate: { name: "Plates", colour: "#ffcfa0", key: "P" },
  area: { name: "Areas", colour: "#8fd8e6", key: "A" },
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
      const { name, key, colour } = KINDS[kind];
      const count = h("span", { className: "count" });
      const button = h("button", { type: "button", className: "kind", onclick: () => toggleKind(model, kind) }, name, count, h("kbd", {}, `Shift ${key}`));
      button.style.setProperty("--kind", colour);
      return { kind, button, count };
    });
    this.append(...buttons.map(({ button }) => button));
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Kinds that are shown");
    const show = () => {
      let kinds = 0;
      for (const { kind, button, count } of buttons) {
        const tracks = model.plan.tracks.filter((track) => track.kind === kind).length;
        kinds += tracks ? 1 : 0;
        button.hidden = !tracks;
        button.setAttribute("aria-pressed", String(!model.hidden.has(kind)));
        button.title = `${model.hidden.has(kind) ? "Show" : "Hide"} ${KINDS[kind].name.toLowerCase()} (Shift ${KINDS[kind].key})`;
        count.textContent = String(tracks);
      }
      this.hidden = kinds < 2 && !model.hidden.size;
    };
    model.on("plan view", show);
    show();
  }
}
