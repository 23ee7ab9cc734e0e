import { chartRules } from '../../domain/plot/charts.ts'
import type { ChartOption } from '../../domain/plot/chart-rules.ts'
import type { Draft } from '../../domain/plot/draft.schema.ts'
import type { Aggregate, Chart } from '../../domain/plot/plot.schema.ts'
import { groupsOf, isMeasure } from './draft-columns.ts'
import type { FilledSample, FilledSlot } from './draft-columns.ts'

/** Longest title, in characters. */
const TITLE_LENGTH_MAX = 60

/** What words ask for, by option of `chart`. */
const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  mean: 'mean',
  average: 'mean',
  averaged: 'mean',
  median: 'median',
  sum: 'sum',
  total: 'sum',
  lowest: 'min',
  minimum: 'min',
  highest: 'max',
  maximum: 'max',
}
const ORIENTATIONS = { horizontal: 'horizontal', vertical: 'vertical' } as const
const SORTS = {
  ascending: 'ascending',
  descending: 'descending',
  sorted: 'descending',
  ranked: 'descending',
  ranking: 'descending',
} as const

/** Words that choose an option. */
export const OPTION_WORDS: readonly string[] = [
  ...[AGGREGATES, ORIENTATIONS, SORTS].flatMap((options) => Object.keys(options)),
  'bin',
]

/** How several rows are put together, as requirements say it and as a label does. */
const SAID: Readonly<Record<Aggregate, readonly [done: string, label: string]>> = {
  mean: ['averaged', 'Mean'],
  median: ['reduced to their median', 'Median'],
  sum: ['added up', 'Total'],
  count: ['counted', 'Number of'],
  min: ['reduced to the lowest', 'Lowest'],
  max: ['reduced to the highest', 'Highest'],
}

/**
 * The chart of a template with what words ask for; what has an order of its own is not sorted by value.
 * @param words those that do not name a column
 */
export function chartFor(template: Chart, words: readonly string[], filled: FilledSample): Draft['chart'] {
  const { options } = chartRules(template.type)
  const chart = inOwnOrder(template, filled)
  const wish = <Option extends ChartOption>(
    option: Option,
    values: Readonly<Record<string, Draft['chart'][Option]>>,
  ): Draft['chart'][Option] => {
    const word = words.find((each) => Object.hasOwn(values, each))
    const wished = word === undefined || !options.includes(option) ? null : values[word]
    return wished ?? chart[option]
  }
  return {
    type: template.type,
    aggregate: wish('aggregate', AGGREGATES),
    bins: wish('bins', binsOf(words)),
    orientation: wish('orientation', ORIENTATIONS),
    sort: wish('sort', SORTS),
  }
}

/** Categories with an order of their own, such as months, stand in it from left to right. */
function inOwnOrder(template: Chart, { slots }: FilledSample): Draft['chart'] {
  const { type, aggregate = null, bins = null, orientation = null, sort = null } = template
  const chart = { type, aggregate, bins, orientation, sort }
  const names = slots.find(({ role }) => role === 'category')?.column
  if (names?.ordered !== true && names?.type !== 'temporal') return chart
  return { ...chart, orientation: orientation && 'vertical', sort: sort && 'data' }
}

/** A number that stands before the word for it. */
function binsOf(words: readonly string[]): Readonly<Record<string, number>> {
  const bins = Number(words[words.indexOf('bin') - 1])
  return bins >= 2 && bins <= 200 ? { bin: Math.floor(bins) } : {}
}

/** A sentence of a template that tells how rows are put together, for another way. */
export function retold(text: string, from: Aggregate | undefined, to: Aggregate | null): string {
  return from === undefined || to === null ? text : text.replaceAll(SAID[from][0], SAID[to][0])
}

/** The words of an axis: of a measurement also how several rows of it became one mark. */
export function labelOf(
  filled: FilledSlot,
  chart: Draft['chart'],
  { sample, slots }: FilledSample,
): string | null {
  const { column } = filled
  if (column === null) return null
  const label = column.label ?? sentence(column.name)
  if (!isMeasure(filled) || sample.rows <= groupsOf(slots)) return label
  if (chartRules(chart.type).stems === 'interval') return `Mean ${lowered(label)} ± 1 standard deviation`
  const word = chart.aggregate && SAID[chart.aggregate][1]
  return word === null || label.startsWith(word) ? label : `${word} ${lowered(label)}`
}

/** What the picture shows, in the words of its columns; of many measurements in those of the sample. */
export function titleOf(
  { sample, slots }: FilledSample,
  { isDistribution }: { isDistribution: boolean },
): string {
  const named = slots.filter(({ column }) => column !== null)
  const isPlace = (filled: FilledSlot) => isMeasure(filled) || filled.column?.type === 'quantitative'
  const measured = named.filter((filled) => isPlace(filled) && filled.column?.ordered !== true)
  const by = named.filter((filled) => !measured.includes(filled)).map(titleWord)
  const what = measured.toSorted((a, b) => Number(a.role === 'x') - Number(b.role === 'x')).map(titleWord)
  const title = `${isDistribution ? 'Distribution of ' : ''}${what.join(' and ')}${by.length > 0 ? ` by ${by.join(' and ')}` : ''}`
  return what.length <= 3 && title.length <= TITLE_LENGTH_MAX
    ? title
    : (sample.about ?? sentence(sample.path))
}

function titleWord({ column }: FilledSlot): string {
  const label = column?.label ?? sentence(column?.name ?? '')
  return label.replace(/(?<= )(?!(?:a|and|at|by|in|of|on|per|the|to)\b)\p{Ll}/gu, (letter) =>
    letter.toUpperCase(),
  )
}

function sentence(name: string): string {
  const words = name.replace(/^.*\/|\.csv$/g, '').replaceAll(/[_-]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The label within a sentence; one that begins with an abbreviation stays as it is. */
function lowered(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
