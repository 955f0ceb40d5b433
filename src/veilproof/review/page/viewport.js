// Where the picture is on the screen: fitted, zoomed, moved.

/** @import { Box } from "./types.js" */

const MOST_ZOOM = 16;

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

  /** Screen pixels of one picture pixel, across and down. */
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
    const { x: across, y: down } = this.scale;
    const { x: left, y: top } = this.origin;
    return [(x - left) / across, (y - top) / down];
  }

  /**
   * Zoom, so that what is at x y on the screen stays there.
   * @param {number} factor
   * @param {number} [x]
   * @param {number} [y]
   */
  zoomBy(factor, x = this.#screen.width / 2, y = this.#screen.height / 2) {
    const [px, py] = this.toPicture(x, y);
    this.zoom = Math.max(1, Math.min(MOST_ZOOM, this.zoom * factor));
    const [nowX, nowY] = this.toScreen([px, py, px, py]);
    this.panBy(x - nowX, y - nowY);
  }

  /** Zoom to a box, with room around it. @param {Box} box */
  zoomTo([x1, y1, x2, y2]) {
    const { x, y } = this.scale;
    const wanted = Math.min(this.#screen.width / ((x2 - x1) * x), this.#screen.height / ((y2 - y1) * y)) / 4;
    this.zoomBy(wanted);
    const [left, top, right, bottom] = this.toScreen([x1, y1, x2, y2]);
    this.panBy((this.#screen.width - left - right) / 2, (this.#screen.height - top - bottom) / 2);
  }

  reset() {
    this.zoom = 1;
    this.#panX = this.#panY = 0;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  panBy(x, y) {
    const { x: across, y: down } = this.scale;
    const roomX = Math.max(0, (this.#picture.width * across - this.#screen.width) / 2);
    const roomY = Math.max(0, (this.#picture.height * down - this.#screen.height) / 2);
    this.#panX = Math.max(-roomX, Math.min(roomX, this.#panX + x));
    this.#panY = Math.max(-roomY, Math.min(roomY, this.#panY + y));
  }
}
