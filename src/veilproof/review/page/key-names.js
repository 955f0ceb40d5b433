// Which shortcut a key means, on every keyboard layout: shortcuts are named as on a Latin keyboard.

import { language } from "./text.js";

/** What keys besides letters and digits give on a US keyboard, alone and with Shift, by `KeyboardEvent.code`. @type {Record<string, string>} */
const US_KEYS = { Comma: ",<", Period: ".>", BracketLeft: "[{", BracketRight: "]}", Minus: "-_", Equal: "=+", Slash: "/?" };
const NON_LATIN = new Set(["ar", "be", "ru", "uk"]);

/** Whether letters are Latin on the layout in use: as the last letter was; until there is one, as the page is written. */
let isLatin = !NON_LATIN.has(language);

/**
 * The names a key press may have among the shortcuts, the likeliest first. A layout with other letters has brackets and signs in places where shortcuts
 * have letters (on an Arabic keyboard Shift and D give "]"), so there the place of the key comes first, and what it gives second.
 * @param {KeyboardEvent} event
 * @returns {string[]} Such as "k", "K" with Shift, "Shift ArrowLeft" or "Ctrl z".
 */
export function keyNames(event) {
  noticeLayout(event);
  const [byKey, byPlace] = [keyOf(event), placeOf(event)];
  // On some Latin layouts digits need Shift (French); what is there without Shift has no other meaning where it is not bound.
  const names = isLatin ? [byKey, /^Digit/.test(event.code) ? byPlace : ""] : [byPlace, byKey];
  const control = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  return names.filter(Boolean).map((name) => {
    const shifted = event.shiftKey && name.startsWith("Arrow");
    return `${control ? "Ctrl " : ""}${shifted ? "Shift " : ""}${name}`;
  });
}

/** @param {KeyboardEvent} event */
function noticeLayout(event) {
  // With AltGr and Option, Latin layouts give other signs as well.
  if (event.altKey || event.getModifierState("AltGraph") || !/^Key[A-Z]$/.test(event.code)) return;
  if (/^\p{Script=Latin}$/u.test(event.key)) isLatin = true;
  // Two letters are possible: B is a ligature on Arabic keyboards.
  else if (/^[\p{Letter}\p{Mark}]+$/u.test(event.key) && /[^\x00-\x7f]/.test(event.key)) isLatin = false;
}

/** What the key gives, a letter as Shift has it: not as Caps Lock does. @param {KeyboardEvent} event */
function keyOf({ key, shiftKey }) {
  if (!/^[a-z]$/i.test(key)) return key;
  return shiftKey ? key.toUpperCase() : key.toLowerCase();
}

/** What a US keyboard has in the place of the key; empty where that does not differ between layouts. @param {KeyboardEvent} event */
function placeOf({ code, shiftKey }) {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shiftKey ? letter : letter.toLowerCase();
  if (/^Digit\d$/.test(code)) return shiftKey ? "" : code.slice(-1);
  return US_KEYS[code]?.[shiftKey ? 1 : 0] ?? "";
}
