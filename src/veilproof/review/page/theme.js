// The colours of what is painted: those of base.css, which follow the light or dark theme of the system.

const dark = matchMedia("(prefers-color-scheme: dark)");
/** @type {Map<string, string>} */ const known = new Map();
dark.addEventListener("change", () => known.clear());

/** The value of a custom property of the style sheet. @param {string} name Without its dashes. */
export function colour(name) {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    known.set(name, value);
  }
  return value;
}

/** Paint again when the theme changes. @param {() => void} paint */
export function onTheme(paint) {
  dark.addEventListener("change", paint);
}
