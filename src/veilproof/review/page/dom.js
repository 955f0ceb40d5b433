// Elements of the page.

import { text } from "./text.js";

/**
 * Create an element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [props] Properties; names with a dash, `role` and `for` become attributes, `on...` listeners.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, String(value));
    else Reflect.set(element, name, value);
  }
  element.append(...children);
  return element;
}

/**
 * The element that matches a selector, which must exist and be of that class.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function one(selector, kind, within = document) {
  const element = within.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`there is no ${selector}`);
  return element;
}

/**
 * A button that shows its keyboard shortcut.
 * @param {string} label A key of the catalogue.
 * @param {string} key
 * @param {() => void} run
 * @param {string} [hint] A key of the catalogue.
 */
export function action(label, key, run, hint = `${label}-hint`) {
  const element = h("button", { type: "button", className: "action", title: text(hint), onclick: run }, text(label));
  element.append(h("kbd", { "aria-hidden": "true" }, keyLabel(key)));
  return element;
}

/** The keys whose names differ between languages; all others are called as they are here. @type {Record<string, string>} */
const NAMED_KEYS = {
  Shift: "key-shift", Ctrl: "key-ctrl", Enter: "key-enter", Space: "key-space", Esc: "key-escape",
  Home: "key-home", End: "key-end", PgUp: "key-page-up", PgDn: "key-page-down",
};

/** What stands on a key, or on keys that are pressed together. @param {string} keys Separated by spaces. */
export function keyLabel(keys) {
  return keys.split(" ").map((key) => (NAMED_KEYS[key] ? text(NAMED_KEYS[key]) : key)).join(" ");
}
