// The covers that lie over a track that stays visible.

/** @import { Track } from "./types.js" */

/**
 * @param {Track[]} tracks All tracks of the plan.
 * @param {Track} track
 * @returns {{ over: number[], around: number[] }} Those that lie over it, and those that cover all but what is in them.
 */
export function coversAbove(tracks, track) {
  const above = tracks.filter(({ id }) => track.covered_by.includes(id));
  return { over: above.filter((each) => !each.all_but).map(({ id }) => id), around: allBut(above) };
}

/** The numbers of those that cover everything outside of them. @param {Track[]} tracks */
export function allBut(tracks) {
  return tracks.filter(({ all_but }) => all_but).map(({ id }) => id);
}
