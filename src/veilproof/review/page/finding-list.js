// The findings of the audit: a click goes there, and each can be answered: looked at, nothing that must be covered.

import { post, Refused } from "./api.js";
import { h } from "./dom.js";
import { clock } from "./format.js";
import { plain, text } from "./text.js";

/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { Model } from "./model.js" */
/** @import { Leak } from "./types.js" */

/** What a finding is called. @type {Record<Leak["kind"], string>} */
const KINDS = {
  face: "finding-face", head: "finding-head", text: "finding-text", plate: "finding-plate", "moved cover": "finding-moved-cover", shaken: "finding-shaken",
};
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
    const given = answer ? [h("span", { className: "answer" }, text(answers(leak).given, { reason: answer.reason, by: answer.by }))] : [];
    return h(
      "li",
      { className: answer ? "answered" : leak.weight },
      h("button", { type: "button", className: "go", onclick: go }, this.#about(leak)),
      ...given,
      h("button", { type: "button", onclick: () => void (answer ? this.#send(leak, null) : this.#answer(leak)) }, text(answer ? "finding-withdraw" : answers(leak).deny)),
    );
  }

  /** @param {Leak} leak */
  #about({ number, kind, weight, plan_track, first_frame, last_frame, size_px, survives }) {
    const { kind: media, times } = this.#model.about;
    return text(media === "photo" ? "finding-photo" : "finding-film", {
      number: plain(number),
      what: text(weight === "review" ? "finding-look" : KINDS[kind]),
      which: plan_track === null ? text("finding-no-track") : text("finding-track", { track: plain(plan_track) }),
      from: clock(times[first_frame] ?? 0),
      to: clock(times[last_frame] ?? 0),
      px: Math.round(size_px),
      percent: Math.round(100 * survives),
    });
  }

  /** @param {Leak} leak */
  async #answer(leak) {
    const question = text(answers(leak).question, { number: plain(leak.number) });
    const reason = await this.#ask.ask(question, text("finding-no-longer-counts"), "", text("finding-example"), { maxLength: MAX_REASON, required: true });
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

/** What is said of the answer to a finding, as keys of the catalogue: only where a face is meant, it is denied. @param {Leak} leak */
function answers({ kind }) {
  if (kind === "face" || kind === "shaken") return { given: "finding-answer", deny: "finding-deny", question: "finding-question" };
  return { given: "finding-answer-other", deny: "finding-deny-other", question: "finding-question-other" };
}
