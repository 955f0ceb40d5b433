// The JSON of the server, for the type checker.

/**
 * @typedef {object} Locations
 * @property {{ id: string, kind: string, name: string, path: string }[]} locations
 * @property {{ id: string, name: string, path: string, items: number, finished: number }[]} begun
 *
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} name
 * @property {boolean} folder
 * @property {number} size Bytes.
 * @property {number} modified Milliseconds since 1970.
 *
 * @typedef {object} Folder
 * @property {string} id
 * @property {string} name
 * @property {string} path
 * @property {string | null} up
 * @property {string} destination
 * @property {boolean} begun
 * @property {number} total
 * @property {number} files
 * @property {number} others
 * @property {number} first
 * @property {Entry[]} entries
 *
 * @typedef {object} Row
 * @property {number} item
 * @property {string} name
 * @property {"waiting" | "running" | "done" | "needs review" | "failed"} state
 * @property {string} cause
 * @property {string} message
 * @property {number | null} places
 * @property {string} verdict
 * @property {number} leaks
 * @property {boolean} ready Whether there is a result to look at, also while it is rendered again.
 * @property {"no" | "begun" | "complete"} review
 * @property {boolean} changed
 * @property {string} [stage]
 * @property {number | null} [seconds_left]
 * @property {number | null} [share]
 *
 * @typedef {object} Work
 * @property {string | null} folder
 * @property {string} destination
 * @property {boolean} running
 * @property {boolean} stopping
 * @property {string} message Why the work ended, in English; empty if it went on.
 * @property {import("../../review/page/types.js").Message[]} messages
 * @property {Record<Row["state"], number>} counts
 * @property {number} total
 * @property {number | null} seconds_left
 * @property {number} first
 * @property {Row[]} rows
 */

export {};
