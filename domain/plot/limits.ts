/** Longest plot id, in characters. */
export const PLOT_ID_LENGTH_MAX = 40

/** Versions of an implementation that stay in `previous/`; Git has the rest. */
export const PREVIOUS_VERSIONS_KEPT = 3

/** Longest file of an implementation, in kB. */
export const SOURCE_KB_MAX = 64

/** Findings a model is told at once, the heaviest first. */
export const AUTHOR_FINDINGS_MAX = 12

/** Longest answer of a model that writes an implementation, in tokens, with what it thinks before. */
export const AUTHOR_TOKENS_MAX = 24_000

/** Time a model has for it, in milliseconds. */
export const AUTHOR_TIMEOUT_MS = 120_000

/** Longest idea that a spec is drafted from, in characters. */
export const IDEA_LENGTH_MAX = 1000

/** Longest answer of a model that drafts a spec, in tokens, with what it thinks before. */
export const DRAFT_TOKENS_MAX = 12_000

/** Entries of each list of a drafted spec's requirements, and their length in characters. */
export const DRAFT_LINES_MAX = 8
export const DRAFT_LINE_LENGTH_MAX = 200

/** Different numbers or dates of a sample that a draft may show as names. */
export const DRAFT_NAMES_MAX = 40

/** Groups that a draft tells apart by colour. */
export const DRAFT_COLORS_MAX = 8

/** Longest tag, in characters. */
export const TAG_LENGTH_MAX = 40

/** Tags of a plot that the registry does not have and that are kept apart. */
export const PROPOSED_TAGS_MAX = 4

/** Of so many values of a column one is missing when a plot is tried with missing values. */
export const MISSING_EVERY = 10

/** Rows that a plot must cope with to be said to handle many. */
export const MANY_ROWS = 100_000
