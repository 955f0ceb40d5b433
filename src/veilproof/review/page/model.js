// The state of the page, and the only way to change the plan.

import { getJson, post, Refused } from "./api.js";
import { ChangeQueue } from "./change-queue.js";
import { Regions } from "./regions.js";
import { CheckBySample } from "./sample-check.js";
import { text } from "./text.js";
import { mayUncover, UNSAVED } from "./uncovering.js";

/** @import { About, Audio, Change, Decision, Findings, Kind, Leak, Mode, Place, Plan, Span, Style, Summary, Track } from "./types.js" */

/** What tells a place from others. @type {("kind" | "number" | "first" | "last")[]} */
const PLACE_KEY = ["kind", "number", "first", "last"];

const NO_FILE = /** @type {About} */ ({
  name: "", kind: "video", width: 16, height: 9, aspect: 1, rate: 25, times: [0], unreadable: 0, output: "", sound: null, listed: false, audio: null,
});
const NO_PLAN = /** @type {Plan} */ ({
  revision: 0, tracks: [], stretches: [], places: [], risk: { expected: 0, low: 0, high: 0, searched: true }, reviewed_frames: [], review_again: [], incidents: [], undo: null, redo: null, output_exists: false, job: null,
  reviewed: { tracks: 0, tracks_reviewed: 0, frames: 0, frames_reviewed: 0, complete: false },
});

/**
 * Events: `file` another original was opened; `files` the state of one of them changed; `plan` tracks or review progress changed; `frame`; `selection` focus
 * or selected tracks; `view` mode, style or zoom; `sound` the chosen span of sound, or what happens to the rest; `regions` boxes arrived; `displayed`; `findings`; `job`; `saving`;
 * `initials`; `notification` with `{ message, error }`.
 */
export class Model extends EventTarget {
  /** By number. @type {Map<number, Summary>} */ files = new Map();
  file = 0;
  about = NO_FILE;
  plan = NO_PLAN;
  /** @type {Map<number, Track>} */ tracks = new Map();
  /** @type {Findings | null} */ findings = null;
  regions = new Regions(0);

  frame = 0;
  /** @type {number | null} */ focus = null;
  /** @type {Set<number>} */ selected = new Set();
  /** Tracks below it are listed by one of the filters, 0 to 1. */ leastConfidence = 0.2;
  /** The place that is looked at. @type {Place | null} */ #place = null;
  /** The chosen span of sound. @type {Span | null} */ span = null;
  /** What happens to sound about which nobody decided. @type {Audio} */ audio = "mute";
  /** Kinds that are neither listed nor outlined. @type {Set<Kind>} */ hidden = new Set();
  /** Ids of the listed tracks, in their order. @type {number[]} */ listed = [];
  /** @type {Mode} */ mode = "covered";
  /** @type {Style} */ style = { method: "solid", shape: "ellipse", scale: 1.5 };
  /** Of the person who reviews. */ initials = "";

  /** 1 for each frame that was displayed and is not marked as reviewed. */ displayed = new Uint8Array(0);

  check = new CheckBySample(this);
  #changes = new ChangeQueue();
  #opening = 0;

  constructor() {
    super();
    this.#changes.addEventListener("saving", () => this.emit("saving"));
  }

  /** Whether all changes are saved. */
  get saving() {
    return this.#changes.state;
  }

  /** @param {string} name */
  emit(name) {
    this.dispatchEvent(new Event(name));
  }

  /** @param {string} names Separated by spaces. @param {() => void} listener */
  on(names, listener) {
    for (const name of names.split(" ")) this.addEventListener(name, listener);
  }

  /** @param {string} rest */
  path(rest) {
    return `/api/${this.file}/${rest}`;
  }

  /**
   * @param {number} number
   * @param {{ checking?: boolean }} [options] Whether the check by sample goes on there.
   */
  async open(number, { checking = false } = {}) {
    const base = `/api/${number}`;
    const opening = (this.#opening += 1);
    await this.#changes.answered;
    const [about, plan] = await Promise.all([
      /** @type {Promise<About>} */ (getJson(`${base}/about`)),
      /** @type {Promise<Plan>} */ (getJson(`${base}/plan`)),
    ]);
    // What was changed in the file that is still shown is saved first.
    await this.#changes.answered;
    if (opening !== this.#opening) return; // another one was chosen meanwhile
    this.check.on = checking;
    this.file = number;
    this.about = about;
    if (about.audio !== null) this.audio = about.audio;
    this.regions = new Regions(number);
    this.regions.addEventListener("loaded", () => this.emit("regions"));
    this.frame = 0;
    this.focus = null;
    this.selected = new Set();
    this.#place = this.span = null;
    this.displayed = new Uint8Array(about.times.length);
    this.findings = null;
    this.#setPlan(plan);
    this.emit("file");
    this.emit("frame");
    this.emit("selection");
    this.emit("sound");
    await this.loadFindings();
  }

  async loadFindings() {
    const { file } = this;
    const findings = await this.#get("findings");
    if (findings === undefined || file !== this.file) return;
    this.findings = findings;
    this.emit("findings");
    await this.loadSummary(this.file);
  }

  /** The findings that nobody has answered, by the track of the plan. @returns {Map<number, number[]>} */
  get openFindings() {
    /** @type {Map<number, number[]>} */
    const open = new Map();
    for (const { number, plan_track: track, answer } of this.findings?.leaks ?? []) {
      if (track !== null && !answer) open.set(track, [...(open.get(track) ?? []), number]);
    }
    return open;
  }

  /** Go to a finding of the audit. @param {Leak} leak */
  goToLeak({ first_frame, plan_track }) {
    this.goTo(first_frame);
    this.focusTrack(plan_track !== null && this.tracks.has(plan_track) ? plan_track : null, false);
  }

  /** Load the state of one of the files. @param {number} number */
  async loadSummary(number) {
    try {
      this.files.set(number, await getJson(`/api/${number}/summary`));
      this.emit("files");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** @returns {Promise<boolean>} Whether the plan was loaded. */
  reload() {
    // The answer to a change brings the plan with it; until then, the change is shown already.
    return this.#loadPlan(() => this.#changes.pending === 0);
  }

  /** @param {() => boolean} isWanted Asked once the plan is there. */
  async #loadPlan(isWanted = () => true) {
    const { file } = this;
    const plan = await this.#get("plan");
    // Meanwhile another file may have been opened, or a later answer have come.
    if (plan !== undefined && file === this.file && plan.revision >= this.plan.revision && isWanted()) this.#setPlan(plan);
    return plan !== undefined;
  }

  /** The JSON there, or undefined after a refusal, which is shown to the person. @param {string} name */
  async #get(name) {
    try {
      return await getJson(this.path(name));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.notify(error.message, true);
      return undefined;
    }
  }

  /** Reload the plan if another window or program changed it. @param {number} revision */
  async reloadIfChanged(revision) {
    if (revision !== this.plan.revision && this.#changes.pending === 0) await this.reload();
  }

  get frames() {
    return this.about.times.length;
  }

  /** @param {number} frame */
  goTo(frame) {
    const to = Math.max(0, Math.min(this.frames - 1, Math.round(frame)));
    if (to !== this.frame) {
      this.frame = to;
      this.emit("frame");
    }
  }

  /** A frame was displayed. @param {number} frame */
  markDisplayed(frame) {
    if (this.displayed[frame] || this.plan.reviewed_frames.some(([first, last]) => frame >= first && frame <= last)) return;
    this.displayed[frame] = 1;
    this.emit("displayed");
  }

  /** Which of the places is looked at. @returns {number | null} */
  get place() {
    const shown = this.#place;
    const number = shown ? this.plan.places.findIndex((each) => PLACE_KEY.every((name) => each[name] === shown[name])) : -1;
    return number < 0 ? null : number;
  }

  /** Go to one of the places that may be bare. @param {number} number */
  goToPlace(number) {
    this.selected.clear();
    this.focus = null;
    this.chooseSound(null);
    this.#place = this.plan.places[number];
    this.goTo(this.#place.frame);
    this.emit("selection");
  }

  /** Choose neither tracks nor a place. */
  chooseNothing() {
    this.selected.clear();
    this.focus = this.#place = null;
    this.emit("selection");
  }

  /**
   * Focus a track; outside of it, go to its middle.
   * @param {number | null} id
   * @param {boolean} [go] False stays at the current frame.
   */
  focusTrack(id, go = true) {
    this.focus = id;
    this.#place = null;
    if (id !== null) this.chooseSound(null);
    const track = id === null ? undefined : this.tracks.get(id);
    if (track && go && (this.frame < track.first || this.frame > track.last)) {
      this.goTo(Math.floor((track.first + track.last) / 2));
    }
    this.emit("selection");
  }

  /** Choose a span of sound; no track is chosen then. @param {Span | null} span */
  chooseSound(span) {
    if (span === this.span) return;
    this.span = span;
    if (span) this.chooseNothing();
    this.emit("sound");
  }

  /** What happens to sound about which nobody decided. @param {Audio} audio */
  setAudio(audio) {
    this.audio = audio;
    this.emit("sound");
  }

  /** @param {Mode} mode */
  show(mode) {
    this.mode = mode;
    this.emit("view");
  }

  /** The tracks that an action applies to: the selected ones, or else the focused one. @returns {number[]} */
  get targets() {
    if (this.selected.size) return [...this.selected];
    return this.focus === null ? [] : [this.focus];
  }

  /** The focused track. */
  get track() {
    return this.focus === null ? undefined : this.tracks.get(this.focus);
  }

  /**
   * @param {number[]} ids
   * @param {Decision} decision
   * @param {string} [reason]
   */
  decide(ids, decision, reason = "") {
    if (!ids.length) return Promise.resolve(null);
    for (const id of ids) {
      const track = this.tracks.get(id);
      // Shown at once; the answer of the server replaces it.
      if (track) Object.assign(track, { decision, reason, reviewed: track.reviewed || ids.length === 1, changed: UNSAVED });
    }
    this.emit("plan");
    return this.change({ do: "decide", tracks: ids, decision, reason });
  }

  /**
   * Change the plan, after all changes before it. A failure is shown to the person.
   * @param {Change} change
   * @returns {Promise<Plan | null>} The changed plan, or null if it could not be changed.
   */
  async change(change) {
    const { file } = this;
    try {
      return await this.#changes.add(() => this.#send(change, file));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return null;
    }
  }

  /**
   * @param {Change} change
   * @param {number} file The one that it is about.
   */
  async #send(change, file) {
    try {
      // Track 7 of another file is another face.
      if (file !== this.file) throw new Refused(text("other-file-opened"), 409);
      /** @type {Plan} */
      const plan = await post(this.path("change"), { change, revision: this.plan.revision, by: this.initials });
      // Later changes are shown already; this answer does not know them yet and would hide them.
      if (this.#changes.pending === 1) this.#setPlan(plan);
      else this.plan.revision = plan.revision;
      return plan;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Before the next change is sent: it must be about the plan as it is.
      if (error.code !== 0) await this.#loadPlan();
      // Last: what became of the change matters more than why the plan could not be loaded.
      this.notify(error.message, true);
      throw error;
    }
  }

  /**
   * Show a message to the person.
   * @param {string} message
   * @param {boolean} [error] Whether it is an error.
   */
  notify(message, error = false) {
    this.dispatchEvent(new CustomEvent("notification", { detail: { message, error } }));
  }

  /** @param {Plan} plan */
  #setPlan(plan) {
    const before = this.tracks;
    this.plan = plan;
    this.tracks = new Map(plan.tracks.map((track) => [track.id, track]));
    for (const track of [...before.values(), ...plan.tracks]) {
      if (before.get(track.id)?.changed !== this.tracks.get(track.id)?.changed) this.regions.invalidate(track);
      // Nobody has seen these frames as they are now.
      if (mayUncover(before.get(track.id), this.tracks.get(track.id))) this.displayed.fill(0, track.first, track.last + 1);
    }
    for (const id of this.selected) if (!this.tracks.has(id)) this.selected.delete(id);
    if (this.focus !== null && !this.tracks.has(this.focus)) this.focus = null;
    // Another place may have its number now: what a key says must be about the one on the screen.
    if (this.place === null) this.#place = null;
    for (const [first, last] of plan.reviewed_frames) this.displayed.fill(0, first, last + 1);
    const { complete, tracks, tracks_reviewed, frames, frames_reviewed } = plan.reviewed;
    const visible = plan.tracks.filter(({ decision }) => decision === "keep").length;
    const { output_exists } = plan;
    Object.assign(this.files.get(this.file) ?? {}, { complete, tracks, tracks_reviewed, frames, frames_reviewed, visible, output_exists });
    this.emit("files");
    this.emit("plan");
    this.emit("job");
    if (this.check.on) void this.check.drawAnother();
  }
}
