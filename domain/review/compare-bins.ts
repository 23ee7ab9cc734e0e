import { allNumbers, short } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { placeOf, spanOf } from './values.ts'

interface Bin {
  readonly start: number
  readonly end: number
  readonly count: number
}

/** Counts the rows of each drawn interval again; a histogram that bins raw values must hold exactly those. */
export function compareBins({ values }: Expected<'bins'>, marks: readonly Marks[]): Comparison {
  const raw = allNumbers(marks, 'value')
  const bins = marks.flatMap(binsOf)
  if (bins.length === 0) return compareRaw(values, raw)
  const drawn = bins.reduce((total, bin) => total + bin.count, 0)
  const counted = withSameInterval(bins)
  const edge = 1e-9 * spanOf(values)
  const differences = counted.map((bin) => ({ bin, by: countedWrong(bin, values, edge) }))
  const wrong = differences.reduce((total, { by }) => total + by, 0)
  const worst = differences.find(({ by }) => by > 0)
  return {
    expected: values.length,
    drawn: Math.round(drawn),
    wrong: Math.min(values.length, Math.ceil(wrong)),
    example:
      worst === undefined
        ? null
        : `the interval ${short(worst.bin.start)} to ${short(worst.bin.end)} does not hold ${short(worst.bin.count)} rows`,
  }
}

/** How many intervals are drawn; null where the library chooses them itself. */
export function binsDrawn(marks: readonly Marks[]): number | null {
  const bins = withSameInterval(marks.flatMap(binsOf))
  return bins.length === 0 ? null : bins.length
}

function compareRaw(values: readonly number[], raw: readonly number[]): Comparison {
  const left = new Map<string, number>()
  for (const value of values) left.set(value.toPrecision(10), (left.get(value.toPrecision(10)) ?? 0) + 1)
  const extra = raw.filter((value) => {
    const key = value.toPrecision(10)
    const count = left.get(key) ?? 0
    if (count > 0) left.set(key, count - 1)
    return count === 0
  })
  const missing = [...left.values()].reduce((total, count) => total + count, 0)
  const example = extra[0] === undefined ? null : `${short(extra[0])} is not in the data`
  return { expected: values.length, drawn: raw.length, wrong: Math.max(missing, extra.length), example }
}

function binsOf(mark: Marks): readonly Bin[] {
  return (mark.values['count'] ?? []).flatMap((value, row) => {
    const [start, end] = [placeOf(mark.values['start']?.[row]), placeOf(mark.values['end']?.[row])]
    const count = placeOf(value)
    return start === null || end === null || count === null ? [] : [{ start, end, count }]
  })
}

/** Groups that are stacked or laid over each other share their intervals. */
function withSameInterval(bins: readonly Bin[]): readonly Bin[] {
  const merged = new Map<string, Bin>()
  for (const bin of bins) {
    const key = `${bin.start.toPrecision(10)} ${bin.end.toPrecision(10)}`
    merged.set(key, { ...bin, count: bin.count + (merged.get(key)?.count ?? 0) })
  }
  return [...merged.values()]
}

/** Rows by which a count is off; a row on an edge may belong to either side. */
function countedWrong({ start, end, count }: Bin, values: readonly number[], edge: number): number {
  const inside = values.filter((value) => value > start + edge && value < end - edge).length
  const within = values.filter((value) => value >= start - edge && value <= end + edge).length
  return Math.max(0, inside - count, count - within)
}
