// Zoom and pan: the mapping between picture and screen.

/** @import { Box } from "./types.js" */

/** Times the size that fits. A round number. */
const MAX_ZOOM = 16;
/** `zoomTo` makes a box this share of the view. Chosen by eye. */
const BOX_SHARE = 1 / 4;

export class Viewport {
  zoom = 1;
  #panX = 0;
  #panY = 0;
  #screen = { width: 1, height: 1 };
  #picture = { width: 1, height: 1, aspect: 1 };

  /**
   * @param {{ width: number, height: number }} screen In CSS pixels.
   * @param {{ width: number, height: number, aspect: number }} picture
   */
  fit(screen, picture) {
    this.#screen = screen;
    this.#picture = picture;
  }

  /** Screen pixels per picture pixel, horizontally and vertically. */
  get scale() {
    const { width, height, aspect } = this.#picture;
    const fitted = Math.min(this.#screen.width / (width * aspect), this.#screen.height / height) * this.zoom;
    return { x: fitted * aspect, y: fitted };
  }

  get origin() {
    const { x, y } = this.scale;
    return {
      x: (this.#screen.width - this.#picture.width * x) / 2 + this.#panX,
      y: (this.#screen.height - this.#picture.height * y) / 2 + this.#panY,
    };
  }

  /** @param {Box} box In picture pixels. @returns {Box} In screen pixels. */
  toScreen([x1, y1, x2, y2]) {
    const { x, y } = this.scale;
    const { x: left, y: top } = this.origin;
    return [left + x1 * x, top + y1 * y, left + x2 * x, top + y2 * y];
  }

  /**
   * @param {number} x In screen pixels.
   * @param {number} y
   * @returns {[number, number]} In picture pixels.
   */
  toPicture(x, y) {
    const { x: scaleX, y: scaleY } = this.scale;
    const { x: left, y: top } = this.origin;
    return [(x - left) / scaleX, (y - top) / scaleY];
  }

  /**
   * Zoom around a point of the screen, by default its centre.
   * @param {number} factor
   * @param {number} [x]
   * @param {number} [y]
   */
  zoomBy(factor, x = this.#screen.width / 2, y = this.#screen.height / 2) {
    const [px, py] = this.toPicture(x, y);
    this.zoom = Math.max(1, Math.min(MAX_ZOOM, this.zoom * factor));
    const [movedX, movedY] = this.toScreen([px, py, px, py]);
    this.panBy(x - movedX, y - movedY);
  }

  /** Zoom to a box and centre it. @param {Box} box */
  zoomTo([x1, y1, x2, y2]) {
    const { x, y } = this.scale;
    const filling = Math.min(this.#screen.width / ((x2 - x1) * x), this.#screen.height / ((y2 - y1) * y));
    this.zoomBy(filling * BOX_SHARE);
    const [left, top, right, bottom] = this.toScreen([x1, y1, x2, y2]);
    this.panBy((this.#screen.width - left - right) / 2, (this.#screen.height - top - bottom) / 2);
  }

  reset() {
    this.zoom = 1;
    this.#panX = this.#panY = 0;
  }

  /**
   * Move the picture, not beyond its edges.
   * @param {number} x In screen pixels.
   * @param {number} y
   */
  panBy(x, y) {
    const { x: scaleX, y: scaleY } = this.scale;
    const limitX = Math.max(0, (this.#picture.width * scaleX - this.#screen.width) / 2);
    const limitY = Math.max(0, (this.#picture.height * scaleY - this.#screen.height) / 2);
    this.#panX = Math.max(-limitX, Math.min(limitX, this.#panX + x));
    this.#panY = Math.max(-limitY, Math.min(limitY, this.#panY + y));
  }
}
