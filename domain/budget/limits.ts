/** What a run, a day, and a day with one provider may cost unless a setting says otherwise, in dollars. */
export const BUDGET_USD_PER_RUN = 1
export const BUDGET_USD_PER_DAY = 20
export const BUDGET_USD_PER_PROVIDER_DAY = 10

/** Highest budget that can be asked for, in dollars: more is a slip of the finger. */
export const BUDGET_USD_MAX = 10_000

/** Tokens reserved for each picture. Providers count them by pixels or tiles, some thousands for the largest. */
export const IMAGE_TOKENS_MAX = 8_000

/** Tokens reserved for what a provider adds to a question: roles, separators, how to answer in JSON. */
export const CALL_OVERHEAD_TOKENS = 2_000

/** Tokens of one kind that a single call can have used; a provider that reports more is not believed. */
export const CALL_TOKENS_MAX = 100_000_000

/** Longest that a model may take for one answer. */
export const CALL_TIMEOUT_MS = 180_000

/** Time a reservation outlives the timeout of its call, so that a slow answer is not taken for a lost one. */
export const CALL_LEASE_MARGIN_MS = 60_000
