/** Lowest total score that approves an implementation. It never falls. */
export const QUALITY_BAR = 85

/** Repairs after the first attempt; then a person decides. */
export const REPAIRS_MAX = 3

/** Model families that must judge before a verdict counts as a panel's. */
export const REVIEW_QUORUM_FAMILIES = 2
