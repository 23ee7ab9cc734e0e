import { columns } from './python.ts'

/** Colours of the groups, all 3:1 or more on white: four of Okabe and Ito, then an ochre and a grey. */
export const PALETTE = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#8C6D00', '#595959'] as const

/** Title; texts of the axes and the legend; the axis line; the grid behind the marks. */
export const COLORS = {
  title: '#1F1F1F',
  text: '#4A4A4A',
  darkText: '#262626',
  line: '#9A9A9A',
  grid: '#E6E6E6',
} as const

/** Opacity of a box's fill, whose outline is solid, and of the outliers beyond it. */
export const BOX_OPACITY = 0.3
export const OUTLIER_OPACITY = 0.7

/** The picture's size in CSS pixels, as keyword arguments. */
export const SIZE_KEYWORDS = { width: '800', height: '450' } as const

/** Text sizes in CSS pixels. */
export const SIZES = { title: 16, label: 13, tick: 12 } as const

/** Opacity of points: few ones, and many ones that overlap. */
export const OPACITY = { few: 0.8, many: 0.4, repaired: 0.3 } as const

/** From this number of points on they are drawn with the lower opacity. */
export const MANY_POINTS = 1000

/** Columns of text that fit along an upright axis. */
export const AXIS_TITLE_COLUMNS = 46

/** Smallest size a long title is set in, in CSS pixels. */
const TITLE_SIZE_MIN = 12

/** Width a title may take, in CSS pixels, and the width of one letter as a share of its size. */
const TITLE_ROOM = 690
const LETTER = 0.56

/** What a repair can change in the way a chart is drawn. */
export interface Design {
  /** rotate the names below upright bars and boxes */
  readonly rotateTicks: boolean
  /** break long names of categories into lines */
  readonly wrapTicks: boolean
  /** lay bars and boxes on their side whatever the spec leaves open */
  readonly horizontal: boolean
  /** leave more room around the plot */
  readonly roomy: boolean
  /** put the legend under the plot instead of beside it */
  readonly legendBelow: boolean
  /** nearly black texts */
  readonly darkText: boolean
  /** fainter points */
  readonly faint: boolean
}

/** How a chart is drawn at first. */
export const FIRST_DESIGN: Design = {
  rotateTicks: false,
  wrapTicks: false,
  horizontal: false,
  roomy: false,
  legendBelow: false,
  darkText: false,
  faint: false,
}

/** Size of a title in CSS pixels: smaller where the text is too long for one line. */
export function titleSize(title: string): number {
  const fitting = Math.floor(TITLE_ROOM / (LETTER * Math.max(1, columns(title))))
  return Math.max(TITLE_SIZE_MIN, Math.min(SIZES.title, fitting))
}

/** CSS pixels as points of a matplotlib figure that is 100 pixels to the inch, with one decimal. */
export function points(px: number): string {
  return String(Math.round(px * 7.2) / 10)
}
