/** @import { Track } from "./types.js" */

/** @type {Record<string, string>} */
export const WHY = {
  weak: "may be no face",
  jump: "jumps: another person?",
  gap: "gap: may be bare in between",
  short: "short",
  small: "small",
};

/**
 * A time as people say it.
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
 * @param {string} what
 */
export function count(count, what) {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** @param {Track} track */
export function sureness(track) {
  return track.origin === "drawn" ? "drawn" : `${Math.round(track.confidence * 100)} % confidence`;
}
