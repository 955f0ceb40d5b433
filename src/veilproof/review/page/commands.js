// Everything a person can ask for, by key or by button.

import { stretches } from "./stretches.js";
import { count } from "./words.js";

/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { TrackGrid } from "./track-grid.js" */
/** @import { Decision } from "./types.js" */

export class Commands {
  #model;
  #film;
  #grid;
  #ask;

  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {TrackGrid} grid
   * @param {AskSheet} ask
   */
  constructor(model, film, grid, ask) {
    this.#model = model;
    this.#film = film;
    this.#grid = grid;
    this.#ask = ask;
  }

  /** @param {Decision} decision */
  decide(decision) {
    const { chosen } = this.#model;
    if (!chosen.length) return this.#model.say("Choose a track first: N goes to the most doubtful one.", true);
    void this.#model.decide(chosen, decision);
    const what = chosen.length === 1 ? `Track ${chosen[0]}` : count(chosen.length, "track");
    this.#model.say(decision === "keep" ? `${what} stays visible. Y says why.` : `${what} covered.`);
  }

  async why() {
    const { chosen } = this.#model;
    if (!chosen.length) return;
    const now = this.#model.tracks.get(chosen[0])?.reason ?? "";
    const reason = await this.#ask.ask(`Why does ${name(chosen)} stay visible?`, "Keep visible", now, "officer on duty");
    if (reason !== null) await this.#model.decide(chosen, "keep", reason);
  }

  seen() {
    const { chosen, selected } = this.#model;
    if (!chosen.length) return;
    for (const id of chosen) Object.assign(this.#model.tracks.get(id) ?? {}, { reviewed: true });
    this.#model.emit("plan");
    void this.#model.change({ do: "mark_reviewed", tracks: chosen });
    if (!selected.size) this.#grid.step(1);
  }

  /** Mark what was on the screen as looked at. */
  async seenFilm() {
    const frames = stretches(this.#model.watched);
    if (!frames.length) return this.#model.say("All frames that were on the screen are marked already.");
    const total = frames.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const plan = await this.#model.change({ do: "mark_reviewed", frames });
    if (plan) this.#model.say(`${count(total, "frame")} marked as looked at.`);
  }

  async allBut() {
    const { chosen } = this.#model;
    if (!chosen.length) return;
    const others = this.#model.plan.tracks.length - chosen.length;
    if (!others) return this.#model.say("Every track is chosen, so none would be covered; choose fewer.", true);
    const question = `Keep ${name(chosen)} visible and cover the other ${others}. Why?`;
    const reason = await this.#ask.ask(question, "Cover all but these", "", "officer on duty");
    if (reason === null) return;
    const plan = await this.#model.change({ do: "keep only", tracks: chosen, reason });
    if (plan) this.#model.say(`All covered but ${name(chosen)}.`);
  }

  /** @param {"first" | "last"} end */
  ends(end) {
    const { track, frame } = this.#model;
    if (!track) return;
    const first = end === "first" ? frame : track.first;
    const last = end === "last" ? frame : track.last;
    if (first > last) return this.#model.say("A track cannot end before it begins.", true);
    void this.#model.change({ do: "ends", track: track.id, first, last });
  }

  async split() {
    const { track, frame } = this.#model;
    if (!track) return;
    const plan = await this.#model.change({ do: "split", track: track.id, frame });
    if (plan?.made) this.#model.say(`Track ${track.id} ends before this frame; track ${plan.made} goes on from it, covered.`);
  }

  async join() {
    const [one, other] = this.#model.selected;
    if (this.#model.selected.size !== 2) return this.#model.say("Choose the two tracks to join: E, or Ctrl and click.", true);
    const plan = await this.#model.change({ do: "join", track: one, other });
    if (!plan?.made) return;
    this.#model.selected.clear();
    this.#model.turnTo(plan.made, false);
  }

  move() {
    this.#film.beginMoving();
  }

  follow() {
    if (this.#film.draft) void this.#film.finishDraft("follow");
    else void this.#film.followAgain();
  }

  choose() {
    const { focus, selected } = this.#model;
    if (focus === null) return;
    if (!selected.delete(focus)) selected.add(focus);
    this.#model.emit("chosen");
  }

  chooseAll() {
    for (const id of this.#model.listed) this.#model.selected.add(id);
    this.#model.emit("chosen");
  }

  escape() {
    if (this.#film.draft || this.#film.drawing) return this.#film.cancelDraft();
    if (this.#model.selected.size) {
      this.#model.selected.clear();
      return this.#model.emit("chosen");
    }
    this.#model.turnTo(null);
  }

  /** @param {boolean} back */
  async turn(back) {
    const { undo, redo } = this.#model.plan;
    const what = back ? undo : redo;
    if (!what && this.#model.saving !== "saving") return this.#model.say(back ? "There is nothing to undo." : "There is nothing to redo.");
    const plan = await this.#model.change({ do: "turn", back });
    if (plan) this.#model.say(`${back ? "Undone" : "Done again"}${what ? `: ${what}` : ""}.`);
  }

  /**
   * Go to the next place that is doubtful, or that the audit found.
   * @param {number} direction
   */
  doubt(direction) {
    const places = [
      ...this.#model.plan.tracks.flatMap((track) => track.marks.map((frame) => ({ frame, track: track.id }))),
      ...(this.#model.findings?.leaks ?? []).map((leak) => ({ frame: leak.first_frame, track: leak.track })),
    ].sort((a, b) => a.frame - b.frame);
    const { frame } = this.#model;
    const next = direction > 0 ? places.find((place) => place.frame > frame) : places.findLast((place) => place.frame < frame);
    if (!next) return this.#model.say(direction > 0 ? "No doubtful place after this one." : "No doubtful place before this one.");
    this.#model.goTo(next.frame);
    this.#model.turnTo(next.track !== null && this.#model.tracks.has(next.track) ? next.track : null, false);
  }

  zoomToTrack() {
    const { focus, frame, regions } = this.#model;
    const box = focus === null ? null : regions.box(frame, focus);
    if (this.#film.viewport.zoom > 1.01 || !box) this.#film.viewport.reset();
    else this.#film.viewport.zoomTo(box);
    this.#model.emit("view");
  }

  /** @param {number} factor */
  zoom(factor) {
    if (factor) this.#film.viewport.zoomBy(factor);
    else this.#film.viewport.reset();
    this.#model.emit("view");
  }

  /** @param {number} by */
  async openSubject(by) {
    const to = this.#model.subject + by;
    if (to >= 0 && to < this.#model.subjects.length) await this.#model.open(to);
  }
}

/** @param {number[]} ids */
function name(ids) {
  if (ids.length > 8) return count(ids.length, "track");
  return ids.length === 1 ? `track ${ids[0]}` : `tracks ${ids.join(", ")}`;
}
