// The actions on areas: how they go through the film, what they cover, and that they are put on all files.

import { post, Refused } from "./api.js";
import { clock } from "./format.js";
import { said } from "./messages.js";
import { plain, text } from "./text.js";

/** @import { AreaSheet } from "./area-sheet.js" */
/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */
/** @import { Box, Moves, Plan, Spread, Track } from "./types.js" */

/** @type {Moves[]} */
const WAYS = ["followed", "fixed", "scene"];

export class AreaCommands {
  #model;
  #film;
  #sheet;
  #ask;

  /**
   * @param {Model} model
   * @param {FilmView} film
   * @param {AreaSheet} sheet
   * @param {AskSheet} ask
   */
  constructor(model, film, sheet, ask) {
    this.#model = model;
    this.#film = film;
    this.#sheet = sheet;
    this.#ask = ask;
  }

  /** Ask about the box that is being drawn, or the drawn track that is chosen; with neither, cover the whole frame. */
  async choose() {
    const { draft } = this.#film.editor;
    const { track, about } = this.#model;
    this.#film.player.stop();
    if (draft && draft.track === null) return this.#drawNew(draft.box);
    if (track?.origin === "drawn") return this.#change(track);
    const whole = await this.#sheet.ask({ title: text("area-whole-title"), choices: ["whole"], current: null, allBut: null, files: 0 });
    if (whole) await this.#draw([0, 0, about.width, about.height], "fixed", false);
  }

  /** @param {Box} box */
  async #drawNew(box) {
    const { about } = this.#model;
    const chosen = await this.#sheet.ask({ title: text("area-new-title"), choices: [...this.#ways(), "whole"], current: null, allBut: false, files: 0 });
    if (!chosen || chosen.choice === "spread") return;
    if (chosen.choice === "whole") await this.#draw([0, 0, about.width, about.height], "fixed", false);
    else await this.#draw(box, chosen.choice, chosen.allBut);
  }

  /** @param {Track} track */
  async #change(track) {
    const { frame, files } = this.#model;
    const others = files.size - 1;
    const choices = /** @type {(Moves | "spread")[]} */ ([...this.#ways(), ...(track.moves === "fixed" && others ? ["spread"] : [])]);
    const title = text("area-track-title", { track: plain(track.id) });
    const chosen = await this.#sheet.ask({ title, choices, current: track.moves, allBut: track.all_but, files: others });
    if (!chosen || chosen.choice === "whole") return;
    if (chosen.choice === "spread") return this.#spread(track, others);
    const at = Math.max(track.first, Math.min(track.last, frame));
    const change = { do: /** @type {const} */ ("set_area"), track: track.id, frame: at, moves: chosen.choice, all_but: chosen.allBut };
    this.#tell(await this.#film.editor.change(change), track.id);
  }

  /**
   * @param {Box} box
   * @param {Moves} moves
   * @param {boolean} allBut
   */
  async #draw(box, moves, allBut) {
    const plan = await this.#film.editor.drawArea(box, moves, allBut);
    this.#tell(plan, plan?.new_track ?? null);
  }

  /** Say from when to when it goes. @param {Plan | null} plan @param {number | null} number */
  #tell(plan, number) {
    const track = plan?.tracks.find(({ id }) => id === number);
    if (!track) return;
    const { times } = this.#model.about;
    this.#model.notify(text("area-drawn", { track: plain(track.id), from: clock(times[track.first]), to: clock(times[track.last]) }));
  }

  /**
   * Put an area that is fixed in the picture on all other files.
   * @param {Track} track
   * @param {number} others
   */
  async #spread(track, others) {
    const question = text("spread-question", { track: plain(track.id), n: others });
    const reason = await this.#ask.ask(question, text("spread-action", { n: others }), track.reason, text("spread-example"));
    if (reason === null) return;
    try {
      /** @type {Spread} */
      const { done, other_shape, failed } = await post(this.#model.path("spread"), { track: track.id, reason, by: this.#model.initials });
      const parts = [text("spread-done", { n: done.length })];
      if (other_shape.length) parts.push(text("spread-other-shape", { names: other_shape.join(", ") }));
      this.#model.notify([...parts, ...failed.map(({ messages, message }) => said(messages, message))].join(" "), other_shape.length + failed.length > 0);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#model.notify(error.message, true);
    }
  }

  /** In a photo nothing moves. @returns {Moves[]} */
  #ways() {
    return this.#model.frames > 1 ? WAYS : ["fixed"];
  }
}
