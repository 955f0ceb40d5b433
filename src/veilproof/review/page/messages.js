// What the server says, in the language of the page; in English what the catalogues do not have.

import { clauses, hasText, language, listed, text } from "./text.js";

/** @import { Message } from "./types.js" */

/**
 * @param {Message[] | undefined} messages
 * @param {string} english The same, or what is said without any.
 */
export function said(messages, english) {
  return messages?.length ? clauses(messages.map(sentence)) : english;
}

/**
 * Why something could not be done, or must be looked at.
 * @param {string | undefined} cause As the archive names it.
 * @param {string} english What it says of it, with the details.
 */
export function because(cause, english) {
  const key = `cause-${(cause ?? "").replace(/[ /]/g, "-")}`;
  return language !== "en" && hasText(key) ? text(key) : english;
}

/**
 * @param {Message} message
 * @returns {string}
 */
function sentence({ key, values }) {
  return text(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? listed(value.map(sentence)) : value])));
}
