// The events of the server. Read with fetch and not with EventSource, which cannot send the key of the page.

import { openStream, Refused } from "./api.js";

/** How long to wait before connecting again. A round number. */
const RETRY_MS = 500;

/**
 * Listen for as long as the page is open.
 * @param {() => void} opened Called whenever the connection is made.
 * @param {(event: any) => void} received
 */
export async function listenForEvents(opened, received) {
  for (;;) {
    try {
      const lines = await openStream("/api/events");
      opened();
      await readLines(lines, (line) => received(JSON.parse(line)));
    } catch (error) {
      // Refused for good: another server answers at this port. Otherwise the connection was lost; try again.
      if (error instanceof Refused && error.code === 403) return;
      if (!(error instanceof Refused || error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(line: string) => void} received
 */
async function readLines(stream, received) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) received(line);
  }
}
