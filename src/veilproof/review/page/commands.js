// The actions of the page; keys and buttons call them.

import { intervals } from "./intervals.js";
import { clock, plural } from "./format.js";

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
    this.#model.notify(`${capitalised(name(targets))} covered.`);
  }

  /** @param {Place} place */
  async #coverPlace(place) {
    const { place: at } = this.#model;
    if (place.kind === "suspected") {
      const plan = await this.#model.change({ do: "cover_suspicion", suspicion: place.number });
      if (plan?.new_track) this.#model.notify(`Covered as track ${plan.new_track}.`);
      if (plan) this.#goOn(at);
      return;
    }
    this.#model.focusTrack(this.#model.tracks.has(place.number) ? place.number : null, false);
    const advice = place.kind === "gap" ? "] and [ move its ends, E and J join it to the next one" : "M moves the box, X splits the track";
    this.#model.notify(`Nothing is covered by C here: track ${place.number} is chosen. ${advice}, B draws a box.`, true);
  }

  async keep() {
    const { targets, place } = this.#model;
    if (place !== null) return this.#model.notify("Nothing is covered here. S: looked at, nothing is bare; C covers it.", true);
    if (!targets.length) return this.#model.notify(NONE_CHOSEN, true);
    if (targets.length > 1) return this.#keepSeveral(targets);
    const plan = await this.#model.decide(targets, "keep");
    if (!plan) return;
    const above = plan.tracks.find(({ id }) => id === targets[0])?.covered_by ?? [];
    const hidden = above.length ? ` It is still covered by ${name(above)}: Shift K keeps these too.` : "";
    this.#model.notify(`Track ${targets[0]} stays visible. Y gives the reason.${hidden}`);
  }

  /** Keep the tracks whose covers lie over the track that is kept. */
  async keepAbove() {
    const { track } = this.#model;
    if (!track || track.decision !== "keep" || !track.covered_by.length) {
      return this.#model.notify("Choose a visible track that other covers lie over.", true);
    }
    await this.#keepSeveral([track.id, ...track.covered_by], track.reason);
  }

  /**
   * One key must not show a crowd.
   * @param {number[]} tracks
   * @param {string} [current] The reason so far.
   */
  async #keepSeveral(tracks, current = "") {
    const faces = tracks.reduce((sum, id) => sum + (this.#model.tracks.get(id)?.confidence ?? 0), 0);
    const question = `${plural(tracks.length, "track")} will be visible, about ${faces.toFixed(1)} of them faces that can be recognised. Why?`;
    const reason = await this.#ask.ask(question, `Keep ${tracks.length} visible`, current, "officers on duty", { required: true });
    if (reason === null) return;
    const plan = await this.#model.decide(tracks, "keep", reason);
    if (plan) this.#model.notify(`${plural(tracks.length, "track")} visible; not marked as reviewed.`);
  }

  /** Record why tracks are covered, or why they stay visible; the decision stays as it is. */
  async giveReason() {
    const { targets } = this.#model;
    if (!targets.length) return;
    const decisions = new Set(targets.map((id) => this.#model.tracks.get(id)?.decision));
    if (decisions.size > 1) {
      return this.#model.notify("Some of these are covered and some visible: select tracks with the same decision.", true);
    }
    const kept = decisions.has("keep");
    const current = this.#model.tracks.get(targets[0])?.reason ?? "";
    const [question, example] = kept ? ["stay visible", "officer on duty"] : ["stay covered", "bystander"];
    const text = `Why ${targets.length === 1 ? "does" : "do"} ${name(targets)} ${question}?`;
    const reason = await this.#ask.ask(text, "Save the reason", current, example, { required: kept && targets.length > 1 });
    if (reason !== null) await this.#model.decide(targets, kept ? "keep" : "cover", reason);
  }

  /** Give tracks a reason from the list of the office; the decision stays as it is. */
  async chooseReason() {
    const { targets } = this.#model;
    if (!targets.length) return this.#model.notify(NONE_CHOSEN, true);
    const code = await this.#reasons.ask(`Why ${name(targets)}?`, this.#model.about.reasons);
    if (code === null) return;
    const plan = await this.#model.change({ do: "give_reason", tracks: targets, code });
    if (plan) this.#model.notify(`${capitalised(name(targets))}: ${code}.`);
  }

  /** Write what happens in the frames that were just played. */
  async describe() {
    const { frame, displayed, about } = this.#model;
    const [first, last] = intervals(displayed).find(([start, end]) => start <= frame && frame <= end) ?? [frame, frame];
    this.#film.player.stop();
    const question = `What happens from ${clock(about.times[first])} to ${clock(about.times[last])}? The event, with track numbers. There is no field for a name: who somebody is does not follow from film, and a name that is handed on cannot be taken back.`;
    const what = await this.#ask.ask(question, "Write it down", "", "baton, three blows, track 4 on the ground", { maxLength: 400, required: true });
    if (!what) return;
    const plan = await this.#model.change({ do: "describe", first, last, what });
    if (plan) this.#model.notify(`Written down, from ${clock(about.times[first])} to ${clock(about.times[last])}.`);
  }

  /** Begin or end the check by sample. */
  async toggleSampling() {
    this.#film.player.stop();
    this.#film.editor.cancel();
    const { check } = this.#model;
    if (check.on) return check.end();
    await check.begin();
    if (check.drawn?.frame === null) this.#model.notify("Every frame was checked.");
  }

  /** Nothing is bare in the frame that was drawn. Counts only while the person can see it, covered as in the output. */
  async #recordSample() {
    const { check, mode, saving } = this.#model;
    const sample = check.drawn;
    if (!sample) return this.#model.notify("Not counted: a frame is being drawn.");
    if (sample.frame === null) return this.#model.notify("Every frame was checked.");
    if (saving === "saving") return;
    if (!check.atFrame || mode !== "covered" || !this.#film.isCurrent) {
      if (mode !== "covered") this.#model.show("covered");
      void check.goToFrame();
      return this.#model.notify("Not counted: this is the frame that was drawn. S if nothing is bare in it.");
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
      return this.#model.notify("Play these frames, and mark them with Shift S: what happens between covers shows in motion only.", true);
    }
    const plan = await this.#model.change({ do: "dismiss", suspicion: place.number });
    if (!plan) return;
    this.#model.notify(`Nothing is bare there. ${plan.places.length ? `${plural(plan.places.length, "place")} left.` : "No place is left."}`);
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
    if (!frames.length) return this.#model.notify("All frames that were displayed are marked already.");
    const total = frames.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const plan = await this.#model.change({ do: "mark_reviewed", frames });
    if (plan) this.#model.notify(`${plural(total, "frame")} marked as reviewed.`);
  }

  async keepOnly() {
    const { targets } = this.#model;
    if (!targets.length) return;
    const others = this.#model.plan.tracks.length - targets.length;
    if (!others) return this.#model.notify("Every track is selected, so none would be covered; select fewer.", true);
    const question = `Keep ${name(targets)} visible and cover the other ${others}. Why?`;
    const several = { required: targets.length > 1 };
    const reason = await this.#ask.ask(question, "Cover all but these", "", "officer on duty", several);
    if (reason === null) return;
    const plan = await this.#model.change({ do: "keep_only", tracks: targets, reason });
    if (plan) this.#model.notify(`All covered but ${name(targets)}.`);
  }

  /** @param {"first" | "last"} end */
  setEnd(end) {
    const { track, frame } = this.#model;
    if (!track) return;
    const first = end === "first" ? frame : track.first;
    const last = end === "last" ? frame : track.last;
    if (first > last) return this.#model.notify("A track cannot end before it begins.", true);
    void this.#model.change({ do: "set_ends", track: track.id, first, last });
  }

  async split() {
    const { track, frame } = this.#model;
    if (!track) return;
    const plan = await this.#model.change({ do: "split", track: track.id, frame });
    if (plan?.new_track) this.#model.notify(`Track ${track.id} ends before this frame; track ${plan.new_track} goes on from it, covered.`);
  }

  async join() {
    const [one, other] = this.#model.selected;
    if (this.#model.selected.size !== 2) return this.#model.notify("Select the two tracks to join: E, or Ctrl and click.", true);
    const plan = await this.#model.change({ do: "join", track: one, other });
    if (!plan?.new_track) return;
    this.#model.selected.clear();
    this.#model.focusTrack(plan.new_track, false);
  }

  startMoving() {
    this.#film.editor.startMoving();
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
    if (file === undefined) return this.#stepHistory("undo", "Undone", "There is nothing to undo.");
    // Until it is taken back, the check must not go on to another file.
    check.on = false;
    await this.#model.open(file);
    await this.#stepHistory("undo", "Undone", "There is nothing to undo.");
    await check.begin();
  }

  async redo() {
    await this.#stepHistory("redo", "Done again", "There is nothing to redo.");
  }

  /**
   * @param {"undo" | "redo"} step
   * @param {string} done
   * @param {string} impossible
   */
  async #stepHistory(step, done, impossible) {
    const edit = this.#model.plan[step];
    if (!edit && this.#model.saving !== "saving") return this.#model.notify(impossible);
    const plan = await this.#model.change({ do: step });
    if (plan) this.#model.notify(`${done}${edit ? `: ${edit}` : ""}.`);
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
    if (!leak) return this.#model.notify(direction > 0 ? "No place after this one may be bare." : "No place before this one may be bare.");
    this.#model.goToLeak(leak);
  }

  zoomToTrack() {
    const { focus, frame, regions } = this.#model;
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
    const number = this.#model.file + step;
    if (number >= 0 && number < this.#model.files.length) await this.#model.open(number);
  }
}

const NONE_CHOSEN = "Choose a track first: N goes to the next one.";

/** @param {string} text */
function capitalised(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** @param {number[]} ids */
function name(ids) {
  if (ids.length > 8) return plural(ids.length, "track");
  return ids.length === 1 ? `track ${ids[0]}` : `tracks ${ids.join(", ")}`;
}
