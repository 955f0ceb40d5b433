// The key of this page. It belongs to the origin, port included: unlike a cookie, no server at another port gets it.

const NAME = "key";
/** How long another window may take to answer. A round number: it takes milliseconds. */
const ANSWER_MS = 500;

// Heard by windows of this very origin only.
const windows = new BroadcastChannel("veilproof-key");

// The opening address gives the key once, with the page; a reload finds it here, and a new window asks the others.
let key = document.documentElement.dataset.key ?? sessionStorage.getItem(NAME) ?? "";
if (document.documentElement.dataset.key) {
  document.documentElement.removeAttribute("data-key");
  history.replaceState(null, "", "/");
}
if (key) sessionStorage.setItem(NAME, key);
else await renewKey();

windows.addEventListener("message", ({ data }) => {
  if (key && data.refused !== undefined && data.refused !== key) windows.postMessage({ key });
});

export function currentKey() {
  return key;
}

/**
 * Ask the other windows for the key, after the server refused ours: it may have been started again.
 * @returns {Promise<boolean>} Whether there is another key now.
 */
export async function renewKey() {
  /** @type {string} */
  const other = await new Promise((resolve) => {
    const answered = (/** @type {MessageEvent} */ { data }) => {
      if (data.key && data.key !== key) resolve(data.key);
    };
    windows.addEventListener("message", answered);
    setTimeout(() => {
      windows.removeEventListener("message", answered);
      resolve("");
    }, ANSWER_MS);
    windows.postMessage({ refused: key });
  });
  if (!other) return false;
  key = other;
  sessionStorage.setItem(NAME, key);
  return true;
}
