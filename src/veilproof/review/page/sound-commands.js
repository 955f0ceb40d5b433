// The actions on sound; keys and buttons call them.

import { chosenStretch } from "./sound-words.js";
import { text } from "./text.js";

/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { SoundPlayer, Which } from "./sound-player.js" */
/** @import { SoundDecision, Span } from "./types.js" */

const NO_SOUND = text("no-sound");
const NONE_CHOSEN = text("no-sound-chosen");
/** What is said once it was decided. */
const DECIDED = { keep: "sound-kept", disguise: "sound-disguised", silence: "sound-silenced", bleep: "sound-bleeped", default: "sound-taken-back" };
/** Heard from the current frame where no span is chosen, in microseconds. A round number. */
const HEARD_FROM_FRAME = 10_000_000;

export class SoundCommands {
  #model;
  #film;
  #ask;
  #player;

  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {AskSheet} ask
   * @param {SoundPlayer} player
   */
  constructor(model, film, ask, player) {
    this.#model = model;
    this.#film = film;
    this.#ask = ask;
    this.#player = player;
  }

  /** Decide what happens to the chosen span. @param {SoundDecision} decision */
  async decide(decision) {
    const { span } = this.#model;
    if (!span) return this.#model.notify(this.#model.about.sound ? NONE_CHOSEN : NO_SOUND, true);
    const plan = await this.#model.change({ do: "decide_sound", ...span, decision });
    if (!plan) return;
    this.#chooseAround(span);
    this.#model.notify(text(DECIDED[decision]));
  }

  async giveReason() {
    const stretch = chosenStretch(this.#model);
    if (!stretch) return this.#model.notify(text("nothing-decided-here"), true);
    const reason = await this.#ask.ask(text(`why-sound-${stretch.decision}`), text("save-reason"), stretch.reason, text("why-sound-example"));
    if (reason === null) return;
    const { start, end, decision } = stretch;
    const plan = await this.#model.change({ do: "decide_sound", start, end, decision, reason });
    if (plan) this.#chooseAround({ start, end });
  }

  /** A stretch begins, or ends, at the current frame; the other end is that of the chosen one. @param {"start" | "end"} side */
  setEnd(side) {
    const { about, frame, span } = this.#model;
    if (!about.sound) return this.#model.notify(NO_SOUND);
    const { begin, end } = about.sound;
    if (side === "start") {
      const start = frame === 0 ? Math.min(0, begin) : about.times[frame] * 1000;
      if (start >= end) return this.#model.notify(text("sound-has-ended"), true);
      return this.#model.chooseSound({ start, end: span && span.end > start ? span.end : end });
    }
    const stop = Math.min(end, about.times[frame + 1] === undefined ? end : about.times[frame + 1] * 1000);
    const start = span && span.start < stop ? span.start : Math.min(0, begin);
    if (start < stop) this.#model.chooseSound({ start, end: stop });
  }

  /** Go to the next speech or stretch. @param {1 | -1} way */
  step(way) {
    const { about, plan, span, frame } = this.#model;
    if (!about.sound) return this.#model.notify(NO_SOUND);
    const spoken = about.sound.speech.map(([start, end]) => ({ start, end }));
    const all = [...spoken, ...plan.stretches].sort((a, b) => a.start - b.start || a.end - b.end);
    const isAfter = (/** @type {Span} */ each, /** @type {Span} */ than) => each.start > than.start || (each.start === than.start && each.end > than.end);
    const now = span ?? { start: about.times[frame] * 1000 - 1, end: 0 };
    const next = way > 0 ? all.find((each) => isAfter(each, now)) : all.findLast((each) => isAfter(now, each));
    if (!next) return this.#model.notify(text(way > 0 ? "no-sound-after" : "no-sound-before"));
    this.#goTo(next);
  }

  /** Hear the chosen span, or what follows the current frame; again: stop. @param {Which} which */
  hear(which) {
    const { about, span, frame } = this.#model;
    if (!about.sound) return this.#model.notify(NO_SOUND);
    if (this.#player.playing === which) return this.#player.stop();
    const start = about.times[frame] * 1000;
    this.#film.player.stop();
    void this.#player.play(span ?? { start, end: start + HEARD_FROM_FRAME }, which);
  }

  /** Choose a span, and show the frame where it begins. @param {Span} span */
  #goTo({ start, end }) {
    const { times } = this.#model.about;
    this.#model.goTo(Math.max(0, times.findLastIndex((time) => time * 1000 <= start)));
    this.#model.chooseSound({ start, end });
  }

  /** Choose the stretch that a span has become part of: one of the same kind beside it is the same stretch. @param {Span} span */
  #chooseAround(span) {
    const around = this.#model.plan.stretches.find(({ start, end }) => start <= span.start && end >= span.end);
    this.#model.chooseSound(around ? { start: around.start, end: around.end } : span);
  }
}
