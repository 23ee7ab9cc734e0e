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

/** What models judge of each criterion; the rest of its weight is measured. */
export const JUDGED_WEIGHTS = {
  code_quality: 5,
  spec_compliance: 6,
  visual_aesthetics: 15,
  user_experience: 10,
  performance: 2,
  idiom: 5,
} as const

/** The family whose word weighs most for each judged criterion. */
export const LEAD_FAMILIES = {
  code_quality: 'anthropic',
  spec_compliance: 'anthropic',
  visual_aesthetics: 'openai',
  user_experience: 'openai',
  performance: 'google',
  idiom: 'google',
} as const

/** How far the leading family pulls a criterion's score from the median towards its own word. */
export const LEAD_SHARE = 0.2

/** Points between two anchored levels. */
export const LEVEL_POINTS = 25

/** Points between the kindest and the strictest family from which a disagreement is flagged. */
export const SPREAD_MAX = 20

/** Families that must object to the same thing before it refuses. */
export const CONFIRMING_FAMILIES = 2

/** How long the panel waits for the rest once enough families have answered, in milliseconds. */
export const PANEL_GRACE_MS = 20_000

/** Lowest score of a judged criterion that still approves, whatever the total is. */
export const JUDGED_FLOOR = 50

/** Score of a judged criterion below which its reasons go to the author. */
export const JUDGED_REMARK_BELOW = 75

/** Lowest score of a criterion that still approves, whatever the total is. */
export const CRITERION_FLOORS = { runs: 100, spec_compliance: 70, legibility: 60 } as const

/** What a fault takes of its criterion at least, for each point of its check: two points are a level. */
export const FAULT_COST = LEVEL_POINTS / 2

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

/** Largest relative difference between the area of a bubble and what its size asks for. */
export const AREA_TOLERANCE = 0.02

/** Share of a criterion's seeded defects that a judge must find before its opinion on it counts at all. */
export const DETECTION_MIN = 0.6

/**
 * What a picture must bear out of what its figure claims. Measured in November 2026 on the ten starter pictures of
 * matplotlib and seaborn, and those of test/review/fixtures: nothing bare, foreign or unbounded, no empty text, no
 * stray pixel in a picture of 1600 × 900.
 */
export const BARE_SHARE_MAX = 0.02
export const FOREIGN_SHARE_MAX = 0.1
export const UNBOUNDED_SHARE_MAX = 0.1
export const STRAY_INSIDE_MAX = 150
export const STRAY_OUTSIDE_MAX = 60

/** Share of the picture outside of its panels that shapes without values may take up before a person must look. */
export const SHAPES_SHARE_MAX = 0.02

/** CSS pixels between where a value says that a mark is and where the mark is said to be. */
export const CLAIM_TOLERANCE_PX = 1.5

/** CSS pixels between a tick's label and its place, and the share of labels that must be near theirs. */
export const TICK_TOLERANCE_PX = 5
export const TICKS_PLACED_MIN = 0.5

/** Lines of one implementation. */
export const CODE_LINES_MAX = 200

/** Numbers in a row that code may hold without being data. */
export const EMBEDDED_NUMBERS_MAX = 19

/** Smallest share of a numeric axis that points and lines must span. */
export const AXIS_RANGE_USED_MIN = 0.3

/** Categories on one axis, and colours of groups. */
export const CATEGORIES_MAX = 30
export const COLORS_MAX = 10

/** Largest empty margin at one side, as a share of the picture. */
export const MARGIN_MAX = 0.15

/** Smallest share of the picture that the area of the marks must have. */
export const PLOT_AREA_MIN = 0.35
