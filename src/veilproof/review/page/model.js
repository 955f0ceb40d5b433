// What is on the screen, and the one way to change it.

import { getJson, post, Refused } from "./api.js";
import { Regions } from "./regions.js";

/** @import { About, Change, Decision, Findings, Mode, Plan, Style, Track } from "./types.js" */

const UNNAMED = /** @type {About} */ ({
  name: "", kind: "video", width: 16, height: 9, aspect: 1, rate: 25, times: [0], unreadable: 0, output: "",
});
const NOTHING = /** @type {Plan} */ ({
  revision: 0, tracks: [], reviewed_frames: [], undo: null, redo: null, output_exists: false, work: null,
  reviewed: { tracks: 0, tracks_reviewed: 0, frames: 0, frames_reviewed: 0, complete: false, sentence: "" },
});

/**
 * Events: `subject` another original; `plan` tracks or what was seen; `frame`; `chosen` focus and selection; `view`;
 * `saving`; `work`; `order` sorting and filtering; `findings`.
 */
export class Model extends EventTarget {
  /** @type {{ name: string }[]} */ subjects = [];
  subject = 0;
  about = UNNAMED;
  plan = NOTHING;
  /** @type {Map<number, Track>} */ tracks = new Map();
  /** @type {Findings | null} */ findings = null;
  regions = new Regions(0);

  frame = 0;
  /** @type {number | null} */ focus = null;
  /** @type {Set<number>} */ selected = new Set();
  /** Tracks in the order in which they are listed. @type {number[]} */ listed = [];
  /** @type {Mode} */ mode = "covered";
  /** @type {Style} */ style = { method: "solid", shape: "ellipse", scale: 1.5 };
  by = "";

  /** 1 for every frame that was on the screen and is not marked as seen. */ watched = new Uint8Array(0);

  /** @type {"saved" | "saving" | "failed"} */ saving = "saved";
  #queue = Promise.resolve();
  #waiting = 0;

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
    return `/api/${this.subject}/${rest}`;
  }

  /** @param {number} number */
  async open(number) {
    const base = `/api/${number}`;
    const [about, plan] = await Promise.all([
      /** @type {Promise<About>} */ (getJson(`${base}/about`)),
      /** @type {Promise<Plan>} */ (getJson(`${base}/plan`)),
    ]);
    this.subject = number;
    this.about = about;
    this.regions = new Regions(number);
    this.regions.addEventListener("loaded", () => this.emit("regions"));
    this.frame = 0;
    this.focus = null;
    this.selected = new Set();
    this.watched = new Uint8Array(about.times.length);
    this.findings = null;
    this.#take(plan);
    this.emit("subject");
    this.emit("frame");
    this.emit("chosen");
    await this.loadFindings();
  }

  async loadFindings() {
    const findings = await this.#asked("findings");
    if (findings === undefined) return;
    this.findings = findings;
    this.emit("findings");
  }

  /** @returns {Promise<boolean>} Whether the plan could be had. */
  async reload() {
    const plan = await this.#asked("plan");
    if (plan !== undefined) this.#take(plan);
    return plan !== undefined;
  }

  /** What the server says, or undefined if it says no, which the person is told. @param {string} what */
  async #asked(what) {
    try {
      return await getJson(this.path(what));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.say(error.message, true);
      return undefined;
    }
  }

  /** Look whether another window or program has changed the plan. @param {number} revision */
  async notice(revision) {
    if (revision !== this.plan.revision && this.#waiting === 0) await this.reload();
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

  /** A frame is on the screen. @param {number} frame */
  watch(frame) {
    if (this.watched[frame] || this.plan.reviewed_frames.some(([first, last]) => frame >= first && frame <= last)) return;
    this.watched[frame] = 1;
    this.emit("watched");
  }

  /**
   * Turn to a track, and to the frame where it begins or is doubtful unless the film is in it already.
   * @param {number | null} id
   * @param {boolean} [go]
   */
  turnTo(id, go = true) {
    this.focus = id;
    const track = id === null ? undefined : this.tracks.get(id);
    if (track && go && (this.frame < track.first || this.frame > track.last)) {
      const middle = Math.floor((track.first + track.last) / 2);
      this.goTo(track.marks.find((frame) => frame >= track.first && frame <= track.last) ?? middle);
    }
    this.emit("chosen");
  }

  /** @param {Mode} mode */
  show(mode) {
    this.mode = mode;
    this.emit("view");
  }

  /** The tracks that an action is about: those selected, or the one in focus. @returns {number[]} */
  get chosen() {
    if (this.selected.size) return [...this.selected];
    return this.focus === null ? [] : [this.focus];
  }

  /** The track in focus. */
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
      // On the screen at once; what the server says replaces it.
      if (track) Object.assign(track, { decision, reason, reviewed: true });
    }
    this.emit("plan");
    return this.change({ do: "decide", tracks: ids, decision, reason });
  }

  /**
   * Change the plan, after the changes before it. Says what went wrong by `failed`.
   * @param {Change} change
   * @returns {Promise<Plan | null>} The plan as it is then, or null if it could not be changed.
   */
  change(change) {
    this.#waiting += 1;
    this.#save("saving");
    const done = this.#queue.then(() => this.#send(change));
    this.#queue = done.then(() => {}, () => {});
    return done;
  }

  /** @param {Change} change */
  async #send(change) {
    try {
      const body = { change, revision: this.plan.revision, by: this.by };
      /** @type {Plan} */
      const plan = await post(this.path("change"), body);
      this.#waiting -= 1;
      // Later changes are on the screen already; what the server says before it knows them would take them back.
      if (this.#waiting === 0) this.#take(plan);
      else this.plan.revision = plan.revision;
      this.#save(this.#waiting ? "saving" : "saved");
      return plan;
    } catch (error) {
      this.#waiting -= 1;
      if (!(error instanceof Refused)) throw error;
      this.#save(error.code === 0 ? "failed" : "saved");
      this.say(error.message, true);
      if (error.code !== 0) await this.reload();
      return null;
    }
  }

  /** @param {"saved" | "saving" | "failed"} state */
  #save(state) {
    this.saving = state;
    this.emit("saving");
  }

  /**
   * Say something to the person.
   * @param {string} text
   * @param {boolean} [wrong]
   */
  say(text, wrong = false) {
    this.dispatchEvent(new CustomEvent("said", { detail: { text, wrong } }));
  }

  /** @param {Plan} plan */
  #take(plan) {
    const before = this.tracks;
    this.plan = plan;
    this.tracks = new Map(plan.tracks.map((track) => [track.id, track]));
    for (const track of [...before.values(), ...plan.tracks]) {
      if (before.get(track.id)?.changed !== this.tracks.get(track.id)?.changed) this.regions.forget(track);
    }
    for (const id of this.selected) if (!this.tracks.has(id)) this.selected.delete(id);
    if (this.focus !== null && !this.tracks.has(this.focus)) this.focus = null;
    for (const [first, last] of plan.reviewed_frames) this.watched.fill(0, first, last + 1);
    this.emit("plan");
    this.emit("work");
  }
}
