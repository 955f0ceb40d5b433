// Text for people, in their language, from the catalogues of src/veilproof/language (Fluent, https://projectfluent.org).

import "/page/fluent.js";
import { LANGUAGES, chosenLanguage } from "./languages.js";

/** @typedef {keyof typeof LANGUAGES} Language */

const { FluentBundle, FluentResource } = globalThis.FluentBundle;

export const language = chosenLanguage();
export const direction = LANGUAGES[language].direction;

/** The language with its region, as the browser has it: it decides how digits and dates are written. */
const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
// Left to right, most names are as well; isolating each of them would put unseen characters into what is read and copied.
const bundle = new FluentBundle(locale, { useIsolating: direction === "rtl" });
bundle.addResource(new FluentResource(await (await fetch(`/page/${language}.ftl`)).text()));
document.documentElement.lang = language;
document.documentElement.dir = direction;

/**
 * @param {string} key Of the catalogue.
 * @param {Record<string, string | number>} [values] A number is written as the language does, and may choose a plural form; for ids see `plain`.
 */
export function text(key, values = {}) {
  const message = bundle.getMessage(key);
  if (!message?.value) throw new Error(`the catalogue has no ${key}`);
  const said = bundle.formatPattern(message.value, values);
  // A name at its beginning must not turn the whole sentence around, where the direction is that of the first letter.
  return direction === "rtl" && /^[\u2068\p{Script=Latin}]/u.test(said) ? `\u200f${said}` : said;
}

/** Whether the catalogue has this key. @param {string} key */
export function hasText(key) {
  return bundle.hasMessage(key);
}

/** Parts of a sentence, one after the other; empty ones are left out. @param {(string | number | false | null | undefined)[]} parts */
export function listed(parts) {
  return parts.filter(Boolean).join(`${text("comma")} `);
}

/** Clauses of a sentence, one after the other; empty ones are left out. @param {(string | number | false | null | undefined)[]} parts */
export function clauses(parts) {
  return parts.filter(Boolean).join(`${text("semicolon")} `);
}

const plainNumbers = new Intl.NumberFormat(locale, { useGrouping: false });

/** A number that names something, like that of a track or a frame: without separators. @param {number} number */
export function plain(number) {
  return plainNumbers.format(number);
}

/**
 * A number with so many decimals, and at least so many digits before them.
 * @param {number} number
 * @param {number} decimals
 * @param {number} [digits]
 */
export function decimal(number, decimals, digits = 1) {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals, minimumIntegerDigits: digits, useGrouping: false,
  }).format(number);
}

const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** @param {number | null | undefined} seconds */
export function timeLeft(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 60) return text("left-seconds");
  if (seconds < 5400) return text("left-minutes", { n: Math.round(seconds / 60) });
  return text("left-hours", { n: Math.round(seconds / 3600) });
}

/** @param {number} bytes */
export function size(bytes) {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, { style: "unit", unit: UNITS[power], unitDisplay: "short", maximumSignificantDigits: 2 })
    .format(bytes / 1000 ** power);
}

/** @param {number} ms Since 1970. */
export function day(ms) {
  return days.format(ms);
}
