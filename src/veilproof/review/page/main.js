// Connects the elements of the page to the model and to the events of the server.

import { getJson, Refused } from "./api.js";
import { AreaCommands } from "./area-commands.js";
import { AreaSheet } from "./area-sheet.js";
import { AskSheet } from "./ask-sheet.js";
import { Commands } from "./commands.js";
import { h, one } from "./dom.js";
import { listenForEvents } from "./events.js";
import { FilmStrip } from "./film-strip.js";
import { FilmView } from "./film-view.js";
import { FinishSheet } from "./finish-sheet.js";
import { HelpSheet } from "./help-sheet.js";
import { listen } from "./keys.js";
import { KindBar } from "./kinds.js";
import { Model } from "./model.js";
import { PlaceList } from "./place-list.js";
import { ReasonSheet } from "./reason-sheet.js";
import { SamplePanel } from "./sample-panel.js";
import { SoundBar } from "./sound-bar.js";
import { SoundCommands } from "./sound-commands.js";
import { SoundLane } from "./sound-lane.js";
import { SoundPlayer } from "./sound-player.js";
import { text } from "./text.js";
import { TimeAxis } from "./time-axis.js";
import { TimeLine } from "./time-line.js";
import { TopBar } from "./top-bar.js";
import { TrackCard } from "./track-card.js";
import { TrackGrid } from "./track-grid.js";
import { TrackTools } from "./track-tools.js";
import { TransportBar } from "./transport-bar.js";

/** @import { Summary } from "./types.js" */

/** @type {Record<string, CustomElementConstructor>} */
const elements = {
  "area-sheet": AreaSheet, "ask-sheet": AskSheet, "film-strip": FilmStrip, "film-view": FilmView, "finish-sheet": FinishSheet,
  "help-sheet": HelpSheet, "kind-bar": KindBar, "place-list": PlaceList, "reason-sheet": ReasonSheet, "sample-panel": SamplePanel, "sound-bar": SoundBar, "sound-lane": SoundLane, "time-line": TimeLine, "top-bar": TopBar, "track-card": TrackCard, "track-grid": TrackGrid,
  "track-tools": TrackTools, "transport-bar": TransportBar,
};
for (const [name, kind] of Object.entries(elements)) customElements.define(name, kind);

for (const [selector, key] of [[".film", "region-film"], [".tracks", "region-tracks"], [".sound", "region-sound"], ["time-line", "region-timeline"]]) {
  one(selector, HTMLElement).setAttribute("aria-label", text(key));
}

const model = new Model();
const film = one("film-view", FilmView);
const grid = one("track-grid", TrackGrid);
const ask = one("ask-sheet", AskSheet);
const finish = one("finish-sheet", FinishSheet);
const help = one("help-sheet", HelpSheet);
const notification = one("#notification", HTMLElement);

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
    const initials = await ask.ask(text("ask-initials"), text("begin"), model.initials, "AB", { maxLength: 12 });
    if (initials === null) return;
    model.initials = initials;
    sessionStorage.setItem("initials", initials);
    model.emit("initials");
  },
};

let hideTimer = 0;
model.addEventListener("notification", (event) => {
  const { message, error } = /** @type {CustomEvent<{ message: string, error: boolean }>} */ (event).detail;
  notification.textContent = message;
  notification.classList.toggle("error", error);
  notification.classList.add("shown");
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => notification.classList.remove("shown"), error ? 8000 : 4000);
});

// A clicked button loses the keyboard focus, so that Space still plays the film.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (event.detail > 0 && button && !button.closest("dialog")) button.blur();
});

film.connect(model);
const areas = new AreaCommands(model, film, one("area-sheet", AreaSheet), ask);
film.addEventListener("more", () => void areas.choose());
const commands = new Commands(model, film, grid, ask, one("reason-sheet", ReasonSheet));
one("transport-bar", TransportBar).connect(model, film, (direction) => commands.goToPlace(direction));
one("track-tools", TrackTools).connect(model, commands);
one("place-list", PlaceList).connect(model);
one("sample-panel", SamplePanel).connect(model, commands);
one("top-bar", TopBar).connect(model, commands, open);
const axis = new TimeAxis(model);
one("time-line", TimeLine).connect(model, film, axis);
const heard = new SoundPlayer(model);
const sound = new SoundCommands(model, film, ask, heard);
one("sound-bar", SoundBar).connect(model, sound, heard);
one("sound-lane", SoundLane).connect(model, film, axis, heard);
one("kind-bar", KindBar).connect(model);
grid.connect(model, film);
finish.connect(model, ask);
listen(model, film, grid, commands, sound, areas, open);

try {
  const files = /** @type {Summary[]} */ (await getJson("/api/files"));
  model.files = new Map(files.map((file) => [file.number, file]));
  one("film-strip", FilmStrip).connect(model);
  await model.open(Number(new URLSearchParams(location.search).get("file")));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  // Without the key, or without that file, nothing on this page works.
  document.body.replaceChildren(h("p", { id: "refused" }, error.message));
  await new Promise(() => {});
}
document.documentElement.dataset.ready = "true";

void listenForEvents(
  () => {
    if (model.saving === "failed") void model.reload().then((loaded) => loaded && model.notify(text("running-again")));
  },
  ({ file, revision, job, answered }) => {
    if (file !== model.file) {
      if (revision !== undefined || answered !== undefined || (job && job.state !== "running")) void model.loadSummary(file);
      return;
    }
    if (revision !== undefined) void model.reloadIfChanged(revision);
    if (answered !== undefined) void model.loadFindings();
    if (job) {
      model.plan.job = job;
      model.emit("job");
      if (job.state !== "running") void model.reload().then(() => model.loadFindings());
    }
  },
);

const initials = sessionStorage.getItem("initials");
if (initials === null) void open.initials();
else {
  model.initials = initials;
  model.emit("initials");
}
