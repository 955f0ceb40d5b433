// Geometry and drawing of boxes: grips, dragging, handles, the outline of a cover.

/** @import { Box, Style, Track } from "./types.js" */

/** How far from a side the pointer grips it, in CSS pixels. Chosen by feel. */
const GRIP_PIXELS = 7;

/** @typedef {{ left: boolean, top: boolean, right: boolean, bottom: boolean }} Grip Which sides move with the pointer. */

/**
 * The sides of a box that the pointer grips; all of them inside the box, null outside.
 * @param {Box} box In screen pixels.
 * @param {number} x
 * @param {number} y
 * @returns {Grip | null}
 */
export function gripAt([x1, y1, x2, y2], x, y) {
  if (x < x1 - GRIP_PIXELS || x > x2 + GRIP_PIXELS || y < y1 - GRIP_PIXELS || y > y2 + GRIP_PIXELS) return null;
  const near = { left: x < x1 + GRIP_PIXELS, right: x > x2 - GRIP_PIXELS, top: y < y1 + GRIP_PIXELS, bottom: y > y2 - GRIP_PIXELS };
  if (near.left || near.right || near.top || near.bottom) return near;
  return { left: true, right: true, top: true, bottom: true };
}

/** @param {Grip} grip */
export function cursorFor({ left, right, top, bottom }) {
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
  return normalised([
    x1 + (grip.left ? dx : 0), y1 + (grip.top ? dy : 0), x2 + (grip.right ? dx : 0), y2 + (grip.bottom ? dy : 0),
  ]);
}

/** The box with x1 <= x2 and y1 <= y2. @param {Box} box @returns {Box} */
export function normalised([x1, y1, x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/** Whether a box is at least two picture pixels wide and high, so that a click draws none. @param {Box} box */
export function isLargeEnough([x1, y1, x2, y2]) {
  return x2 - x1 >= 2 && y2 - y1 >= 2;
}

/**
 * Trace the outline of the cover of a region, as the renderer covers it.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box In screen pixels.
 * @param {Track} track
 * @param {Style} style
 */
export function traceCover(context, [x1, y1, x2, y2], track, style) {
  const scale = track.origin === "drawn" ? 1 : style.scale;
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [rx, ry] = [((x2 - x1) / 2) * scale, ((y2 - y1) / 2) * scale];
  context.beginPath();
  if (track.origin === "drawn" || style.shape === "box") context.rect(cx - rx, cy - ry, 2 * rx, 2 * ry);
  else context.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box In screen pixels.
 */
export function drawHandles(context, [x1, y1, x2, y2]) {
  context.setLineDash([]);
  context.strokeRect(x1, y1, x2 - x1, y2 - y1);
  if (Math.min(x2 - x1, y2 - y1) < 4 * GRIP_PIXELS) return; // handles would hide a small face
  for (const x of [x1, (x1 + x2) / 2, x2]) {
    for (const y of [y1, (y1 + y2) / 2, y2]) {
      if (x !== (x1 + x2) / 2 || y !== (y1 + y2) / 2) context.fillRect(x - 3, y - 3, 6, 6);
    }
  }
}
