// What is said about sound.

import { listed, text } from "./text.js";

/** @import { Model } from "./model.js" */
/** @import { Audio, SoundDecision, Stretch } from "./types.js" */

/** What happens to the rest of the sound. @type {Audio[]} */
export const AUDIO = ["mute", "disguise", "keep"];

/** What is heard in a stretch, and why. @param {Stretch} stretch */
export function stretchName({ decision, reason }) {
  const heard = text(`heard-${decision}`);
  return reason ? text("decided-with-reason", { decision: heard, reason }) : heard;
}

/** What the output will hold, for the list of checks. @param {Model} model */
export function soundSentence({ audio, plan }) {
  /** @type {SoundDecision[]} */
  const order = ["keep", "disguise", "silence", "bleep"];
  const counts = order
    .map((decision) => /** @type {const} */ ([decision, plan.stretches.filter((each) => each.decision === decision).length]))
    .filter(([, count]) => count)
    .map(([decision, count]) => text(`stretches-${decision}`, { n: count }));
  return counts.length ? text(`sound-rest-${audio}`, { stretches: listed(counts) }) : text(`sound-is-${audio}`);
}

/** Whether a voice is disguised anywhere. @param {Model} model */
export function disguises({ about, audio, plan }) {
  return about.sound !== null && (audio === "disguise" || plan.stretches.some(({ decision }) => decision === "disguise"));
}

/** What was decided about exactly the chosen span. @param {Model} model @returns {Stretch | undefined} */
export function chosenStretch({ span, plan }) {
  return span === null ? undefined : plan.stretches.find(({ start, end }) => start === span.start && end === span.end);
}
