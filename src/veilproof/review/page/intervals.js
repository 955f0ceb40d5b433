// Intervals of frames.

/**
 * The runs of ones, as inclusive [first, last].
 * @param {Uint8Array} marks
 * @returns {[number, number][]}
 */
export function intervals(marks) {
  /** @type {[number, number][]} */
  const out = [];
  for (let first = marks.indexOf(1); first >= 0; first = marks.indexOf(1, first)) {
    const end = marks.indexOf(0, first);
    out.push([first, (end < 0 ? marks.length : end) - 1]);
    if (end < 0) break;
    first = end;
  }
  return out;
}
