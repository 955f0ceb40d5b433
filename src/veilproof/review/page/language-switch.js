// The choice of another language; the page is loaded anew in it.

import { h } from "./dom.js";
import { LANGUAGES, rememberLanguage } from "./languages.js";
import { language, text } from "./text.js";

/** @param {() => string} [address] Of the page that is loaded then; that of this one, unless it says otherwise. */
export function languageSwitch(address = () => location.href) {
  const choices = Object.entries(LANGUAGES).map(([code, { name }]) => h("option", { value: code, lang: code, dir: "auto" }, name));
  const choice = h("select", { className: "language", "aria-label": text("switch-language"), title: text("switch-language") }, ...choices);
  choice.value = language;
  choice.addEventListener("change", () => {
    rememberLanguage(choice.value);
    const there = address();
    if (there === location.href) location.reload();
    else location.assign(there);
  });
  return choice;
}
