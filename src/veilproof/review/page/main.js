// Puts the page together.

import { getJson } from "./api.js";
import { AskSheet } from "./ask-sheet.js";
import { Commands } from "./commands.js";
import { one } from "./dom.js";
import { FilmStrip } from "./film-strip.js";
import { FilmView } from "./film-view.js";
import { FinishSheet } from "./finish-sheet.js";
import { HelpSheet } from "./help-sheet.js";
import { listen } from "./keys.js";
import { Model } from "./model.js";
import { TimeLine } from "./time-line.js";
import { TopBar } from "./top-bar.js";
import { TrackCard } from "./track-card.js";
import { TrackGrid } from "./track-grid.js";
import { TrackTools } from "./track-tools.js";
import { TransportBar } from "./transport-bar.js";

/** @type {Record<string, CustomElementConstructor>} */
const elements = {
  "ask-sheet": AskSheet, "film-strip": FilmStrip, "film-view": FilmView, "finish-sheet": FinishSheet,
  "help-sheet": HelpSheet, "time-line": TimeLine, "top-bar": TopBar, "track-card": TrackCard, "track-grid": TrackGrid,
  "track-tools": TrackTools, "transport-bar": TransportBar,
};
for (const [name, kind] of Object.entries(elements)) customElements.define(name, kind);

const model = new Model();
const film = one("film-view", FilmView);
const grid = one("track-grid", TrackGrid);
const ask = one("ask-sheet", AskSheet);
const finish = one("finish-sheet", FinishSheet);
const help = one("help-sheet", HelpSheet);
const said = one("#said", HTMLElement);

const open = {
  finish: () => {
    film.player.stop();
    finish.open();
  },
  help: () => {
    film.player.stop();
    help.toggle();
  },
  initials: async () => {
    const initials = await ask.ask("Your initials, for “reviewed by” (may stay empty)", "Begin", model.by, "AB", 12);
    if (initials === null) return;
    model.by = initials;
    sessionStorage.setItem("initials", initials);
    model.emit("by");
  },
};

let fading = 0;
model.addEventListener("said", (event) => {
  const { text, wrong } = /** @type {CustomEvent<{ text: string, wrong: boolean }>} */ (event).detail;
  said.textContent = text;
  said.classList.toggle("wrong", wrong);
  said.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => said.classList.remove("shown"), wrong ? 8000 : 4000);
});

// A button that was clicked lets go of the keyboard, so that Space goes on to play the film.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (event.detail > 0 && button && !button.closest("dialog")) button.blur();
});

film.connect(model);
const commands = new Commands(model, film, grid, ask);
one("transport-bar", TransportBar).connect(model, film, (direction) => commands.doubt(direction));
one("track-tools", TrackTools).connect(model, commands);
one("top-bar", TopBar).connect(model, commands, open);
one("time-line", TimeLine).connect(model, film);
grid.connect(model, film);
finish.connect(model);
listen(model, film, grid, commands, open);

model.subjects = await getJson("/api/subjects");
one("film-strip", FilmStrip).connect(model);
await model.open(0);
document.documentElement.dataset.ready = "true";

const events = new EventSource("/api/events");
events.addEventListener("open", () => {
  if (model.saving === "failed") void model.reload().then((there) => there && model.say("veilproof is running again."));
});
events.addEventListener("message", (event) => {
  const { subject, revision, work } = JSON.parse(event.data);
  if (subject !== model.subject) return;
  if (revision !== undefined) void model.notice(revision);
  if (work) {
    model.plan.work = work;
    model.emit("work");
    if (work.state !== "running") void model.reload().then(() => model.loadFindings());
  }
});

const initials = sessionStorage.getItem("initials");
if (initials === null) void open.initials();
else {
  model.by = initials;
  model.emit("by");
}
