// Text for people.

/** @import { Track } from "./types.js" */

/** The reasons that doubt.py gives. @type {Record<string, string>} */
export const DOUBTS = {
  weak: "may be no face",
  jump: "jumps: another person?",
  gap: "gap: may be bare in between",
  short: "short",
  small: "small",
};

/**
 * A time as minutes and seconds with two decimals, with hours from one hour on.
 * @param {number} ms
 */
export function clock(ms) {
  const seconds = Math.max(0, ms) / 1000;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = (seconds % 60).toFixed(2).padStart(5, "0");
  const start = hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}` : `${minutes}`;
  return `${start}:${rest}`;
}

/**
 * @param {number} count
 * @param {string} noun In the singular.
 */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * @param {Track} track
 * @param {string} [unit] A shorter one for narrow places.
 */
export function confidence(track, unit = "confidence") {
  return track.origin === "drawn" ? "drawn" : `${Math.round(track.confidence * 100)} % ${unit}`;
}
