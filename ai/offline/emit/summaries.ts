import type { ChartType } from '../../../domain/plot/plot.schema.ts'
import type { Plan } from '../plan.ts'

/** What `plot()` of each chart type does, as a sentence in the imperative; the second one where there are groups. */
const SUMMARIES: Readonly<Record<ChartType, readonly [string, string?]>> = {
  scatter: ['Draw one point per row.', 'Draw one point per row, coloured by group.'],
  line: ['Draw the rows as one line.', 'Draw one line per group.'],
  bar: ['Draw one bar per category.'],
  boxplot: ['Draw one box per category.'],
  density: ['Draw where the values are dense.', 'Draw where the values of each group are dense.'],
  ecdf: [
    'Draw which share of the rows is at most as large as each value.',
    'Draw which share of each group is at most as large as each value.',
  ],
  violin: ['Draw one violin per category.'],
  heatmap: ['Draw one cell per pair of names, coloured by a number.'],
  hexbin: ['Draw how many points lie in each hexagon of a grid.'],
  'calendar-heatmap': ['Draw one cell per day, coloured by a number, a column per week.'],
  'grouped-bar': ['Draw one bar per category and group.'],
  'stacked-bar': ['Draw the groups of each category on top of each other.'],
  lollipop: ['Draw one point per category, with a line from zero.'],
  waterfall: ['Draw how steps add up to a total.'],
  'error-bar': ['Draw one point per category, with its interval.'],
  slope: ['Draw one line per series between the moments.'],
  dumbbell: ['Draw the groups of each category as points that a line joins.'],
  bubble: ['Draw one bubble per row.', 'Draw one bubble per row, coloured by group.'],
  step: ['Draw the rows as one line of steps.', 'Draw one line of steps per group.'],
  area: ['Draw what each group adds to the whole.', 'Draw what each group adds to the whole.'],
  candlestick: ['Draw one candle per row, from open to close and from low to high.'],
  'small-multiples': ['Draw one panel per value of the facet, all on the same scales.'],
  'pair-grid': ['Draw every pair of numbers as points, and each as a histogram.'],
  histogram: ['Draw how many values lie in each of equal intervals.'],
}

/** What `plot()` does. */
export function summaryOf({ type, roles }: Plan): string {
  const [alone, grouped] = SUMMARIES[type]
  return 'color' in roles && roles.color !== null ? (grouped ?? alone) : alone
}
