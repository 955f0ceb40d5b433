// The state of the page, and the only way to change the plan.

import { getJson, post, Refused } from "./api.js";
import { Regions } from "./regions.js";

/** @import { About, Change, Decision, Findings, Mode, Place, Plan, Style, Summary, Track } from "./types.js" */

/** What tells a place from others. @type {("kind" | "number" | "first" | "last")[]} */
const PLACE_KEY = ["kind", "number", "first", "last"];

const NO_FILE = /** @type {About} */ ({
  name: "", kind: "video", width: 16, height: 9, aspect: 1, rate: 25, times: [0], unreadable: 0, output: "", listed: false,
});
const NO_PLAN = /** @type {Plan} */ ({
  revision: 0, tracks: [], places: [], risk: "", sample: null, reviewed_frames: [], undo: null, redo: null, output_exists: false, job: null,
  reviewed: { tracks: 0, tracks_reviewed: 0, frames: 0, frames_reviewed: 0, complete: false, sentence: "" },
});

/**
 * Events: `file` another original was opened; `files` the state of one of them changed; `plan` tracks or review progress changed; `frame`; `selection` focus
 * or selected tracks; `view` mode, style or zoom; `regions` boxes arrived; `displayed`; `findings`; `job`; `saving`;
 * `initials`; `notification` with `{ text, error }`.
 */
export class Model extends EventTarget {
  /** @type {Summary[]} */ files = [];
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
  /** Whether frames are checked by sample. */ sampling = false;
  /** Ids of the listed tracks, in their order. @type {number[]} */ listed = [];
  /** @type {Mode} */ mode = "covered";
  /** @type {Style} */ style = { method: "solid", shape: "ellipse", scale: 1.5 };
  /** Of the person who reviews. */ initials = "";

  /** 1 for each frame that was displayed and is not marked as reviewed. */ displayed = new Uint8Array(0);

  /** @type {"saved" | "saving" | "failed"} */ saving = "saved";
  #queue = Promise.resolve();
  #pending = 0;

  /** @param {string} name */
  emit(name) {
    this.dispatchEvent(new Event(name));
  }

  /**
   * @param {string} names Separated by spaces.
   * @param {() => void} listener
   */
  on(names, listener) {
    for (const name of names.split(" ")) this.addEventListener(name, listener);
  }

  /** @param {string} rest */
  path(rest) {
    return `/api/${this.file}/${rest}`;
  }

  /** @param {number} number */
  async open(number) {
    const base = `/api/${number}`;
    const [about, plan] = await Promise.all([
      /** @type {Promise<About>} */ (getJson(`${base}/about`)),
      /** @type {Promise<Plan>} */ (getJson(`${base}/plan`)),
    ]);
    this.file = number;
    this.about = about;
    this.regions = new Regions(number);
    this.regions.addEventListener("loaded", () => this.emit("regions"));
    this.frame = 0;
    this.focus = null;
    this.selected = new Set();
    this.#place = null;
    this.sampling = false;
    this.displayed = new Uint8Array(about.times.length);
    this.findings = null;
    this.#setPlan(plan);
    this.emit("file");
    this.emit("frame");
    this.emit("selection");
    await this.loadFindings();
  }

  async loadFindings() {
    const findings = await this.#get("findings");
    if (findings === undefined) return;
    this.findings = findings;
    this.emit("findings");
    await this.loadSummary(this.file);
  }

  /** Load the state of one of the files. @param {number} number */
  async loadSummary(number) {
    try {
      this.files[number] = await getJson(`/api/${number}/summary`);
      this.emit("files");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** @returns {Promise<boolean>} Whether the plan was loaded. */
  async reload() {
    const plan = await this.#get("plan");
    if (plan !== undefined) this.#setPlan(plan);
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
    if (revision !== this.plan.revision && this.#pending === 0) await this.reload();
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
    this.#place = this.plan.places[number];
    this.goTo(this.#place.frame);
    this.emit("selection");
  }

  /** Whether the current frame is the one that was drawn in the check by sample. */
  get atSample() {
    return this.sampling && this.frame === this.plan.sample?.frame;
  }

  /** Begin or end the check by sample. @param {boolean} on */
  setSampling(on) {
    this.sampling = on;
    this.selected.clear();
    this.focus = this.#place = null;
    if (on) this.mode = "covered";
    if (on) this.goToSample();
    this.emit("view");
    this.emit("selection");
  }

  /** Go to the frame that was drawn. */
  goToSample() {
    if (this.plan.sample?.frame != null) this.goTo(this.plan.sample.frame);
  }

  /**
   * Focus a track; outside of it, go to its middle.
   * @param {number | null} id
   * @param {boolean} [go] False stays at the current frame.
   */
  focusTrack(id, go = true) {
    this.focus = id;
    this.#place = null;
    const track = id === null ? undefined : this.tracks.get(id);
    if (track && go && (this.frame < track.first || this.frame > track.last)) {
      this.goTo(Math.floor((track.first + track.last) / 2));
    }
    this.emit("selection");
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
      if (track) Object.assign(track, { decision, reason, reviewed: track.reviewed || ids.length === 1 });
    }
    this.emit("plan");
    return this.change({ do: "decide", tracks: ids, decision, reason });
  }

  /**
   * Change the plan, after all changes before it. A failure is shown to the person.
   * @param {Change} change
   * @returns {Promise<Plan | null>} The changed plan, or null if it could not be changed.
   */
  change(change) {
    this.#pending += 1;
    this.#setSaving("saving");
    const done = this.#queue.then(() => this.#send(change));
    this.#queue = done.then(() => {}, () => {});
    return done;
  }

  /** @param {Change} change */
  async #send(change) {
    try {
      const body = { change, revision: this.plan.revision, by: this.initials };
      /** @type {Plan} */
      const plan = await post(this.path("change"), body);
      this.#pending -= 1;
      // Later changes are shown already; this answer does not know them yet and would hide them.
      if (this.#pending === 0) this.#setPlan(plan);
      else this.plan.revision = plan.revision;
      this.#setSaving(this.#pending ? "saving" : "saved");
      return plan;
    } catch (error) {
      this.#pending -= 1;
      if (!(error instanceof Refused)) throw error;
      this.#setSaving(error.code === 0 ? "failed" : "saved");
      this.notify(error.message, true);
      if (error.code !== 0) await this.reload();
      return null;
    }
  }

  /** @param {"saved" | "saving" | "failed"} state */
  #setSaving(state) {
    this.saving = state;
    this.emit("saving");
  }

  /**
   * Show a message to the person.
   * @param {string} text
   * @param {boolean} [error] Whether it is an error.
   */
  notify(text, error = false) {
    this.dispatchEvent(new CustomEvent("notification", { detail: { text, error } }));
  }

  /** @param {Plan} plan */
  #setPlan(plan) {
    const before = this.tracks;
    const drawn = this.plan.sample?.frame;
    this.plan = plan;
    this.tracks = new Map(plan.tracks.map((track) => [track.id, track]));
    for (const track of [...before.values(), ...plan.tracks]) {
      if (before.get(track.id)?.changed !== this.tracks.get(track.id)?.changed) this.regions.invalidate(track);
    }
    for (const id of this.selected) if (!this.tracks.has(id)) this.selected.delete(id);
    if (this.focus !== null && !this.tracks.has(this.focus)) this.focus = null;
    // Another place may have its number now: what a key says must be about the one on the screen.
    if (this.place === null) this.#place = null;
    for (const [first, last] of plan.reviewed_frames) this.displayed.fill(0, first, last + 1);
    const { complete, tracks_reviewed, frames_reviewed } = plan.reviewed;
    const visible = plan.tracks.filter(({ decision }) => decision === "keep").length;
    const begun = tracks_reviewed + frames_reviewed > 0;
    Object.assign(this.files[this.file] ?? {}, { complete, begun, visible, output_exists: plan.output_exists });
    this.emit("files");
    this.emit("plan");
    this.emit("job");
    // An answer, or its undoing, draws another frame.
    if (this.sampling && plan.sample?.frame !== drawn) this.goToSample();
  }
}
