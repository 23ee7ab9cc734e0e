/** Longest plot id, in characters. */
export const PLOT_ID_LENGTH_MAX = 40

/** Versions of an implementation that stay in `previous/`; Git has the rest. */
export const PREVIOUS_VERSIONS_KEPT = 3
