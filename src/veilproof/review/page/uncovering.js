// Whether a change of a track may have made something visible that was covered.

/** @import { Track } from "./types.js" */

/** The number of the change of a track that is shown before the server has answered. */
export const UNSAVED = -1;

/**
 * @param {Track | undefined} before Without it the track is new.
 * @param {Track | undefined} after Without it the track is gone.
 */
export function mayUncover(before, after) {
  if (!before || !after) return !after || after.all_but;
  if (before.changed === after.changed) return false;
  const visible = after.decision === "keep" || after.all_but;
  if (before.changed === UNSAVED || before.decision !== after.decision) return visible;
  // What has other words, or was looked at, has the same boxes; what lost its mark was moved, or has other ends.
  return before.reason === after.reason && before.code === after.code && (before.reviewed || !after.reviewed);
}
