// The dialog that renders and audits: what is still unreviewed, options, progress, findings.

import { post, Refused } from "./api.js";
import { Batch } from "./batch.js";
import { h } from "./dom.js";
import { FindingList } from "./finding-list.js";
import { matched, trackList } from "./format.js";
import { because, said } from "./messages.js";
import { reviewAgainText } from "./review-again.js";
import { AUDIO, disguises, soundSentence } from "./sound-words.js";
import { clauses, hasText, language, listed, text } from "./text.js";

/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { Model } from "./model.js" */
/** @import { Audio, Job, Track } from "./types.js" */

export class FinishSheet extends HTMLElement {
  /** @type {Model} */ #model;
  #dialog = h("dialog", { className: "wide", "aria-label": text("finish") });
  #checks = h("ul", { className: "checks" });
  #method = select("option-method", "method", ["solid", "mosaic", "blur"]);
  #shape = select("option-shape", "shape", ["ellipse", "box"]);
  #scale = h("input", { type: "number", min: "1", max: "4", step: "0.1", value: "1.5" });
  #sound = select("option-sound", "audio", AUDIO);
  #soundWarning = h("p", { className: "warning of-sound" }, text("sound-warning"));
  #texts = select("option-subtitles", "subtitles", ["drop", "keep"]);
  #replace = h("input", { type: "checkbox", id: "replace" });
  #optionRow = h("div", { className: "options" });
  #replaceText = h("span");
  #replaceRow = h("label", { className: "check" });
  #warning = h("p", { className: "warning", role: "status" });
  #render = h("button", { type: "button", className: "primary" });
  #all = h("button", { type: "button" });
  #audit = h("button", { type: "button" }, text("run-audit"));
  #stop = h("button", { type: "button" }, text("stop-job"));
  #progress = h("progress");
  #message = h("p", { className: "job-message", role: "status", dir: "auto" });
  #verdict = h("p", { className: "verdict" });
  /** @type {FindingList} */ #findings;
  #batch = new Batch();
  #report = h("button", { type: "button" }, text("open-report"));

  /**
   * @param {Model} model
   * @param {AskSheet} ask
   */
  connect(model, ask) {
    this.#model = model;
    this.#findings = new FindingList(model, ask, () => this.#dialog.close(), (error) => this.#fail(error));
    this.#replaceRow.append(this.#replace, this.#replaceText);
    this.#optionRow.append(this.#method.row, this.#shape.row, h("label", {}, text("option-size"), this.#scale), this.#sound.row, this.#texts.row);
    this.#sound.field.addEventListener("change", () => model.setAudio(/** @type {Audio} */ (this.#sound.field.value)));
    const close = h("button", { type: "button", onclick: () => this.#dialog.close() }, text("close"));
    this.#dialog.append(
      h("h2", {}, text("finish")), this.#checks, h("h3", {}, text("render-heading")), this.#optionRow, this.#warning, this.#soundWarning, this.#replaceRow,
      h("div", { className: "buttons start" }, this.#render, this.#all, this.#audit, this.#stop, this.#report),
      this.#progress, this.#message, this.#verdict, this.#findings.element, h("div", { className: "buttons" }, close),
    );
    this.append(this.#dialog);
    this.#render.addEventListener("click", () => void this.#request("render", this.#options()));
    this.#audit.addEventListener("click", () => void this.#request("audit", {}));
    this.#all.addEventListener("click", () => void this.#batch.render(model, this.#options(), () => this.#show()));
    this.#report.addEventListener("click", () => void this.#openReport());
    this.#stop.addEventListener("click", () => {
      if (this.#batch.running) this.#batch.stop();
      else void this.#request("stop", {});
    });
    for (const field of [this.#method.field, this.#shape.field, this.#scale]) {
      field.addEventListener("change", () => {
        const { method, shape, scale } = this.#options();
        // The film shows covers as they will be rendered.
        model.style = { method, shape, scale };
        model.emit("view");
        this.#show();
      });
    }
    model.on("plan job findings files sound", () => this.#show());
  }

  open() {
    if (!this.#batch.running) this.#batch.message = "";
    this.#show();
    this.#dialog.showModal();
  }

  #options() {
    const scale = Math.max(1, Math.min(4, Number(this.#scale.value) || 1.5));
    return {
      method: this.#method.field.value, shape: this.#shape.field.value, scale,
      audio: this.#model.audio, subtitles: this.#texts.field.value, replace: this.#replace.checked,
    };
  }

  /**
   * @param {"render" | "audit" | "stop"} what
   * @param {unknown} options
   */
  async #request(what, options) {
    this.#batch.message = "";
    try {
      await post(this.#model.path(what), options);
      this.#replace.checked = false;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** In a tab of its own, which has no key: its address works once. */
  async #openReport() {
    try {
      const { path } = /** @type {{ path: string }} */ (await post(this.#model.path("report"), {}));
      window.open(path, "_blank", "noopener");
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof Refused)) throw error;
    this.#message.textContent = error.message;
    this.#message.classList.add("error");
  }

  #show() {
    const { plan, about, findings } = this.#model;
    const { reviewed, job, output_exists } = plan;
    const unreviewed = reviewed.tracks - reviewed.tracks_reviewed;
    const kept = plan.tracks.filter((track) => track.decision === "keep");
    const { places } = plan;
    const checks = [
      [!places.length, text("check-places", { n: places.length })],
      [unreviewed === 0, text("check-tracks", { n: unreviewed })],
      [reviewed.frames_reviewed === reviewed.frames, about.kind === "photo" ? text(reviewed.frames_reviewed ? "check-picture" : "check-picture-not") : text("check-film", { percent: Math.floor((100 * reviewed.frames_reviewed) / Math.max(1, reviewed.frames)) })],
      ...(plan.review_again.length ? [[false, reviewAgainText(this.#model)]] : []),
      [kept.every(({ reason }) => reason), text("check-visible", { n: kept.length, which: clauses([byReason(kept), matched(kept)]) })],
      ...(about.sound ? [[!disguises(this.#model) && !plan.stretches.some(({ decision }) => decision === "keep") && this.#model.audio === "mute", soundSentence(this.#model)]] : []),
      ...(about.unreadable ? [[false, text("check-damaged", { n: about.unreadable })]] : []),
    ];
    this.#checks.replaceChildren(...checks.map(([good, check]) => h("li", { className: good ? "good" : "open" }, String(check))));
    const batch = this.#batch;
    const running = job?.state === "running" || batch.running;
    this.#render.textContent = text("render-file", { name: about.output });
    this.#render.disabled = running;
    this.#all.hidden = about.listed || this.#model.files.size < 2;
    this.#all.disabled = running;
    this.#all.textContent = text("render-all", { n: this.#model.files.size });
    this.#audit.disabled = running || !output_exists;
    const files = [...this.#model.files.values()];
    const existing = files.filter((file) => file.output_exists).length;
    // An archive renders with the options that were chosen at its start, and knows which outputs are its own.
    this.#optionRow.hidden = about.listed;
    this.#replaceRow.hidden = about.listed || (!output_exists && !existing);
    this.#replaceText.textContent = output_exists ? text("replace-one") : text("replace-others", { n: existing, files: files.length });
    // A choice about sound is for the videos alone, also where a photo is open and all files are rendered.
    const videos = files.filter(({ kind }) => kind === "video").length;
    this.#sound.row.hidden = this.#texts.row.hidden = !videos;
    const ofVideos = videos < files.length ? "-videos" : "";
    this.#sound.label.textContent = text(`option-sound${ofVideos}`);
    this.#texts.label.textContent = text(`option-subtitles${ofVideos}`);
    const { method } = this.#options();
    this.#warning.hidden = method === "solid";
    this.#warning.textContent = method === "solid" ? "" : text(`${method}-warning`);
    this.#sound.field.value = this.#model.audio;
    this.#soundWarning.hidden = !disguises(this.#model);
    this.#stop.hidden = !running || (about.listed && !batch.running);
    this.#progress.hidden = !running;
    if (batch.running) {
      this.#progress.max = batch.total;
      this.#progress.value = batch.done;
    } else if (job?.total) {
      this.#progress.max = job.total;
      this.#progress.value = job.done ?? 0;
    } else {
      this.#progress.removeAttribute("value");
    }
    if (batch.message) {
      this.#message.textContent = batch.message;
      this.#message.classList.toggle("error", batch.failed > 0);
    } else if (job) {
      this.#message.textContent = running ? progressOf(job) : said(job.messages, because(job.cause, job.message ?? ""));
      this.#message.title = running ? "" : (job.message ?? "");
      this.#message.classList.toggle("error", job.state === "failed");
    } else {
      this.#message.textContent = "";
    }
    this.#verdict.textContent = findings ? text("audit-says", { sentence: findings.sentences[language] ?? findings.sentence }) : "";
    this.#verdict.dataset.verdict = findings?.verdict ?? "";
    this.#report.hidden = !findings;
    this.#findings.show();
  }
}

/** The numbers of tracks, each reason once. @param {Track[]} tracks */
function byReason(tracks) {
  const reasons = new Set(tracks.map(({ reason }) => reason));
  return listed([...reasons].map((reason) => {
    const ids = trackList(tracks.filter((track) => track.reason === reason).map(({ id }) => id), Infinity);
    return reason ? text("tracks-with-reason", { ids, reason }) : ids;
  }));
}

/** @param {Job} job */
function progressOf({ stage = "", done = 0, total }) {
  const values = { stage: hasText(`stage-${stage}`) ? text(`stage-${stage}`) : stage, done, total: total ?? 0 };
  return text(total ? "job-progress" : done ? "job-done-so-far" : "job-begun", values);
}

/**
 * @param {string} title A key of the catalogue.
 * @param {string} name What the keys of the choices begin with.
 * @param {string[]} choices
 */
function select(title, name, choices) {
  const field = h("select");
  field.append(...choices.map((value) => h("option", { value }, text(`${name}-${value}`))));
  const label = h("span", {}, text(title));
  return { field, label, row: h("label", {}, label, field) };
}
