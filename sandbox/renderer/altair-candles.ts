import type { FactValue } from '../../domain/review/facts.schema.ts'
import type { Channel, SceneMark } from './vega-scene.ts'

/** The candles of a chart: rectangles from open to close with a rule from low to high at each. */
export interface AltairCandles {
  readonly mark: SceneMark
  readonly values: Readonly<Record<string, FactValue[]>>
}

type ReadPlace = (place: Channel | undefined) => FactValue[]

/** The rectangles that have a wick at each of their places; the others are bars. */
export function altairCandles(marks: readonly SceneMark[], read: ReadPlace): readonly AltairCandles[] {
  const rules = marks.filter((mark) => mark.type === 'rule' && isUpright(mark))
  const wicks = new Map(rules.flatMap((rule) => wicksOf(rule, read)))
  return marks.flatMap((mark) => {
    if (mark.type !== 'rect' || !isUpright(mark) || mark.places['x2'] !== undefined) return []
    const x = read(placeOf(mark))
    if (x.length === 0 || !x.every((at) => wicks.has(at))) return []
    const ends = x.map((at) => wicks.get(at))
    const values = {
      x,
      open: read(mark.places['y']),
      close: read(mark.places['y2']),
      low: ends.map((wick) => wick?.[0] ?? null),
      high: ends.map((wick) => wick?.[1] ?? null),
    }
    return [{ mark, values }]
  })
}

/** Both ends come from the data, at a place that is no category. */
function isUpright({ places }: SceneMark): boolean {
  const [from, to, x] = [places['y'], places['y2'], places['x'] ?? places['xc']]
  const discrete = x === undefined || x.scale === null || ['band', 'point', 'ordinal'].includes(x.scale)
  const ends = [from?.field ?? null, to?.field ?? null]
  return !discrete && !ends.includes(null) && ends[0] !== ends[1]
}

function placeOf({ places }: SceneMark): Channel | undefined {
  return places['xc'] ?? places['x']
}

function wicksOf(rule: SceneMark, read: ReadPlace) {
  const [x, from, to] = [read(placeOf(rule)), read(rule.places['y']), read(rule.places['y2'])]
  return x.map((at, row) => [at, [from[row] ?? null, to[row] ?? null]] as const)
}
