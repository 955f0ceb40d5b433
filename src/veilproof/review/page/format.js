// Text for people.

/** @import { Summary, Track } from "./types.js" */

/** Why a face may be bare. @type {Record<import("./types.js").Place["kind"], string>} */
export const PLACES = {
  suspected: "perhaps a face",
  gap: "gap between two covers",
  jump: "the cover jumps",
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

/** Whether a person has looked at anything in a file. @param {Pick<Summary, "tracks_reviewed" | "frames_reviewed">} file */
export function isBegun({ tracks_reviewed, frames_reviewed }) {
  return tracks_reviewed + frames_reviewed > 0;
}
