// Boxes on the picture: which part of one the pointer is on, how it changes, what its cover looks like.

/** @import { Box, Style, Track } from "./types.js" */

const HANDLE = 7;

/** @typedef {{ left: boolean, top: boolean, right: boolean, bottom: boolean }} Grip Which sides move. */

/**
 * What of a box on the screen is at x y.
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 * @returns {Grip | null}
 */
export function gripAt([x1, y1, x2, y2], x, y) {
  if (x < x1 - HANDLE || x > x2 + HANDLE || y < y1 - HANDLE || y > y2 + HANDLE) return null;
  const near = { left: x < x1 + HANDLE, right: x > x2 - HANDLE, top: y < y1 + HANDLE, bottom: y > y2 - HANDLE };
  if (near.left || near.right || near.top || near.bottom) return near;
  return { left: true, right: true, top: true, bottom: true };
}

/** @param {Grip} grip */
export function cursorOf({ left, right, top, bottom }) {
  if (left && right) return "move";
  if ((left && top) || (right && bottom)) return "nwse-resize";
  if ((right && top) || (left && bottom)) return "nesw-resize";
  return left || right ? "ew-resize" : "ns-resize";
}

/**
 * @param {Box} box
 * @param {Grip} grip
 * @param {number} dx
 * @param {number} dy
 * @returns {Box}
 */
export function dragged([x1, y1, x2, y2], grip, dx, dy) {
  return straight([
    x1 + (grip.left ? dx : 0), y1 + (grip.top ? dy : 0), x2 + (grip.right ? dx : 0), y2 + (grip.bottom ? dy : 0),
  ]);
}

/** The same box with its corners in order. @param {Box} box @returns {Box} */
export function straight([x1, y1, x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/** @param {Box} box */
export function large([x1, y1, x2, y2]) {
  return x2 - x1 >= 2 && y2 - y1 >= 2;
}

/**
 * The outline of the cover of a region, as render draws it.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box On the screen.
 * @param {Track} track
 * @param {Style} style
 */
export function traceCover(context, [x1, y1, x2, y2], track, style) {
  const by = track.origin === "drawn" ? 1 : style.scale;
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [rx, ry] = [((x2 - x1) / 2) * by, ((y2 - y1) / 2) * by];
  context.beginPath();
  if (track.origin === "drawn" || style.shape === "box") context.rect(cx - rx, cy - ry, 2 * rx, 2 * ry);
  else context.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box On the screen.
 */
export function drawHandles(context, [x1, y1, x2, y2]) {
  context.setLineDash([]);
  context.strokeRect(x1, y1, x2 - x1, y2 - y1);
  if (Math.min(x2 - x1, y2 - y1) < 4 * HANDLE) return; // a small face must stay to be seen
  for (const x of [x1, (x1 + x2) / 2, x2]) {
    for (const y of [y1, (y1 + y2) / 2, y2]) {
      if (x !== (x1 + x2) / 2 || y !== (y1 + y2) / 2) context.fillRect(x - 3, y - 3, 6, 6);
    }
  }
}
