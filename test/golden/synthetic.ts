import { slotRoles } from '../../domain/plot/roles.ts'
import type { Role } from '../../domain/plot/chart-rules.ts'
import type { FactValue } from '../../domain/review/facts.schema.ts'
import type { Base } from './chart.ts'
import { normal, oneOf, whole } from './random.ts'
import type { Random } from './random.ts'

/** Columns by what they do in the chart. */
type Columns = Readonly<Partial<Record<Role, readonly FactValue[]>>>

/** Makes of data for chart types that take any numbers; the others get rows of their own samples. */
const MAKERS: Readonly<Record<string, (random: Random) => Columns>> = {
  scatter,
  line,
  bar,
  boxplot,
  histogram,
}

/** The base with made-up data, for about half of the charts whose type takes any numbers; else null. */
export function syntheticBase(random: Random, { spec }: Base): Base | null {
  const maker = MAKERS[spec.chart.type]
  if (maker === undefined || random() < 0.5) return null
  const roles = slotRoles(spec)
  const made = Object.entries(maker(random)).flatMap(([role, values]) => {
    const slot = role in roles ? roles[role as Role] : undefined
    return slot === undefined ? [] : [{ slot: slot.name, values }]
  })
  const rows = made[0]?.values.length ?? 0
  return {
    spec: {
      ...spec,
      sample: { ...spec.sample, columns: Object.fromEntries(made.map(({ slot }) => [slot, slot])) },
    },
    table: { rows, columns: Object.fromEntries(made.map(({ slot, values }) => [slot, values])) },
  }
}

function scatter(random: Random): Columns {
  const rows = whole(random, 15, 700)
  const slope = random() * 4 - 2
  const x = sequence(rows, () => distributed(random)())
  const y = x.map((value) => slope * value + normal(random))
  return { x, y, color: groupsOf(random, rows, whole(random, 2, 5)) }
}

function line(random: Random): Columns {
  const groups = whole(random, 1, 4)
  const steps = whole(random, 12, 200)
  const x: readonly FactValue[] =
    random() < 0.6 ? dates(random, steps) : sequence(steps, (step) => step * 0.5)
  const series = sequence(groups, () => walk(random, steps))
  return {
    x: series.flatMap(() => x),
    y: series.flat(),
    color: series.flatMap((values, group) => values.map(() => `G${group}`)),
  }
}

function bar(random: Random): Columns {
  const category = groupsOf(random, whole(random, 20, 250), whole(random, 3, 11))
  return { category, value: category.map((name) => 2 + Number(name.slice(1)) + Math.abs(normal(random))) }
}

function boxplot(random: Random): Columns {
  const category = groupsOf(random, whole(random, 120, 700), whole(random, 2, 6))
  const draw = distributed(random)
  return { category, value: category.map((name) => Number(name.slice(1)) + draw()) }
}

function histogram(random: Random): Columns {
  return { value: sequence(whole(random, 60, 1500), distributed(random)) }
}

/** A random walk. */
function walk(random: Random, steps: number): readonly number[] {
  let height = 10 * random()
  return sequence(steps, () => (height += normal(random)))
}

/** One of some shapes that measurements have. */
function distributed(random: Random): () => number {
  return oneOf(random, [
    () => normal(random),
    () => 5 + normal(random),
    () => Math.exp(0.6 * normal(random)),
    () => 10 * random(),
  ])
}

/** So many groups, each in at least some rows. */
function groupsOf(random: Random, rows: number, groups: number): readonly string[] {
  return sequence(rows, (row) => `G${row < 3 * groups ? row % groups : whole(random, 0, groups - 1)}`)
}

function dates(random: Random, steps: number): readonly string[] {
  const days = oneOf(random, [1, 7, 31])
  const start = Date.UTC(whole(random, 1980, 2020), whole(random, 0, 11), 1)
  return sequence(steps, (step) => new Date(start + step * days * 86_400_000).toISOString().slice(0, 19))
}

function sequence<T>(length: number, value: (at: number) => T): readonly T[] {
  return Array.from({ length }, (_, at) => value(at))
}
