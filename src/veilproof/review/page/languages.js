// The languages of the pages, and which of them a person reads.

/** As in src/veilproof/language/__init__.py: each by its own name. */
export const LANGUAGES = {
  en: { name: "English", direction: "ltr" },
  be: { name: "Беларуская", direction: "ltr" },
  es: { name: "Español", direction: "ltr" },
  fr: { name: "Français", direction: "ltr" },
  ru: { name: "Русский", direction: "ltr" },
  uk: { name: "Українська", direction: "ltr" },
  ar: { name: "العربية", direction: "rtl" },
};

/**
 * A cookie, and not the storage of the page, which ends with the port: that is another one with every start. It ends with
 * the browser and has a name that many pages use, so that nothing on the disk tells of veilproof.
 */
const COOKIE = "language";

/** The language that was chosen on the page, or else the first one of the browser that there is. @returns {keyof typeof LANGUAGES} */
export function chosenLanguage() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith(`${COOKIE}=`))?.split("=")[1] ?? "";
  const wanted = [cookie, ...navigator.languages.map((tag) => tag.split("-")[0])];
  return /** @type {keyof typeof LANGUAGES | undefined} */ (wanted.find((code) => code in LANGUAGES)) ?? "en";
}

/** @param {string} code */
export function rememberLanguage(code) {
  document.cookie = `${COOKIE}=${code}; path=/; samesite=strict`;
}
