// The JSON of the server, for the type checker.

/**
 * @typedef {"cover" | "keep"} Decision
 * @typedef {[number, number, number, number]} Box x1 y1 x2 y2 in pixels of the upright picture
 *
 * @typedef {"face" | "head" | "text" | "plate" | "area"} Kind
 * @typedef {"followed" | "fixed" | "scene"} Moves
 *
 * @typedef {object} Track
 * @property {number} id
 * @property {Kind} kind
 * @property {"detected" | "drawn"} origin
 * @property {Moves | null} moves How an area goes through the film; null of what is none, or of an older plan.
 * @property {boolean} all_but Whether everything outside of it is covered.
 * @property {[number, number] | null} asked For which frames a person asked for it; it may have been lost before.
 * @property {boolean} whole Whether it is the whole picture.
 * @property {number} first
 * @property {number} last
 * @property {number} confidence
 * @property {number} observations
 * @property {number} size
 * @property {Decision} decision
 * @property {string} reason
 * @property {string} code Of the reason from the list; empty if it has the default.
 * @property {number} changed
 * @property {boolean} reviewed
 * @property {number[]} keys
 * @property {boolean} removable Whether the cover may hide nothing.
 * @property {number[]} covered_by Tracks whose covers lie over this one, if it is kept.
 * @property {number | null} matched Of 100 such faces, how many open recognisers match; of faces that are kept.
 *
 * @typedef {object} Place Where a face may be bare.
 * @property {"suspected" | "gap" | "jump" | "end"} kind
 * @property {number} first
 * @property {number} last
 * @property {number} frame The one to look at.
 * @property {Box} box In that frame.
 * @property {number} size
 * @property {number} danger
 * @property {number} number Of the suspicion; of all others, of their track.
 *
 * @typedef {"keep" | "silence" | "bleep" | "disguise" | "default"} SoundDecision `default` takes back what was decided.
 * @typedef {"mute" | "keep" | "disguise"} Audio
 * @typedef {{ start: number, end: number }} Span In microseconds since the first frame; the end is not part of it.
 * @typedef {Span & { decision: SoundDecision, reason: string }} Stretch
 *
 * @typedef {object} Sound
 * @property {number} begin In microseconds since the first frame; may be negative.
 * @property {number} end
 * @property {[number, number][]} speech
 *
 * @typedef {object} SampleCheck
 * @property {number} files From so many frames are drawn.
 * @property {number | null} file The one that is drawn next; null once all frames were checked.
 * @property {number | null} frame Of that file.
 * @property {number} checked
 * @property {number} bare In how many of them a face was bare.
 * @property {number | null} needed Answers until the bound is 1 %; null if none bring it there.
 * @property {boolean} fixed Whether all were drawn beforehand.
 * @property {number} share The upper bound of the share of frames that show a bare face, in percent.
 * @property {number} after The answers after which it was worked out; 0 if there is none yet.
 * @property {number} next The answers after which the next one is.
 * @property {string[]} by The initials of those who looked.
 *
 * @typedef {object} Reviewed
 * @property {number} tracks
 * @property {number} tracks_reviewed
 * @property {number} frames
 * @property {number} frames_reviewed
 * @property {boolean} complete
 *
 * @typedef {object} Job
 * @property {string} task
 * @property {"running" | "done" | "failed"} state
 * @property {string} [stage]
 * @property {number} [done]
 * @property {number | null} [total]
 * @property {string} [unit]
 * @property {string} [message] In English.
 * @property {Message[]} [messages]
 * @property {string} [cause] Why an archive could not do it.
 *
 * @typedef {object} Incident
 * @property {number} first
 * @property {number} last
 * @property {string} what
 *
 * @typedef {object} Risk The expected number of bare faces, with its 95 % interval.
 * @property {number} expected
 * @property {number} low
 * @property {number} high
 * @property {boolean} searched Whether the scan looked for faces at all.
 *
 * @typedef {object} Plan
 * @property {number} revision
 * @property {Track[]} tracks
 * @property {Place[]} places The most dangerous first.
 * @property {Risk} risk
 * @property {Stretch[]} stretches In ascending order, without overlaps.
 * @property {[number, number][]} reviewed_frames
 * @property {[number, number][]} review_again Frames that were reviewed before something in them was uncovered.
 * @property {Incident[]} incidents What people wrote about the event, in the order of the film.
 * @property {Reviewed} reviewed
 * @property {string | null} undo
 * @property {string | null} redo
 * @property {boolean} output_exists
 * @property {Job | null} job
 * @property {number | null} [new_track]
 *
 * @typedef {object} Reason
 * @property {string} code
 * @property {string} text
 *
 * @typedef {object} About
 * @property {string} name
 * @property {"video" | "photo"} kind
 * @property {number} width
 * @property {number} height
 * @property {number} aspect
 * @property {number} rate
 * @property {number[]} times
 * @property {number} unreadable
 * @property {string} output
 * @property {Audio | null} audio What the archive does with all other sound; null where it is chosen on this page.
 * @property {boolean} listed Whether the start page lists it: an archive renders it, with the options chosen there.
 * @property {Kind[]} cover The kinds that the scan looked for.
 * @property {Reason[]} reasons
 * @property {Sound | null} sound Null if there is none.
 *
 * @typedef {object} Spread What came of putting an area on all other files.
 * @property {string[]} done Names.
 * @property {string[]} other_shape Names of those that have another shape, on which nothing was drawn.
 * @property {{ message: string, messages: Message[] }[]} failed Why it could not be done, for each.
 *
 * @typedef {object} Message Something that the server says.
 * @property {string} key Of the catalogue.
 * @property {Record<string, string | number | Message[]>} values
 *
 * @typedef {object} Summary
 * @property {number} number Of the file.
 * @property {string} name
 * @property {"video" | "photo"} kind
 * @property {number} tracks
 * @property {number} tracks_reviewed
 * @property {number} frames
 * @property {number} frames_reviewed
 * @property {boolean} complete
 * @property {number} visible
 * @property {number} findings Those that nobody has answered.
 * @property {boolean} output_exists
 *
 * @typedef {object} Leak A finding of the audit.
 * @property {number} number
 * @property {"face" | "head" | "text" | "plate" | "moved cover" | "shaken"} kind
 * @property {number | null} plan_track
 * @property {number} first_frame
 * @property {number} last_frame
 * @property {Box} box
 * @property {number} size_px
 * @property {number} survives From 0 to 1.
 * @property {"counts" | "review"} weight
 * @property {{ reason: string, by: string } | null} answer Of a person who looked and saw nothing that must be covered.
 *
 * @typedef {object} Findings
 * @property {string} verdict
 * @property {string} sentence In English.
 * @property {Record<string, string>} sentences In each language; none in the report of an earlier version.
 * @property {Leak[]} leaks
 *
 * @typedef {{ do: "decide", tracks: number[], decision: Decision, reason?: string }
 *   | { do: "give_reason", tracks: number[], code: string }
 *   | { do: "describe", first: number, last: number, what: string }
 *   | { do: "keep_only", tracks: number[], reason?: string }
 *   | { do: "cover_suspicion", suspicion: number, reason?: string }
 *   | { do: "dismiss", suspicion: number }
 *   | { do: "draw", frame: number, box: Box, first?: number, last?: number, moves?: Moves, all_but?: boolean, sampled?: boolean }
 *   | { do: "set_area", track: number, frame: number, moves: Moves, all_but: boolean }
 *   | { do: "follow", track: number, frame: number }
 *   | { do: "move", track: number, frame: number, box: Box }
 *   | { do: "set_ends", track: number, first?: number, last?: number, still: boolean }
 *   | { do: "split", track: number, frame: number }
 *   | { do: "join", track: number, other: number }
 *   | { do: "mark_reviewed", tracks?: number[], frames?: [number, number][] }
 *   | { do: "record_sample", frame: number }
 *   | { do: "decide_sound", start: number, end: number, decision: SoundDecision, reason?: string }
 *   | { do: "move_sound", start: number, end: number, new_start: number, new_end: number }
 *   | { do: "undo" | "redo" }} Change
 *
 * @typedef {"covered" | "outline" | "original"} Mode
 * @typedef {{ method: string, shape: string, scale: number }} Style
 */

export {};
