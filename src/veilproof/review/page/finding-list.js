// The findings of the audit: a click goes there, and each can be answered: looked at, no face.

import { post, Refused } from "./api.js";
import { h } from "./dom.js";
import { clock } from "./format.js";

/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { Model } from "./model.js" */
/** @import { Leak } from "./types.js" */

const KINDS = { face: "a bare face", "moved cover": "a missing cover", shaken: "a face must be here, in a shaken frame" };
/** Characters, as in an answer on the command line. */
const MAX_REASON = 200;

export class FindingList {
  element = h("ol", { className: "leaks" });
  #model;
  #ask;
  #close;
  #fail;

  /**
   * @param {Model} model
   * @param {AskSheet} ask
   * @param {() => void} close Called when a person goes to a finding.
   * @param {(error: unknown) => void} fail Called with what keeps an answer from being saved.
   */
  constructor(model, ask, close, fail) {
    this.#model = model;
    this.#ask = ask;
    this.#close = close;
    this.#fail = fail;
  }

  show() {
    this.element.replaceChildren(...(this.#model.findings?.leaks ?? []).map((leak) => this.#row(leak)));
  }

  /** @param {Leak} leak */
  #row(leak) {
    const go = () => {
      this.#close();
      this.#model.goToLeak(leak);
    };
    const { answer } = leak;
    const given = answer ? [h("span", { className: "answer" }, `no face: ${answer.reason} (${answer.by})`)] : [];
    return h(
      "li",
      { className: answer ? "answered" : leak.weight },
      h("button", { type: "button", className: "go", onclick: go }, this.#text(leak)),
      ...given,
      h("button", { type: "button", onclick: () => void (answer ? this.#send(leak, null) : this.#answer(leak)) }, answer ? "Withdraw" : "No face …"),
    );
  }

  /** @param {Leak} leak */
  #text({ number, kind, weight, plan_track, first_frame, last_frame, size_px, survives }) {
    const { kind: media, times } = this.#model.about;
    const when = media === "photo" ? "" : `${clock(times[first_frame] ?? 0)} to ${clock(times[last_frame] ?? 0)}, `;
    const which = plan_track === null ? "not in the plan" : `track ${plan_track}`;
    const what = weight === "review" ? "look here" : KINDS[kind];
    return `${number}: ${what}, ${when}${which}, ${Math.round(size_px)} px, ${Math.round(100 * survives)} % survives`;
  }

  /** @param {Leak} leak */
  async #answer(leak) {
    const question = `Finding ${leak.number}: you have looked, and there is no face. What is there instead? (No names.)`;
    const reason = await this.#ask.ask(question, "It no longer counts", "", "a poster", { maxLength: MAX_REASON, required: true });
    if (reason !== null) await this.#send(leak, reason);
  }

  /**
   * @param {Leak} leak
   * @param {string | null} reason Null withdraws the answer.
   */
  async #send({ number }, reason) {
    try {
      await post(this.#model.path("answer"), { finding: number, reason, by: this.#model.initials });
      await this.#model.loadFindings();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#fail(error);
    }
  }
}
