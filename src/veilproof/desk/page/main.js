// Shows what a person can choose, or, once something was started, the list of files.

import { getJson, post, Refused } from "/page/api.js";
import { h, one } from "/page/dom.js";
import { listenForEvents } from "/page/events.js";
import { Chooser } from "./chooser.js";
import { FileList } from "./file-list.js";
import { languageSwitch } from "/page/language-switch.js";
import { text } from "/page/text.js";

/** @import { Work } from "./types.js" */

/** The least time between two requests for the rows. A round number: people see it as at once. */
const REFRESH_MS = 500;

const view = one("#view", HTMLElement);
const notice = one("#notice", HTMLElement);
one("#promise", HTMLElement).textContent = text("promise");
const quit = h("button", { type: "button", className: "quit", title: text("quit-hint"), onclick: () => void attempt(end) }, text("quit"));
one("header", HTMLElement).append(languageSwitch(), quit);

/** @type {FileList | null} */ let list = null;
let ended = false;
/** How many answers about the work were asked for, and which of them is shown. */ let [asked, shown] = [0, 0];

/** @param {unknown} error */
function say(error) {
  if (!(error instanceof Refused)) throw error;
  notice.textContent = error.message;
}

/** Do what a person asked for, and say why if it is refused. @param {() => Promise<void>} action */
async function attempt(action) {
  notice.textContent = "";
  try {
    await action();
  } catch (error) {
    say(error);
  }
}

/** End the program. What is not finished goes on when it is started again. */
async function end() {
  await post("/api/desk/quit", {});
  ended = true;
  quit.remove();
  showOnly(h("h1", { tabIndex: -1 }, text("quit-done")));
}

/** Show nothing but a sentence, and read it out. @param {HTMLElement} sentence */
function showOnly(sentence) {
  view.replaceChildren(sentence);
  sentence.focus();
}

async function showChooser() {
  list = null;
  const chooser = new Chooser(attempt, refresh);
  await chooser.open();
  view.replaceChildren(chooser.element);
}

/** Show the work as it is now; the chooser, if there is none. */
async function refresh() {
  if (ended) return;
  const number = (asked += 1);
  const work = /** @type {Work} */ (await getJson(`/api/desk/work?first=${list?.first ?? 0}`));
  // One that was asked for before knows less.
  if (number < shown) return;
  shown = number;
  if (work.folder === null) {
    if (list || !view.firstChild) await showChooser();
    return;
  }
  if (!list) {
    list = new FileList(attempt, refresh);
    view.replaceChildren(list.element);
  }
  list.show(work);
}

let waiting = false;
let again = false;

/** Refresh soon, however many events come. */
async function refreshSoon() {
  again = true;
  if (waiting || ended) return;
  waiting = true;
  while (again) {
    again = false;
    await attemptQuietly();
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
  waiting = false;
}

/** What a person asked for last stays in the notice. */
async function attemptQuietly() {
  try {
    await refresh();
  } catch (error) {
    say(error);
  }
}

try {
  await refresh();
  document.documentElement.dataset.ready = "true";
  void listenForEvents(() => void refreshSoon(), ({ work }) => {
    if (work) void refreshSoon();
  });
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  // Without the key, nothing on this page works.
  showOnly(h("h1", { id: "refused", tabIndex: -1, dir: "auto" }, error.message));
}
