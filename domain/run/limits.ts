/** Longest request to improve what is published, in characters. */
export const IMPROVEMENT_LENGTH_MAX = 500

/** Minutes a review stays with the person who claimed it; after that, undecided, others can have it. */
export const REVIEW_CLAIM_MINUTES = 30
