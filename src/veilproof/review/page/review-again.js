// What is to be looked at again: frames that were reviewed before something in them was uncovered.

import { clock } from "./format.js";
import { text } from "./text.js";

/** @import { FilmView } from "./film-view.js" */
/** @import { Model } from "./model.js" */

/** How much is to be looked at again, in words; "" for nothing. @param {Model} model */
export function reviewAgainText({ plan, about }) {
  if (!plan.review_again.length) return "";
  if (about.kind === "photo") return text("again-picture");
  const ms = plan.review_again.reduce((sum, [first, last]) => sum + endOf(about.times, last) - about.times[first], 0);
  return text("again-film", { time: clock(ms) });
}

/**
 * Play the frames that come next, from the one on the screen on; after the last of them the first.
 * @param {Model} model
 * @param {FilmView} film
 */
export function reviewAgain(model, film) {
  // What was played since, and is not marked yet, need not be played once more.
  const left = model.plan.review_again.flatMap(([first, last]) => {
    const from = model.displayed.indexOf(0, first);
    return from >= 0 && from <= last ? [[from, last]] : [];
  });
  if (!left.length) return model.notify(text(model.plan.review_again.length ? "again-seen" : "again-none"));
  const [first, last] = left.find(([from]) => from > model.frame) ?? left[0];
  film.player.stop();
  model.show("covered");
  model.goTo(first);
  model.notify(text("again-playing"));
  if (last > first) film.player.start(last);
}

/** When a frame ends; the last one lasts as long as the one before it. @param {number[]} times @param {number} frame */
function endOf(times, frame) {
  return times[frame + 1] ?? 2 * times[frame] - (times[frame - 1] ?? times[frame]);
}
