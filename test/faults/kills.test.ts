import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { closeGate, held, kill, recovered } from '../support/kills.ts'
import type { Gate } from '../support/kills.ts'
import { startRealEngine, until } from '../support/real-engine.ts'
import type { RealEngine } from '../support/real-engine.ts'

const PYTHONS = ['3.12', '3.13'] as const

let engine: RealEngine

beforeAll(async () => {
  engine = await startRealEngine('kills')
})

afterAll(() => engine.stop())

/** Where a run is when the kill comes; `observed` says by what that is known. */
interface KillPoint {
  readonly name: string
  readonly gate: Gate | null
  readonly observed: (world: World) => Promise<boolean>
  /** executions that were under way and so may be started once more, unless just the database was away */
  readonly repeatable: number
}

interface World {
  readonly sql: postgres.Sql
  readonly plotId: string
  readonly before: ReadonlyMap<string, number>
}

const POINTS: readonly KillPoint[] = [
  {
    name: "the author's artefact is stored",
    gate: { table: 'attempts', operation: 'insert' },
    observed: ({ sql }) => held(sql),
    repeatable: 0,
  },
  {
    name: 'in mid-render',
    gate: null,
    observed: async ({ before }) => engine.executions().size > before.size,
    repeatable: 3,
  },
  {
    name: 'renders are stored, the activity is not complete',
    gate: { table: 'renders', operation: 'insert', when: "new.variant = 'changed'" },
    observed: ({ sql }) => held(sql),
    repeatable: 1,
  },
  {
    name: 'the review is stored, before publication',
    gate: { table: 'publications', operation: 'insert' },
    observed: ({ sql }) => held(sql),
    repeatable: 0,
  },
  {
    name: 'between file rename and publication row',
    gate: { table: 'publications', operation: 'update' },
    observed: async ({ sql, plotId }) => (await held(sql)) && inodeOf(plotId) !== null,
    repeatable: 0,
  },
]

describe.each(['worker', 'temporal', 'postgres'])('SIGKILL of %s', (part) => {
  it.each(POINTS.map((point, index) => [point.name, point, index] as const))(
    '%s',
    async (_name, point, index) => {
      const plotId = `kill-${part}-${index}`
      engine.addPlot(plotId)
      const sql = engine.sql()
      const world: World = { sql, plotId, before: engine.executions() }
      const gate = point.gate && (await closeGate(engine, point.gate))
      const id = await engine.accepted({ plotId, libraries: ['matplotlib'], pythons: [...PYTHONS] })
      await until(() => point.observed(world))
      const inode = inodeOf(plotId)
      const pid = await kill(engine, part)
      if (part === 'postgres') await recovered(engine, part, pid)
      await gate?.open({ orphaned: part === 'worker' })
      await recovered(engine, part, pid)
      const run = await engine.ended(id)
      expect(run).toMatchObject({ status: 'approved', libraries: [{ version: '1.0.0', status: 'approved' }] })
      const own = await ownExecutions(world)
      const started = [...engine.executions()].filter(([key]) => own.has(key)).map(([, count]) => count)
      expect(started).toHaveLength(PYTHONS.length + 1)
      expect(Math.max(...started)).toBeLessThanOrEqual(2)
      const repeatable = part === 'postgres' ? 0 : point.repeatable
      expect(started.filter((count) => count > 1).length).toBeLessThanOrEqual(repeatable)
      await expectOnePublication(plotId, inode)
    },
  )
})

/**
 * The executions of this run: tags of what was published are measured beside it, or after it. Asked through a
 * connection of its own, as those from before the kill may be dead.
 */
async function ownExecutions({ before }: World): Promise<ReadonlySet<string>> {
  const rows =
    await engine.sql()`select left(key, 40) as id from renders where variant in ('sample', 'changed')`
  return new Set(rows.map(({ id }) => String(id)).filter((id) => !before.has(id)))
}

/** Exactly one publication, counted in the catalogue's folder and in the ledger. */
async function expectOnePublication(plotId: string, inodeBefore: number | null): Promise<void> {
  const implementation = join(engine.config.catalogue, 'plots', plotId, 'implementations', 'matplotlib')
  expect(readdirSync(implementation)).toEqual(['current'])
  expect(inodeOf(plotId)).toBe(inodeBefore ?? inodeOf(plotId))
  const sql = engine.sql()
  const rows = await sql`select state, version from publications where plot_id = ${plotId}`
  expect([...rows]).toEqual([{ state: 'done', version: '1.0.0' }])
}

function inodeOf(plotId: string): number | null {
  const file = join(
    engine.config.catalogue,
    'plots',
    plotId,
    'implementations',
    'matplotlib',
    'current',
    'plot.py',
  )
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null
}
