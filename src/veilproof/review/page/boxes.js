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

/** Of what a face gets, beyond a head; and beyond a line, in heights of it: as HEAD_SHARE and _LINE_MARGIN in covers.py. */
const HEAD_SHARE = 0.6;
const LINE_MARGIN = 0.6;

/**
 * Trace the outline of the cover of a region, as the renderer covers it.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box In screen pixels.
 * @param {number} angle Degrees by which it is turned clockwise.
 * @param {Track} track
 * @param {Style} style
 */
export function traceCover(context, [x1, y1, x2, y2], angle, track, style) {
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
  let [rx, ry] = [(x2 - x1) / 2, (y2 - y1) / 2];
  const drawn = track.origin === "drawn";
  const line = !drawn && (track.kind === "text" || track.kind === "plate");
  const margin = line ? LINE_MARGIN * (style.scale - 1) * 2 * Math.min(rx, ry) : 0;
  const scale = drawn || line ? 1 : 1 + (style.scale - 1) * (track.kind === "head" ? HEAD_SHARE : 1);
  [rx, ry] = [rx * scale + margin, ry * scale + margin];
  context.beginPath();
  if (!drawn && !line && style.shape !== "box") return context.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI);
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  for (const [u, v] of [[-rx, -ry], [rx, -ry], [rx, ry], [-rx, ry]]) context.lineTo(cx + u * cos - v * sin, cy + u * sin + v * cos);
  context.closePath();
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
