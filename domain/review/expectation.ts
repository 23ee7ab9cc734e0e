/** A row that must be drawn as a point or as a vertex of a line; `group` null: it has no colour of its own. */
export interface ExpectedPoint {
  readonly x: number
  readonly y: number
  readonly group: string | null
  /** false: its group is missing, so that it may be left out */
  readonly required: boolean
}

export interface ExpectedBar {
  readonly category: string
  readonly group: string | null
  readonly value: number
}

export interface ExpectedBox {
  readonly category: string
  readonly group: string | null
  /** in ascending order */
  readonly values: readonly number[]
}

/** A straight line along a category. */
export interface ExpectedStem {
  readonly category: string
  readonly low: number
  readonly high: number
}

export interface ExpectedStep {
  readonly category: string
  readonly base: number
  readonly value: number
}

export interface ExpectedSlope {
  readonly series: string
  readonly points: readonly { readonly at: string; readonly value: number }[]
}

/** A cell of a grid of names. */
export interface ExpectedCell {
  readonly x: string
  readonly y: string
  readonly value: number
}

/** A day of a calendar; `day` counts days since 1970. */
export interface ExpectedDay {
  readonly day: number
  readonly value: number
}

/** The values of a group that must be summed up as a curve. */
export interface ExpectedCurve {
  /** null: nothing is mapped to colour */
  readonly group: string | null
  /** in ascending order */
  readonly values: readonly number[]
  /** false: the values are all equal, so that no curve can be estimated from them */
  readonly required: boolean
}

/** A place on two axes of numbers. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** How thick the area of a group must be at a place. */
export interface ExpectedArea {
  readonly x: number
  readonly group: string
  readonly value: number
}

/** A row that must be drawn as a bubble; `required` as for a point. */
export interface ExpectedBubble {
  readonly x: number
  readonly y: number
  /** what its area stands for; what is below zero has no area */
  readonly size: number
  readonly required: boolean
}

/** A row that must be drawn as a candle. */
export interface ExpectedCandle {
  readonly x: number
  readonly open: number
  readonly close: number
  /** ends of its wick, in order */
  readonly low: number
  readonly high: number
}

/** What must be drawn for a spec and its data, by what the chart type `expects`. */
export interface ExpectedKinds {
  readonly points: { readonly points: readonly ExpectedPoint[]; readonly dates: boolean }
  readonly bars: { readonly bars: readonly ExpectedBar[] }
  readonly bins: { readonly values: readonly number[]; readonly bins: number | null }
  readonly boxes: { readonly boxes: readonly ExpectedBox[] }
  readonly cells: { readonly cells: readonly ExpectedCell[] }
  readonly densities: { readonly curves: readonly ExpectedCurve[] }
  readonly shares: { readonly curves: readonly ExpectedCurve[] }
  readonly violins: { readonly violins: readonly ExpectedCurve[] }
  readonly hexagons: { readonly points: readonly Place[] }
  readonly days: { readonly days: readonly ExpectedDay[] }
  readonly dots: { readonly dots: readonly ExpectedBar[]; readonly stems: readonly ExpectedStem[] }
  readonly steps: { readonly steps: readonly ExpectedStep[]; readonly total: number }
  readonly slopes: { readonly slopes: readonly ExpectedSlope[] }
  readonly bubbles: { readonly bubbles: readonly ExpectedBubble[] }
  readonly areas: { readonly areas: readonly ExpectedArea[] }
  readonly candles: { readonly candles: readonly ExpectedCandle[] }
}

/** One of the kinds. */
export type Expected<K extends keyof ExpectedKinds = keyof ExpectedKinds> = {
  readonly [E in K]: { readonly kind: E } & ExpectedKinds[E]
}[K]
