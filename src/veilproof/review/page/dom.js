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
 * @param {string} label
 * @param {string} key
 * @param {() => void} run
 * @param {string} [hint]
 */
export function action(label, key, run, hint = "") {
  const element = h("button", { type: "button", className: "action", title: hint, onclick: run }, label);
  if (key) element.append(h("kbd", { "aria-hidden": "true" }, key));
  return element;
}
