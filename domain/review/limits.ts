import { SANDBOX_CPU_S, SANDBOX_MEMORY_MB } from '../sandbox/limits.ts'

/** Lowest total score that approves an implementation. It never falls. */
export const QUALITY_BAR = 85

/** Repairs after the first attempt; then a person decides. */
export const REPAIRS_MAX = 3

/** Model families that must judge before a verdict counts as a panel's. */
export const REVIEW_QUORUM_FAMILIES = 2

/** What each criterion counts in a total of 100. Criteria without a score are left out and the rest renormalised. */
export const CRITERION_WEIGHTS = {
  runs: 15,
  code_quality: 15,
  spec_compliance: 20,
  legibility: 15,
  visual_aesthetics: 15,
  user_experience: 10,
  performance: 5,
  idiom: 5,
} as const

/** Lowest score of a criterion that still approves, whatever the total is. */
export const CRITERION_FLOORS = { runs: 100, spec_compliance: 70, legibility: 60 } as const

/** Highest total of an implementation with a failed veto. */
export const VETO_SCORE_MAX = 49

/** Share of the measurable weight that must have been measured; below it a person decides. */
export const COVERAGE_MIN = 0.8

/** CPU milliseconds one execution may use before it costs points. */
export const CPU_MS_MAX = SANDBOX_CPU_S * 1000

/** Memory one execution may use before it costs points, in MB above the interpreter's baseline. */
export const MEMORY_MB_MAX = SANDBOX_MEMORY_MB

/** Largest relative difference between a drawn value and its datum. */
export const VALUE_TOLERANCE = 5e-4

/** Largest distance of a drawn density from the data's own, as a share of its peak. */
export const CURVE_TOLERANCE = 0.02

/** Smallest share of rows that must be drawn. */
export const ROWS_DRAWN_MIN = 0.99

/** Share of wrong values from which an implementation is refused. */
export const WRONG_VALUES_MAX = 0.05

/** Share of values outside of the axes from which an implementation is refused. */
export const OUTSIDE_VETO = 0.01

/** Smallest share of pixels that must differ when the data is mirrored. */
export const PIXELS_CHANGED_MIN = 2e-4

/** A picture with fewer colours, or with a larger share of one colour, is blank. */
export const DISTINCT_COLORS_MIN = 4
export const BACKGROUND_SHARE_MAX = 0.995

/** Share of the smaller of two text boxes that may be covered by the other before it costs points. */
export const TEXT_OVERLAP_MAX = 0.05

/** Covered share from which overlapping texts are refused: labels of ticks, and any other pair. */
export const TICK_OVERLAP_VETO = 0.15
export const TEXT_OVERLAP_VETO = 0.3

/** CSS pixels a text may reach over the edge of the picture. */
export const CLIP_TOLERANCE_PX = 1

/** Smallest contrast of a text (WCAG 1.4.3), of a large text, and of marks (WCAG 1.4.11). */
export const TEXT_CONTRAST_MIN = 4.5
export const LARGE_TEXT_CONTRAST_MIN = 3
export const MARK_CONTRAST_MIN = 3

/** Size from which a text counts as large, in CSS pixels. */
export const LARGE_TEXT_PX = 24

/** Smallest text, in CSS pixels of a picture 800 wide. */
export const FONT_SIZE_PX_MIN = 9

/** Smallest CIEDE2000 distance of two groups' colours, also as people with a colour vision deficiency see them. */
export const COLOR_DISTANCE_MIN = 10

/** Smallest share of the picture that the drawing must span. */
export const CANVAS_USE_MIN = 0.55

/** Labelled ticks of a numeric or time axis. */
export const TICKS_MIN = 3
export const TICKS_MAX = 12

/** Share of points that may lie on others before opaque ones cost points. */
export const OVERPLOTTED_MAX = 0.5
