// What is said about sound.

import { plural } from "./format.js";

/** @import { Model } from "./model.js" */
/** @import { Audio, SoundDecision, Stretch } from "./types.js" */

export const WARNING =
  "A disguised voice is harder to recognise, not anonymous: it can be undone better than it sounds, and words, accent and rhythm stay. " +
  "For people at risk choose silence, or publish what was said as text.";

/** What happens to the rest of the sound. @type {[Audio, string][]} */
export const AUDIO = [
  ["mute", "left out"],
  ["disguise", "voices disguised: not anonymous"],
  ["keep", "kept: a voice identifies"],
];

/** What is heard in a stretch. @type {Record<SoundDecision, string>} */
export const HEARD = { keep: "kept", silence: "silent", bleep: "bleeped", disguise: "disguised", default: "as all other sound" };

/** What the output will hold, for the list of checks. @param {Model} model */
export function soundSentence({ audio, plan }) {
  /** @type {SoundDecision[]} */
  const order = ["keep", "disguise", "silence", "bleep"];
  const counts = order
    .map((decision) => /** @type {const} */ ([decision, plan.stretches.filter((each) => each.decision === decision).length]))
    .filter(([, count]) => count)
    .map(([decision, count]) => `${plural(count, "stretch", "stretches")} ${HEARD[decision]}`);
  const rest = { mute: "left out", keep: "kept: a voice identifies", disguise: "kept, voices in it disguised: not anonymous" }[audio];
  return counts.length ? `Sound: ${counts.join(", ")}; the rest is ${rest}` : `Sound is ${rest}`;
}

/** Whether a voice is disguised anywhere. @param {Model} model */
export function disguises({ about, audio, plan }) {
  return about.sound !== null && (audio === "disguise" || plan.stretches.some(({ decision }) => decision === "disguise"));
}

/** What was decided about exactly the chosen span. @param {Model} model @returns {Stretch | undefined} */
export function chosenStretch({ span, plan }) {
  return span === null ? undefined : plan.stretches.find(({ start, end }) => start === span.start && end === span.end);
}
