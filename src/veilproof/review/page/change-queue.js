// What is sent to the server one after the other, and whether all of it is saved.

import { Refused } from "./api.js";

/** Event `saving`: the state changed. */
export class ChangeQueue extends EventTarget {
  /** @type {"saved" | "saving" | "failed"} */ state = "saved";
  /** How many wait for their answer. */ pending = 0;
  /** Resolves when all that was added so far was answered. @type {Promise<void>} */ answered = Promise.resolve();

  /**
   * Send something, after all that was added before.
   * @template T
   * @param {() => Promise<T>} send
   * @returns {Promise<T>} The answer; fails as `send` does.
   */
  add(send) {
    this.pending += 1;
    this.#set("saving");
    const done = this.answered.then(() => this.#answer(send));
    this.answered = done.then(() => {}, () => {});
    return done;
  }

  /**
   * @template T
   * @param {() => Promise<T>} send
   */
  async #answer(send) {
    try {
      const answer = await send();
      this.pending -= 1;
      this.#set(this.pending ? "saving" : "saved");
      return answer;
    } catch (error) {
      this.pending -= 1;
      // What was refused is not half saved. With a server that is gone (code 0), or an answer that cannot be read, that is not known.
      const isRefused = error instanceof Refused && error.code !== 0;
      this.#set(!isRefused ? "failed" : this.pending ? "saving" : "saved");
      throw error;
    }
  }

  /** @param {"saved" | "saving" | "failed"} state */
  #set(state) {
    this.state = state;
    this.dispatchEvent(new Event("saving"));
  }
}
