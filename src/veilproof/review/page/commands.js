// The actions of the page; keys and buttons call them.

import { allBut, coversAbove } from "./covers-above.js";
import { intervals } from "./intervals.js";
import { expectedFaces } from "./kinds.js";
import { reviewAgain, reviewAgainText } from "./review-again.js";
import { clock, editName, trackList } from "./format.js";
import { plain, text } from "./text.js";

/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { TrackGrid } from "./track-grid.js" */
/** @import { ReasonSheet } from "./reason-sheet.js" */
/** @import { Place } from "./types.js" */

export class Commands {
  #model;
  #film;
  #grid;
  #ask;
  #reasons;

  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {TrackGrid} grid
   * @param {AskSheet} ask
   * @param {ReasonSheet} reasons
   */
  constructor(model, film, grid, ask, reasons) {
    this.#model = model;
    this.#film = film;
    this.#grid = grid;
    this.#ask = ask;
    this.#reasons = reasons;
  }

  cover() {
    const { targets, place } = this.#model;
    if (place !== null) return this.#coverPlace(this.#model.plan.places[place]);
    if (!targets.length) return this.#model.notify(NONE_CHOSEN, true);
    void this.#model.decide(targets, "cover");
    this.#model.notify(text("tracks-covered", named(targets)));
  }

  /** @param {Place} place */
  async #coverPlace(place) {
    const { place: at } = this.#model;
    if (place.kind === "suspected") {
      const plan = await this.#model.change({ do: "cover_suspicion", suspicion: place.number });
      if (plan?.new_track) this.#model.notify(text("covered-as", { track: plain(plan.new_track) }));
      if (plan) this.#goOn(at);
      return;
    }
    this.#model.focusTrack(this.#model.tracks.has(place.number) ? place.number : null, false);
    this.#model.notify(text(`${place.kind}-advice`, { track: plain(place.number) }), true);
  }

  async keep() {
    const { targets, place } = this.#model;
    if (place !== null) return this.#model.notify(text("nothing-covered-here"), true);
    if (!targets.length) return this.#model.notify(NONE_CHOSEN, true);
    if (targets.length > 1 || allBut(this.#tracks(targets)).length) return this.#keepSeveral(targets);
    const plan = await this.#model.decide(targets, "keep");
    const kept = plan?.tracks.find(({ id }) => id === targets[0]);
    if (!plan || !kept) return;
    const { over, around } = coversAbove(plan.tracks, kept);
    this.#model.notify([
      text("track-kept", { track: plain(kept.id) }), over.length && text("still-covered", named(over)), around.length && text("still-outside", named(around)), reviewAgainText(this.#model),
    ].filter(Boolean).join(" "));
  }

  /** Keep the tracks whose covers lie over the track that is kept. One outside of which all is covered covers others, too: it stays. */
  async keepAbove() {
    const { track, plan } = this.#model;
    const { over, around } = track?.decision === "keep" ? coversAbove(plan.tracks, track) : { over: [], around: [] };
    if (track && over.length) return this.#keepSeveral([track.id, ...over], track.reason);
    this.#model.notify(around.length ? text("still-outside", named(around)) : text("choose-visible-below"), true);
  }

  /**
   * One key must not show a crowd, nor all that is outside of a track.
   * @param {number[]} ids
   * @param {string} [current] The reason so far.
   */
  async #keepSeveral(ids, current = "") {
    const tracks = this.#tracks(ids);
    const around = allBut(tracks);
    const [n, others] = [ids.length, ids.length - around.length];
    const faces = expectedFaces(tracks);
    const question = !others ? text("keep-why") : faces === null ? text("keep-several-others", { n: others }) : text("keep-several-question", { n: others, faces });
    const action = others ? text("keep-several-action", { n }) : text("keep-all-but-action");
    const example = text(others ? "keep-several-example" : "keep-all-but-example");
    const reason = await this.#ask.ask(this.#withAllBut(around, question), action, current, example, { required: true });
    if (reason === null) return;
    const plan = await this.#model.decide(ids, "keep", reason);
    if (plan) this.#model.notify([others ? text("kept-several", { n }) : text("kept-all-but", named(around)), reviewAgainText(this.#model)].filter(Boolean).join(" "));
  }

  /**
   * A question, after what becomes visible where nothing covers all but these any more.
   * @param {number[]} around
   * @param {string} question
   */
  #withAllBut(around, question) {
    return around.length ? `${text("keep-all-but", named(around))} ${question}` : question;
  }

  /** @param {number[]} ids */
  #tracks(ids) {
    return ids.flatMap((id) => this.#model.tracks.get(id) ?? []);
  }

  /** Record why tracks are covered, or why they stay visible; the decision stays as it is. */
  async giveReason() {
    const { targets } = this.#model;
    if (!targets.length) return;
    const decisions = new Set(targets.map((id) => this.#model.tracks.get(id)?.decision));
    if (decisions.size > 1) {
      return this.#model.notify(text("different-decisions"), true);
    }
    const kept = decisions.has("keep");
    const current = this.#model.tracks.get(targets[0])?.reason ?? "";
    const question = kept ? "why-visible" : "why-covered";
    const reason = await this.#ask.ask(text(question, named(targets)), text("save-reason"), current, text(`${question}-example`), { required: kept && (targets.length > 1 || allBut(this.#tracks(targets)).length > 0) });
    if (reason !== null) await this.#model.decide(targets, kept ? "keep" : "cover", reason);
  }

  /** Give tracks a reason from the list of the office; the decision stays as it is. */
  async chooseReason() {
    const { targets } = this.#model;
    if (!targets.length) return this.#model.notify(NONE_CHOSEN, true);
    const code = await this.#reasons.ask(text("which-reason", named(targets)), this.#model.about.reasons);
    if (code === null) return;
    const plan = await this.#model.change({ do: "give_reason", tracks: targets, code });
    if (plan) this.#model.notify(text("reason-saved", { ...named(targets), code }));
  }

  /** Write what happens in the frames that were just played. */
  async describe() {
    const { frame, displayed, about } = this.#model;
    const [first, last] = intervals(displayed).find(([start, end]) => start <= frame && frame <= end) ?? [frame, frame];
    this.#film.player.stop();
    const span = { from: clock(about.times[first]), to: clock(about.times[last]) };
    const what = await this.#ask.ask(text("describe-question", span), text("describe-action"), "", text("describe-example"), { maxLength: 400, required: true });
    if (!what) return;
    const plan = await this.#model.change({ do: "describe", first, last, what });
    if (plan) this.#model.notify(text("described", span));
  }

  /** Begin or end the check by sample. */
  async toggleSampling() {
    this.#film.player.stop();
    this.#film.editor.cancel();
    const { check } = this.#model;
    if (check.on) return check.end();
    await check.begin();
    if (check.drawn?.frame === null) this.#model.notify(text("every-frame-checked"));
  }

  /** Nothing is bare in the frame that was drawn. Counts only while the person can see it, covered as in the output. */
  async #recordSample() {
    const { check, mode, saving } = this.#model;
    const sample = check.drawn;
    if (!sample) return this.#model.notify(text("frame-being-drawn"));
    if (sample.frame === null) return this.#model.notify(text("every-frame-checked"));
    if (saving === "saving") return;
    if (!check.atFrame || mode !== "covered" || !this.#film.isCurrent) {
      if (mode !== "covered") this.#model.show("covered");
      void check.goToFrame();
      return this.#model.notify(text("not-the-sample"));
    }
    const { file } = this.#model;
    if (await this.#model.change({ do: "record_sample", frame: sample.frame })) check.answered.push(file);
  }

  markReviewed() {
    const { targets, selected, place, check } = this.#model;
    if (check.on) return void this.#recordSample();
    if (place !== null) return this.#dismiss(this.#model.plan.places[place]);
    if (!targets.length) return;
    for (const id of targets) Object.assign(this.#model.tracks.get(id) ?? {}, { reviewed: true });
    this.#model.emit("plan");
    void this.#model.change({ do: "mark_reviewed", tracks: targets });
    if (!selected.size) this.#grid.step(1);
  }

  /** A person has looked, and nothing is bare there. @param {Place} place */
  async #dismiss(place) {
    const { place: at } = this.#model;
    if (place.kind !== "suspected") {
      return this.#model.notify(text("play-and-mark"), true);
    }
    const plan = await this.#model.change({ do: "dismiss", suspicion: place.number });
    if (!plan) return;
    this.#model.notify(text("dismissed", { n: plan.places.length }));
    this.#goOn(at);
  }

  /** Show the place that has taken the place of one that was decided. @param {number | null} at */
  #goOn(at) {
    const { places } = this.#model.plan;
    if (at !== null && places.length) this.#model.goToPlace(Math.min(at, places.length - 1));
  }

  /** Mark the frames that were displayed as reviewed. */
  async markFilmReviewed() {
    const frames = intervals(this.#model.displayed);
    if (!frames.length) return this.#model.notify(text("all-marked"));
    const total = frames.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const plan = await this.#model.change({ do: "mark_reviewed", frames });
    if (plan) this.#model.notify(text("frames-marked", { n: total }));
  }

  /** Play what is to be looked at again. */
  reviewAgain() {
    reviewAgain(this.#model, this.#film);
  }

  async keepOnly() {
    const { targets } = this.#model;
    if (!targets.length) return;
    const others = this.#model.plan.tracks.length - targets.length;
    if (!others) return this.#model.notify(text("all-selected"), true);
    const around = allBut(this.#tracks(targets));
    const question = this.#withAllBut(around, text("keep-only-question", { ...named(targets), others }));
    const several = { required: targets.length > 1 || around.length > 0 };
    const reason = await this.#ask.ask(question, text("keep-only-action"), "", text("why-visible-example"), several);
    if (reason === null) return;
    const plan = await this.#model.change({ do: "keep_only", tracks: targets, reason });
    if (plan) this.#model.notify(text("kept-only", named(targets)));
  }

  /** @param {"first" | "last"} end */
  async setEnd(end) {
    const { track, frame } = this.#model;
    if (!track) return;
    // A second press says that a lost cover is to stand still only if the page has shown that it is lost.
    const [first, last] = track.asked ?? [track.first, track.last];
    const still = first <= frame && frame <= last;
    // Only this end: the other may be another one by the time that this is done.
    const plan = await this.#model.change({ do: "set_ends", track: track.id, [end]: frame, still });
    const now = plan?.tracks.find((each) => each.id === track.id);
    if (now && now[end] !== frame) this.#model.notify(text(`ends-lost-${end}`, { track: plain(track.id), frame: plain(now[end] + 1) }), true);
    const isShorter = end === "first" ? frame > track.first : frame < track.last;
    if (plan && track.all_but && track.decision === "cover" && isShorter) this.#model.notify(text("all-but-ends", { track: plain(track.id) }), true);
  }

  async split() {
    const { track, frame } = this.#model;
    if (!track) return;
    const plan = await this.#model.change({ do: "split", track: track.id, frame });
    if (plan?.new_track) this.#model.notify(text("split-done", { track: plain(track.id), new: plain(plan.new_track) }));
  }

  async join() {
    const [one, other] = this.#model.selected;
    if (this.#model.selected.size !== 2) return this.#model.notify(text("select-two"), true);
    const plan = await this.#model.change({ do: "join", track: one, other });
    if (!plan?.new_track) return;
    this.#model.selected.clear();
    this.#model.focusTrack(plan.new_track, false);
  }

  startMoving() {
    void this.#film.editor.startMoving();
  }

  follow() {
    if (this.#film.editor.draft) void this.#film.editor.finish("follow");
    else void this.#film.editor.followAgain();
  }

  toggleSelected() {
    const { focus, selected } = this.#model;
    if (focus === null) return;
    if (!selected.delete(focus)) selected.add(focus);
    this.#model.emit("selection");
  }

  selectAll() {
    this.#model.focusTrack(this.#model.focus, false);
    for (const id of this.#model.listed) this.#model.selected.add(id);
    this.#model.emit("selection");
  }

  escape() {
    if (this.#film.editor.active) return this.#film.editor.cancel();
    if (this.#model.check.on) return void this.toggleSampling();
    if (this.#model.place !== null) return this.#model.focusTrack(null);
    if (this.#model.span) return this.#model.chooseSound(null);
    if (this.#model.selected.size) {
      this.#model.selected.clear();
      return this.#model.emit("selection");
    }
    this.#model.focusTrack(null);
  }

  async undo() {
    // In a check by sample, the last answer may be about another file than the one that is shown now.
    const { check } = this.#model;
    const file = check.on ? check.answered.pop() : undefined;
    if (file === undefined) return this.#stepHistory("undo", "undone");
    // Until it is taken back, the check must not go on to another file.
    check.on = false;
    await this.#model.open(file);
    await this.#stepHistory("undo", "undone");
    await check.begin();
  }

  async redo() {
    await this.#stepHistory("redo", "redone");
  }

  /**
   * @param {"undo" | "redo"} step
   * @param {"undone" | "redone"} done
   */
  async #stepHistory(step, done) {
    const edit = this.#model.plan[step];
    if (!edit && this.#model.saving !== "saving") return this.#model.notify(text(`cannot-${step}`));
    const plan = await this.#model.change({ do: step });
    if (plan) this.#model.notify(edit ? text(`${done}-edit`, { edit: editName(edit) }) : text(done));
  }

  /**
   * Go to the next place that may be bare, the most dangerous first, or to the next leak that the audit found.
   * @param {number} direction 1 forwards, -1 backwards.
   */
  goToPlace(direction) {
    const { plan, place, findings, frame } = this.#model;
    if (plan.places.length) {
      const next = place === null ? (direction > 0 ? 0 : plan.places.length - 1) : place + direction;
      if (next >= 0 && next < plan.places.length) return this.#model.goToPlace(next);
    }
    const leaks = (findings?.leaks ?? []).filter(({ answer }) => !answer).sort((a, b) => a.first_frame - b.first_frame);
    const leak = direction > 0 ? leaks.find((each) => each.first_frame > frame) : leaks.findLast((each) => each.first_frame < frame);
    if (!leak) return this.#model.notify(text(direction > 0 ? "no-place-after" : "no-place-before"));
    this.#model.goToLeak(leak);
  }

  async zoomToTrack() {
    const { focus, frame, regions } = this.#model;
    await regions.ready(frame);
    const box = focus === null ? null : regions.box(frame, focus);
    if (this.#film.viewport.zoom > 1.01 || !box) this.#film.viewport.reset();
    else this.#film.viewport.zoomTo(box);
    this.#model.emit("view");
  }

  /** @param {number} factor 0 shows the whole picture. */
  zoom(factor) {
    if (factor) this.#film.viewport.zoomBy(factor);
    else this.#film.viewport.reset();
    this.#model.emit("view");
  }

  /** @param {number} step Files forwards, or backwards. */
  async openFile(step) {
    const numbers = [...this.#model.files.keys()];
    const number = numbers[numbers.indexOf(this.#model.file) + step];
    if (number !== undefined) await this.#model.open(number);
  }
}

const NONE_CHOSEN = text("none-chosen");

/** Tracks, as sentences name them. @param {number[]} ids */
function named(ids) {
  return { n: ids.length, ids: trackList(ids) };
}
