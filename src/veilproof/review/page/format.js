// How times, tracks and edits are written.

import { decimal, hasText, listed, plain, text } from "./text.js";

/** @import { Summary, Track } from "./types.js" */

/**
 * A time as minutes and seconds with two decimals, with hours from one hour on.
 * @param {number} ms
 */
export function clock(ms) {
  const hundredths = Math.round(Math.max(0, ms) / 10);
  const minutes = Math.floor(hundredths / 6000);
  const hours = Math.floor(minutes / 60);
  const rest = decimal((hundredths % 6000) / 100, 2, 2);
  const start = hours ? `${plain(hours)}:${decimal(minutes % 60, 0, 2)}` : plain(minutes);
  return `${start}:${rest}`;
}

/** A time without its hundredths. @param {number} ms */
export function wholeSeconds(ms) {
  return clock(ms).slice(0, -3);
}

/** The numbers of tracks; of many, only the first. @param {number[]} ids @param {number} [most] */
export function trackList(ids, most = 8) {
  return listed(ids.slice(0, most).map(plain)) + (ids.length > most ? " …" : "");
}

/**
 * @param {Track} track
 * @param {"confidence" | "confidence-short"} [form] The shorter one is for narrow places.
 */
export function confidence(track, form = "confidence") {
  return track.origin === "drawn" ? text("origin-drawn") : text(form, { percent: Math.round(track.confidence * 100) });
}

/** What an edit is called; the plan has it in English. @param {string} edit */
export function editName(edit) {
  const key = `edit-${edit.replaceAll(" ", "-")}`;
  return hasText(key) ? text(key) : edit;
}

/**
 * What the laboratory measured for the most recognisable of these tracks; empty if no face of them is kept.
 * @param {Track[]} tracks
 */
export function matched(tracks) {
  const share = Math.max(-1, ...tracks.map((track) => track.matched ?? -1));
  return share < 0 ? "" : text("matched", { share });
}

/** Whether a person has looked at anything in a file. @param {Pick<Summary, "tracks_reviewed" | "frames_reviewed">} file */
export function isBegun({ tracks_reviewed, frames_reviewed }) {
  return tracks_reviewed + frames_reviewed > 0;
}
