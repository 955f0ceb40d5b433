// Talking to the server that this page came from, and to nothing else.

/** The server said no; the message is for people. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {number} code
   */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 */
async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused("veilproof is not running any more; start `veilproof review` again", 0);
  }
  if (answer.ok) return answer;
  const text = await answer.text();
  let said = text;
  try {
    said = JSON.parse(text).error ?? text;
  } catch {
    // It was not JSON, so it is the sentence itself.
  }
  throw new Refused(said || `the server answered ${answer.status}`, answer.status);
}

/**
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 */
export async function getJson(path) {
  return (await ask(path)).json();
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function getBlob(path, signal) {
  return (await ask(path, { signal })).blob();
}

/** @param {string} path */
export async function getFloats(path) {
  return new Float32Array(await (await ask(path)).arrayBuffer());
}

/**
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<T>}
 */
export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return (await ask(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
}
