// Requests to the server of this page; the page makes no others.

import { currentKey, renewKey } from "./key.js";
import { said } from "./messages.js";
import { text } from "./text.js";

/** The server refused a request, or is gone (code 0); the message is for people. */
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
async function request(path, options = {}) {
  let response = await send(path, options);
  if (response.status === 403 && (await renewKey())) response = await send(path, options);
  if (response.ok) return response;
  const body = await response.text();
  let message = body;
  try {
    const answer = JSON.parse(body);
    message = said(answer.messages, answer.message ?? body);
  } catch {
    // Not JSON: the text is the message.
  }
  throw new Refused(message || text("server-answered", { code: response.status }), response.status);
}

/**
 * @param {string} path
 * @param {RequestInit} options
 */
async function send(path, options) {
  try {
    return await fetch(path, { ...options, headers: { ...options.headers, "Veilproof-Key": currentKey() } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(text("server-gone"), 0);
  }
}

/**
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 */
export async function getJson(path) {
  return (await request(path)).json();
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function getBlob(path, signal) {
  return (await request(path, { signal })).blob();
}

/**
 * The body of an answer that goes on for as long as the page is open.
 * @param {string} path
 */
export async function openStream(path) {
  return /** @type {ReadableStream<Uint8Array>} */ ((await request(path)).body);
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function getBuffer(path, signal) {
  return (await request(path, { signal })).arrayBuffer();
}

/** @param {string} path */
export async function getFloats(path) {
  return new Float32Array(await getBuffer(path));
}

/**
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<T>}
 */
export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return (await request(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
}
