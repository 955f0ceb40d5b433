// The check by sample: whether frames that are drawn at random show anything bare, one after the other, in all files.

import { getJson, Refused } from "./api.js";

/** @import { Model } from "./model.js" */
/** @import { SampleCheck } from "./types.js" */

/** Event `sample` of the model: `drawn` was loaded. */
export class CheckBySample {
  /** Whether frames are checked now. */ on = false;
  /** The files of the answers since it was switched on, the last one last. @type {number[]} */ answered = [];
  /** The check of all files, with the frame that is drawn next; null until it was loaded. @type {SampleCheck | null} */ drawn = null;
  #model;
  #going = 0;
  /** How many answers were asked for. */ #asked = 0;
  /** Which of these is `drawn`. */ #shown = 0;

  /** @param {Model} model */
  constructor(model) {
    this.#model = model;
  }

  /** Whether the current frame is the one that was drawn. */
  get atFrame() {
    const { file, frame } = this.#model;
    return this.on && this.drawn !== null && file === this.drawn.file && frame === this.drawn.frame;
  }

  /** @param {number} [changed] The only file whose plan has changed since. */
  async load(changed) {
    try {
      // Of a list of files each has a check of its own.
      const number = this.#model.about.listed ? this.#model.file : changed;
      const asked = (this.#asked += 1);
      const drawn = await getJson(number === undefined ? "/api/sample" : `/api/${number}/sample`);
      // An answer that was asked for before the one that has come knows less.
      if (asked > this.#shown) [this.#shown, this.drawn] = [asked, drawn];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#model.notify(error.message, true);
    }
    this.#model.emit("sample");
  }

  /** Begin the check, or go on with it. */
  async begin() {
    // At once: a key that is pressed before the frame is there must not be about a track.
    this.on = true;
    this.#model.chooseNothing();
    this.#model.show("covered");
    await this.load();
    if (this.drawn === null || this.drawn.frame === null) this.on = false;
    else if (this.on) await this.goToFrame();
    this.#model.emit("view");
  }

  end() {
    this.on = false;
    this.#model.chooseNothing();
    this.#model.emit("view");
  }

  /** Go to the frame that was drawn, in whichever file. */
  async goToFrame() {
    // Of two calls the later one goes on: each would take the file of the other away again.
    const going = (this.#going += 1);
    while (this.on && going === this.#going) {
      const { file, frame } = this.drawn ?? {};
      if (file == null || frame == null) return;
      if (file === this.#model.file) return this.#model.goTo(frame);
      // While it opens, the last answer may be taken back, and another frame be drawn.
      await this.#model.open(file, { checking: true });
    }
  }

  /** An answer, or its undoing, draws another frame. */
  async drawAnother() {
    const before = this.drawn;
    await this.load(this.#model.file);
    if (this.on && (before?.file !== this.drawn?.file || before?.frame !== this.drawn?.frame)) await this.goToFrame();
  }
}
