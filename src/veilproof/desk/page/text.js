// Text for people, from a catalogue.

import { ENGLISH } from "./catalogue-en.js";

const LANGUAGE = "en";
const plurals = new Intl.PluralRules(LANGUAGE);
const numbers = new Intl.NumberFormat(LANGUAGE);
const days = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium" });
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] In place of {name}; `n` chooses the form.
 */
export function text(key, values = {}) {
  const entry = ENGLISH[key];
  if (entry === undefined) throw new Error(`the catalogue has no ${key}`);
  const form = typeof entry === "string" ? entry : (entry[plurals.select(Number(values.n))] ?? entry.other ?? "");
  return form.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? numbers.format(value) : String(value);
  });
}

/** Whether the catalogue has this key. @param {string} key */
export function hasText(key) {
  return ENGLISH[key] !== undefined;
}

/** @param {number | null | undefined} seconds */
export function timeLeft(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 60) return text("left_seconds");
  if (seconds < 5400) return text("left_minutes", { n: Math.round(seconds / 60) });
  return text("left_hours", { n: Math.round(seconds / 3600) });
}

/** @param {number} bytes */
export function size(bytes) {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = UNITS[power];
  return new Intl.NumberFormat(LANGUAGE, { style: "unit", unit, unitDisplay: "short", maximumSignificantDigits: 2 })
    .format(bytes / 1000 ** power);
}

/** @param {number} ms Since 1970. */
export function day(ms) {
  return days.format(ms);
}
