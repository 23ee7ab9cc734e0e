import { chartRules } from '../../domain/plot/charts.ts'
import type { ChartRules, Role } from '../../domain/plot/chart-rules.ts'
import { stemOf, stemsOf } from '../../domain/plot/chart-words.ts'
import { fits } from '../../domain/plot/draft.ts'
import type { OfferedColumn, OfferedSample } from '../../domain/plot/draft.ts'
import { DRAFT_COLORS_MAX, DRAFT_NAMES_MAX } from '../../domain/plot/limits.ts'
import type { Slot, Spec } from '../../domain/plot/plot.schema.ts'
import { slotRoles } from '../../domain/plot/roles.ts'

/** A slot with the role it plays and the column that fills it; null: an optional slot stays empty. */
export interface FilledSlot {
  readonly role: Role
  readonly slot: Slot
  readonly column: OfferedColumn | null
}

/** A sample that a chart can be drawn from, and which of its columns fill which slots. */
export interface FilledSample {
  readonly sample: OfferedSample
  readonly slots: readonly FilledSlot[]
}

/** Rows of each group that a distribution or an interval takes, and points of a field of hexagons. */
const ROWS_PER_GROUP_MIN = 8
const ROWS_OF_FIELD_MIN = 100

/** Words that come before what something is compared by. */
const BY: readonly string[] = ['by', 'per', 'over', 'across', 'each', 'every', 'versus', 'vs', 'against']

/** Words of labels that mean nothing. */
const SMALL: readonly string[] = ['at', 'in', 'of', 'per', 'the']

/**
 * Fills the slots of a spec from the sample that fits best: by the words that name its columns, then by the words
 * that name the sample, then as the spec itself does.
 * @param words as `stemsOf` gives them
 * @returns null when no sample has the columns it takes
 */
export function fillSlots(
  template: Spec,
  samples: readonly OfferedSample[],
  words: readonly string[],
): FilledSample | null {
  const rules = chartRules(template.chart.type)
  const roles = slotRoles(template)
  const open = rules.roles.flatMap(({ role }) => {
    const slot = roles[role]
    return slot === undefined ? [] : [{ role, slot, column: null }]
  })
  const all = samples.flatMap((sample) =>
    fillings(open, sample.columns)
      .map((slots) => ({ sample, slots }))
      .filter((filled) => suits(rules, filled)),
  )
  const [best] = all
    .map((filled) => ({ filled, score: scoreOf(filled, template, words) }))
    .toSorted((a, b) => b.score - a.score)
  return best?.filled ?? null
}

/** True where a slot takes a measurement and not what it is compared by. */
export function isMeasure({ role, slot }: Pick<FilledSlot, 'role' | 'slot'>): boolean {
  return role !== 'x' && slot.types.includes('quantitative')
}

/** How many marks there are to which rows are put together: one for each combination of names and places. */
export function groupsOf(slots: readonly FilledSlot[]): number {
  const names = slots.filter((filled) => !isMeasure(filled))
  return names.reduce((product, { column }) => product * (column?.distinct ?? 1), 1)
}

/** The words that may mean a column. */
export function wordsOfColumn({ name, label = '', words = [] }: OfferedColumn): readonly string[] {
  const said = stemsOf(`${name} ${label}`).filter((word) => !SMALL.includes(word))
  return [...said, ...words.map(stemOf)]
}

/** The words that may mean a sample as a whole. */
export function wordsOfSample({ path, about = '' }: OfferedSample): readonly string[] {
  const words = stemsOf(`${path.replace(/^.*\/|\.csv$/g, '')} ${about}`)
  return words.filter((word) => word.length > 3)
}

/** Every way to fill the slots with columns, none used twice. */
function fillings(
  open: readonly FilledSlot[],
  columns: readonly OfferedColumn[],
): readonly (readonly FilledSlot[])[] {
  const [first, ...rest] = open
  if (first === undefined) return [[]]
  const empty = first.slot.required ? [] : fillings(rest, columns).map((others) => [first, ...others])
  const taken = columns
    .filter((column) => mayFill(first, column))
    .flatMap((column) =>
      fillings(
        rest,
        columns.filter((other) => other !== column),
      ).map((others) => [{ ...first, column }, ...others]),
    )
  return [...empty, ...taken]
}

const ENDS: readonly Role[] = ['open', 'high', 'low', 'close']

function mayFill({ role, slot }: FilledSlot, column: OfferedColumn): boolean {
  // Which end of something a number is, only a word can say.
  if (ENDS.includes(role) && !wordsOfColumn(column).includes(role)) return false
  if (role === 'color') return column.distinct > 1 && column.distinct <= DRAFT_COLORS_MAX
  if (isMeasure({ role, slot })) return column.type === 'quantitative' && column.ordered !== true
  const isFew = slot.types.includes(column.type) && column.type !== 'nominal'
  return fits(column, slot.types) && (isFew || column.distinct <= DRAFT_NAMES_MAX)
}

const DISTRIBUTIONS: readonly ChartRules['expects'][] = ['boxes', 'violins', 'bins', 'densities', 'shares']
const ONE_ROW_EACH: readonly ChartRules['expects'][] = ['slopes', 'candles']

/** Whether the sample has the rows that such a chart is about. */
function suits(rules: ChartRules, { sample, slots }: FilledSample): boolean {
  const { expects, stems, ordered } = rules
  const groups = groupsOf(slots)
  if (DISTRIBUTIONS.includes(expects) || stems === 'interval')
    return sample.rows >= groups * ROWS_PER_GROUP_MIN
  if (expects === 'hexagons' && sample.rows < ROWS_OF_FIELD_MIN) return false
  // One row at each place of each group, and groups that are there at most places.
  const isFull = sample.rows <= groups && sample.rows >= groups / 2
  if ((ordered || ONE_ROW_EACH.includes(expects)) && !isFull) return false
  return slots.every((filled) => filled.role !== 'x' || suitsPlace(rules, filled))
}

/** A slope goes between two moments, a course along times or what has an order; a measurement is neither. */
function suitsPlace({ expects, ordered }: ChartRules, { slot, column }: FilledSlot): boolean {
  if (expects === 'slopes') return column?.distinct === 2
  if (slot.types.includes('nominal')) return true
  const isOrdered = column?.ordered === true
  return ordered ? isOrdered || column?.type === 'temporal' : !isOrdered
}

function scoreOf({ sample, slots }: FilledSample, template: Spec, words: readonly string[]): number {
  const isOwn = sample.path === template.sample.path
  const about = new Set(wordsOfSample(sample).filter((word) => words.includes(word)))
  const places = slots.map((filled) => placeOf(filled, words))
  const inOrder = places.filter((place, index) => {
    const before = places.slice(0, index).filter((other) => other >= 0)
    return place >= 0 && before.every((other) => other < place)
  })
  const each = slots.map((filled) => {
    const { slot, column } = filled
    if (column === null) return 0
    const isAsBefore = isOwn && template.sample.columns[slot.name] === column.name
    return wordScore(filled, words) + (isAsBefore ? 2 : 0) + (slot.types.includes(column.type) ? 1 : 0)
  })
  return 12 * about.size + inOrder.length + (isOwn ? 1 : 0) + each.reduce((sum, score) => sum + score, 0)
}

/** Most for a column that is named where such a role is named: what is measured first, then what by. */
function wordScore(filled: FilledSlot, words: readonly string[]): number {
  const place = placeOf(filled, words)
  if (place < 0) return filled.slot.required ? 0 : -2
  const isAfterBy = words.slice(0, place).some((word) => BY.includes(word))
  const others = new Set(words.filter((word) => means(filled, word))).size - 1
  return (isAfterBy === isMeasure(filled) ? 10 : 14) + 3 * others
}

function placeOf(filled: FilledSlot, words: readonly string[]): number {
  return words.findIndex((word) => means(filled, word))
}

function means({ column }: FilledSlot, word: string): boolean {
  return column !== null && wordsOfColumn(column).includes(word)
}
