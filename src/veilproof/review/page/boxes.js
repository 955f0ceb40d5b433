// Geometry and drawing of boxes: grips, dragging, handles, the outline of a cover.

/** @import { Box, Style, Track } from "./types.js" */

/** How far from the edge of a cover the pointer grips it, in CSS pixels. Chosen by feel. */
const GRIP_PIXELS = 7;
/** The part of a cover on each side that grips its edge, at most: the middle moves it, however small it is. */
const EDGE_SHARE = 1 / 6;
/** Sine of 22.5 degrees: nearer to an axis, one side of an ellipse moves, otherwise two. */
const OCTANT = 0.38;
const HANDLE_PIXELS = 6;

/** @typedef {{ left: boolean, top: boolean, right: boolean, bottom: boolean }} Grip Which sides move with the pointer. */

/**
 * The bounding box of the cover of a region, as the renderer covers it; of a box that is drawn, the box itself.
 * @param {Box} box
 * @param {Track | undefined} track
 * @param {Style} style
 */
export function coverBox(box, track, style) {
  return grown(box, scaleOf(track, style));
}

/**
 * The region with that cover.
 * @param {Box} cover Its bounding box.
 * @param {Track | undefined} track
 * @param {Style} style
 */
export function regionOf(cover, track, style) {
  return grown(cover, 1 / scaleOf(track, style));
}

/**
 * The sides of a cover that the pointer grips, anywhere on its edge; all of them inside, null outside.
 * @param {Box} cover Its bounding box, in screen pixels.
 * @param {boolean} round Whether it is an ellipse.
 * @param {number} x
 * @param {number} y
 * @returns {Grip | null}
 */
export function gripAt([x1, y1, x2, y2], round, x, y) {
  const [rx, ry] = [Math.max(1, (x2 - x1) / 2), Math.max(1, (y2 - y1) / 2)];
  const [u, v] = [(x - (x1 + x2) / 2) / rx, (y - (y1 + y2) / 2) / ry];
  const inner = (/** @type {number} */ radius) => Math.min(GRIP_PIXELS, 2 * radius * EDGE_SHARE) / radius;
  // How far from the centre, where the edge is at 1.
  const far = round ? Math.hypot(u, v) : Math.max(Math.abs(u), Math.abs(v));
  if (round) {
    const radius = Math.min(rx, ry);
    if (far > 1 + GRIP_PIXELS / radius) return null;
    if (far > 1 - inner(radius)) return { left: u / far < -OCTANT, right: u / far > OCTANT, top: v / far < -OCTANT, bottom: v / far > OCTANT };
  } else {
    if (Math.abs(u) > 1 + GRIP_PIXELS / rx || Math.abs(v) > 1 + GRIP_PIXELS / ry) return null;
    const near = { left: u < inner(rx) - 1, right: u > 1 - inner(rx), top: v < inner(ry) - 1, bottom: v > 1 - inner(ry) };
    if (near.left || near.right || near.top || near.bottom) return near;
  }
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

/** Whether the cover of a region is an ellipse. @param {Track | undefined} track @param {Style} style */
export function isRound(track, style) {
  return track?.origin === "detected" && style.shape === "ellipse";
}

/**
 * Trace the outline of the cover of a region, as the renderer covers it.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box In screen pixels.
 * @param {Track | undefined} track Undefined of a box that is drawn.
 * @param {Style} style
 */
export function traceCover(context, box, track, style) {
  const [x1, y1, x2, y2] = coverBox(box, track, style);
  context.beginPath();
  if (isRound(track, style)) context.ellipse((x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1) / 2, (y2 - y1) / 2, 0, 0, 2 * Math.PI);
  else context.rect(x1, y1, x2 - x1, y2 - y1);
}

/**
 * Draw the outline of the cover of a region, with handles on it.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box In screen pixels.
 * @param {Track | undefined} track
 * @param {Style} style
 */
export function drawHandles(context, box, track, style) {
  context.setLineDash([]);
  traceCover(context, box, track, style);
  context.stroke();
  const [x1, y1, x2, y2] = coverBox(box, track, style);
  if (Math.min(x2 - x1, y2 - y1) < 4 * GRIP_PIXELS) return; // handles would hide a small face
  const corner = isRound(track, style) ? Math.SQRT1_2 : 1;
  for (const [u, v] of [[-1, 0], [1, 0], [0, -1], [0, 1], [-corner, -corner], [corner, -corner], [-corner, corner], [corner, corner]]) {
    const [x, y] = [(x1 + x2 + u * (x2 - x1)) / 2, (y1 + y2 + v * (y2 - y1)) / 2];
    context.fillRect(x - HANDLE_PIXELS / 2, y - HANDLE_PIXELS / 2, HANDLE_PIXELS, HANDLE_PIXELS);
  }
}

/** @param {Track | undefined} track @param {Style} style */
function scaleOf(track, style) {
  return track?.origin === "detected" ? style.scale : 1;
}

/** The box, so many times larger, around the same centre. @param {Box} box @param {number} scale @returns {Box} */
function grown([x1, y1, x2, y2], scale) {
  const [dx, dy] = [((x2 - x1) * (scale - 1)) / 2, ((y2 - y1) * (scale - 1)) / 2];
  return [x1 - dx, y1 - dy, x2 + dx, y2 + dy];
}
