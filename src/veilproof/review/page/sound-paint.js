// Paints the lane of the sound.

import { stretchName } from "./sound-words.js";
import { text } from "./text.js";
import { colour } from "./theme.js";

/** @import { Model } from "./model.js" */
/** @import { TimeAxis } from "./time-axis.js" */
/** @import { SoundDecision, Span } from "./types.js" */

/** Of the wave, a second: PEAKS_PER_SECOND in film_sound.py. */
const PEAKS = 50;
/** Heights at the top and bottom that the wave leaves free, in CSS pixels; chosen by eye. */
const BAND = 13;
const SPEECH = 4;
/** @type {Record<Exclude<SoundDecision, "default">, string>} */
const COLOURS = { keep: "lane-keep", silence: "lane-cover", bleep: "lane-bleep", disguise: "lane-disguise" };

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {TimeAxis} axis
 * @param {Uint8Array | null} wave
 * @param {{ width: number, height: number, span: Span | null, at: number, heard: boolean }} shown Size, the chosen span, and the time
 *   in milliseconds at which the film, or what is heard, is.
 */
export function paintSound(context, model, axis, wave, { width, height, span, at, heard }) {
  const { about, plan, audio } = model;
  if (!about.sound) return;
  const x = (/** @type {number} */ time) => axis.x(Math.max(0, time) / 1000);
  context.fillStyle = colour("ground");
  context.fillRect(0, 0, width, height);
  context.font = "10px system-ui, sans-serif";
  if (wave) paintWave(context, axis, wave, width, height, colourAt(model));
  else {
    context.fillStyle = colour("quiet");
    context.fillText(text("reading-sound"), 12, height / 2 + 4);
  }
  for (const [start, end] of about.sound.speech) {
    context.fillStyle = audio === "disguise" ? colour("lane-disguise") : colour("wave-spoken");
    context.fillRect(x(start), height - SPEECH, Math.max(1, x(end) - x(start)), SPEECH - 1);
  }
  for (const stretch of plan.stretches) {
    const { start, end, decision } = stretch;
    if (decision === "default") continue;
    const [left, right] = [x(start), Math.max(x(start) + 2, x(end))];
    context.fillStyle = colour(COLOURS[decision]);
    context.globalAlpha = 0.16;
    context.fillRect(left, 0, right - left, height);
    context.globalAlpha = 1;
    context.fillRect(left, 0, right - left, BAND);
    label(context, stretchName(stretch), left, right);
  }
  if (span) {
    context.strokeStyle = colour("playhead");
    context.lineWidth = 1.5;
    context.strokeRect(x(span.start), 0.75, Math.max(2, x(span.end) - x(span.start)), height - 1.5);
  }
  context.fillStyle = colour(heard ? "heard" : "playhead");
  context.fillRect(axis.x(at) - 0.75, 0, 1.5, height);
}

/** The colour of the wave at a time, by what happens to it. @param {Model} model @returns {(microseconds: number) => string} */
function colourAt({ about, plan, audio }) {
  const spoken = (about.sound?.speech ?? []).map(([start, end]) => ({ start, end }));
  const undecided = follow(spoken);
  const decided = follow(plan.stretches);
  return (time) => {
    const stretch = decided(time);
    if (stretch && stretch.decision !== "default") return colour(COLOURS[stretch.decision]);
    if (audio === "mute") return colour("wave-left-out");
    if (!undecided(time)) return colour("wave");
    return audio === "disguise" ? colour("lane-disguise") : colour("wave-spoken");
  };
}

/**
 * What holds at times that only grow.
 * @template {Span} T
 * @param {T[]} spans Ascending, without overlaps.
 * @returns {(time: number) => T | undefined}
 */
function follow(spans) {
  let next = 0;
  return (time) => {
    while (next < spans.length && spans[next].end <= time) next += 1;
    return next < spans.length && spans[next].start <= time ? spans[next] : undefined;
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TimeAxis} axis
 * @param {Uint8Array} wave
 * @param {number} width
 * @param {number} height
 * @param {(microseconds: number) => string} colourOf
 */
function paintWave(context, axis, wave, width, height, colourOf) {
  const [middle, room] = [(BAND + height - SPEECH) / 2, (height - BAND - SPEECH) / 2 - 1];
  for (let column = 0; column < width; column += 1) {
    const from = Math.max(0, Math.floor((axis.msAt(column) / 1000) * PEAKS));
    const to = Math.max(from + 1, Math.floor((axis.msAt(column + 1) / 1000) * PEAKS));
    let loudest = 0;
    for (let peak = from; peak < Math.min(to, wave.length); peak += 1) loudest = Math.max(loudest, wave[peak]);
    // The root shows quiet speech beside what is loud.
    const half = Math.max(0.5, Math.sqrt(loudest / 255) * room);
    if (from >= wave.length) return;
    context.fillStyle = colourOf(axis.msAt(column) * 1000);
    context.fillRect(column, middle - half, 1, 2 * half);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} name
 * @param {number} left
 * @param {number} right
 */
function label(context, name, left, right) {
  const from = Math.max(left, 0) + 4;
  if (right - from < 26) return;
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left - 2, BAND);
  context.clip();
  context.fillStyle = colour("on-lane");
  context.fillText(name, from, BAND - 3);
  context.restore();
}
