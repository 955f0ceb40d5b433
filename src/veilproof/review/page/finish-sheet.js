// The dialog that renders and audits: what is still unreviewed, options, progress, findings.

import { post, Refused } from "./api.js";
import { Batch } from "./batch.js";
import { h } from "./dom.js";
import { FindingList } from "./finding-list.js";
import { plural } from "./format.js";
import { AUDIO, WARNING, disguises, soundSentence } from "./sound-words.js";

/** @import { AskSheet } from "./ask-sheet.js" */
/** @import { Model } from "./model.js" */
/** @import { Audio, Track } from "./types.js" */

export class FinishSheet extends HTMLElement {
  /** @type {Model} */ #model;
  #dialog = h("dialog", { className: "wide", "aria-label": "Finish" });
  #checks = h("ul", { className: "checks" });
  #method = select("How", [["solid", "solid black"], ["mosaic", "mosaic: faces can be matched"], ["blur", "blur: faces can be matched"]]);
  #shape = select("Shape", [["ellipse", "ellipse"], ["box", "box"]]);
  #scale = h("input", { type: "number", min: "1", max: "4", step: "0.1", value: "1.5" });
  #sound = select("Sound", AUDIO);
  #soundWarning = h("p", { className: "warning of-sound" }, WARNING);
  #texts = select("Subtitles", [["drop", "left out"], ["keep", "kept"]]);
  #replace = h("input", { type: "checkbox", id: "replace" });
  #optionRow = h("div", { className: "options" });
  #replaceText = h("span");
  #replaceRow = h("label", { className: "check" });
  #warning = h("p", { className: "warning", role: "status" });
  #render = h("button", { type: "button", className: "primary" });
  #all = h("button", { type: "button" });
  #audit = h("button", { type: "button" }, "Run the audit");
  #stop = h("button", { type: "button" }, "Stop");
  #progress = h("progress");
  #message = h("p", { className: "job-message", role: "status" });
  #verdict = h("p", { className: "verdict" });
  /** @type {FindingList} */ #findings;
  #batch = new Batch();
  #report = h("button", { type: "button" }, "Open the report");

  /**
   * @param {Model} model
   * @param {AskSheet} ask
   */
  connect(model, ask) {
    this.#model = model;
    this.#findings = new FindingList(model, ask, () => this.#dialog.close(), (error) => this.#fail(error));
    this.#replaceRow.append(this.#replace, this.#replaceText);
    this.#optionRow.append(this.#method.row, this.#shape.row, row("Size, in faces", this.#scale), this.#sound.row, this.#texts.row);
    this.#sound.field.addEventListener("change", () => model.setAudio(/** @type {Audio} */ (this.#sound.field.value)));
    const close = h("button", { type: "button", onclick: () => this.#dialog.close() }, "Close");
    this.#dialog.append(
      h("h2", {}, "Finish"), this.#checks, h("h3", {}, "Render"), this.#optionRow, this.#warning, this.#soundWarning, this.#replaceRow,
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
      [!places.length, places.length ? `${plural(places.length, "place")} where a face may be bare` : "No place left that may be bare"],
      [unreviewed === 0, unreviewed ? `${plural(unreviewed, "track")} not reviewed` : "Every track was reviewed"],
      [reviewed.frames_reviewed === reviewed.frames, about.kind === "photo" ? `The picture itself was ${reviewed.frames_reviewed ? "" : "not "}reviewed` : `${Math.floor((100 * reviewed.frames_reviewed) / Math.max(1, reviewed.frames))} % of the film was reviewed`],
      [kept.every(({ reason }) => reason), kept.length ? `${plural(kept.length, "track")} will be visible: ${byReason(kept)}` : "Every track is covered"],
      ...(about.sound ? [[!disguises(this.#model) && !plan.stretches.some(({ decision }) => decision === "keep") && this.#model.audio === "mute", soundSentence(this.#model)]] : []),
      ...(about.unreadable ? [[false, `The original is damaged in ${plural(about.unreadable, "place")}`]] : []),
    ];
    this.#checks.replaceChildren(...checks.map(([good, text]) => h("li", { className: good ? "good" : "open" }, String(text))));
    const batch = this.#batch;
    const running = job?.state === "running" || batch.running;
    this.#render.textContent = `Render ${about.output}`;
    this.#render.disabled = running;
    this.#all.hidden = about.listed || this.#model.files.length < 2;
    this.#all.disabled = running;
    this.#all.textContent = `Render all ${this.#model.files.length}`;
    this.#audit.disabled = running || !output_exists;
    const { files } = this.#model;
    const existing = files.filter((file) => file.output_exists).length;
    // An archive renders with the options that were chosen at its start, and knows which outputs are its own.
    this.#optionRow.hidden = about.listed;
    this.#replaceRow.hidden = about.listed || (!output_exists && !existing);
    this.#replaceText.textContent = output_exists ? "Replace the existing output" : `Replace existing outputs: ${plural(existing, "other file")} of ${files.length}`;
    // A choice about sound is for the videos alone, also where a photo is open and all files are rendered.
    const videos = files.filter(({ kind }) => kind === "video").length;
    this.#sound.row.hidden = this.#texts.row.hidden = !videos;
    const ofVideos = videos < files.length ? " of the videos" : "";
    this.#sound.label.textContent = `Sound${ofVideos}`;
    this.#texts.label.textContent = `Subtitles${ofVideos}`;
    const { method } = this.#options();
    this.#warning.hidden = method === "solid";
    this.#warning.textContent = `Under a ${method}, open recognisers still match most faces when they know how it was made. Solid black leaves nothing to match.`;
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
      const unit = job.unit ?? "frame";
      const progress = job.total ? `${job.done} of ${plural(job.total, unit)}` : job.done ? plural(job.done, unit) : "…";
      this.#message.textContent = running ? `${job.stage}: ${progress}` : (job.message ?? "");
      this.#message.classList.toggle("error", job.state === "failed");
    } else {
      this.#message.textContent = "";
    }
    this.#verdict.textContent = findings ? `Audit: ${findings.sentence}` : "";
    this.#verdict.dataset.verdict = findings?.verdict ?? "";
    this.#report.hidden = !findings;
    this.#findings.show();
  }
}

/** The numbers of tracks, each reason once. @param {Track[]} tracks */
function byReason(tracks) {
  const reasons = new Set(tracks.map(({ reason }) => reason));
  return [...reasons].map((reason) => {
    const ids = tracks.filter((track) => track.reason === reason).map(({ id }) => id).join(", ");
    return reason ? `${ids} (${reason})` : ids;
  }).join(", ");
}

/**
 * @param {string} text
 * @param {[string, string][]} choices
 */
function select(text, choices) {
  const field = h("select");
  field.append(...choices.map(([value, name]) => h("option", { value }, name)));
  const label = h("span", {}, text);
  return { field, label, row: h("label", {}, label, field) };
}

/**
 * @param {string} label
 * @param {HTMLElement} field
 */
function row(label, field) {
  return h("label", {}, label, field);
}
