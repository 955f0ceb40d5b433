// What is drawn over the picture: outlines and labels of tracks, leaks, and the box that is being edited.

import { drawHandles, traceCover } from "./boxes.js";
import { KINDS } from "./kinds.js";
import { plain, text } from "./text.js";

/** @import { Draft } from "./box-editor.js" */
/** @import { Model } from "./model.js" */
/** @import { Box } from "./types.js" */
/** @import { Viewport } from "./viewport.js" */

const COLOURS = { keep: "#ffb454", removable: "#f4d65e", place: "#ff8ac2", draft: "#7fe3c4", leak: "#ff8078" };

/** Where something may be bare is known for one frame; so many later it is still near. Chosen by eye. */
const PLACE_FRAMES = 2;

/**
 * @param {CanvasRenderingContext2D} context Scaled to CSS pixels.
 * @param {Model} model
 * @param {Viewport} viewport
 * @param {number} frame The frame that is painted.
 * @param {Draft | null} draft
 */
export function drawOverlay(context, model, viewport, frame, draft) {
  const { focus, selected, mode, findings, style } = model;
  if (mode === "outline") shadeOutside(context, model, viewport, frame);
  for (const { track: id, box, angle } of model.regions.at(frame)) {
    const track = model.tracks.get(id);
    if (!track || (model.hidden.has(track.kind) && id !== focus) || (mode !== "outline" && id !== focus && !selected.has(id))) continue;
    const screen = viewport.toScreen(box);
    const colour = track.decision === "keep" ? COLOURS.keep : track.removable ? COLOURS.removable : KINDS[track.kind].colour;
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = id === focus ? 2 : 1.25;
    context.setLineDash(track.decision === "keep" ? [5, 4] : []);
    if (id === focus && draft?.track !== id) {
      drawHandles(context, screen, track, style, angle);
    } else {
      traceCover(context, screen, track, style, angle);
      context.stroke();
    }
    drawLabel(context, screen, track.decision === "keep" ? text("label-visible", { track: plain(track.id) }) : plain(track.id), colour);
  }
  for (const [number, place] of model.plan.places.entries()) {
    if (Math.abs(frame - place.frame) > PLACE_FRAMES || (mode !== "outline" && number !== model.place)) continue;
    context.strokeStyle = context.fillStyle = COLOURS.place;
    context.lineWidth = number === model.place ? 2 : 1.25;
    context.setLineDash([4, 3]);
    const screen = viewport.toScreen(place.box);
    context.strokeRect(screen[0], screen[1], screen[2] - screen[0], screen[3] - screen[1]);
    drawLabel(context, screen, text("may-be-bare"), COLOURS.place);
  }
  for (const leak of findings?.leaks ?? []) {
    if (leak.answer || frame < leak.first_frame || frame > leak.last_frame) continue;
    const [x1, y1, x2, y2] = viewport.toScreen(leak.box);
    context.strokeStyle = COLOURS.leak;
    context.lineWidth = 2;
    context.setLineDash([2, 3]);
    context.strokeRect(x1, y1, x2 - x1, y2 - y1);
  }
  if (draft) {
    context.strokeStyle = context.fillStyle = COLOURS.draft;
    context.lineWidth = 2;
    const track = draft.track === null ? undefined : model.tracks.get(draft.track);
    drawHandles(context, viewport.toScreen(draft.box), track, style);
  }
}

/**
 * Darken what is outside of all spotlights, which will be covered.
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Viewport} viewport
 * @param {number} frame
 */
function shadeOutside(context, model, viewport, frame) {
  const { width, height } = context.canvas;
  const spotlights = model.regions.at(frame).filter(({ track: id }) => {
    const track = model.tracks.get(id);
    return track?.all_but && track.decision === "cover";
  });
  if (!spotlights.length) return;
  context.save();
  for (const { track, box, angle } of spotlights) {
    // What is left of the picture is outside of each of them.
    traceCover(context, viewport.toScreen(box), model.tracks.get(track), model.style, angle);
    context.rect(0, 0, width, height);
    context.clip("evenodd");
  }
  context.fillStyle = "rgba(8, 9, 10, .55)";
  context.fillRect(0, 0, width, height);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} screen
 * @param {string} label
 * @param {string} colour
 */
function drawLabel(context, [x1, y1], label, colour) {
  context.setLineDash([]);
  context.font = "600 11px system-ui, sans-serif";
  const { width } = context.measureText(label);
  const [x, y] = [Math.max(0, x1), Math.max(15, y1)];
  context.fillStyle = "rgba(8, 9, 10, .82)";
  context.fillRect(x, y - 15, width + 8, 14);
  context.fillStyle = colour;
  context.fillText(label, x + 4, y - 4);
}
