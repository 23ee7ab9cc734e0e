import { Client, Connection } from '@temporalio/client'

import type { EngineState } from '../parts/engine.schema.ts'
import { libraryWorkflowId, plotWorkflowId } from '../temporal/ids.ts'
import { startRealEngine } from '../test/support/real-engine.ts'
import type { RealEngine } from '../test/support/real-engine.ts'
import { cpuMs, describeMachine, memoryMb, processTree } from './machine.ts'

/** Starts that are timed; the first of them is with cold file caches and left out. */
const STARTS = 6

/** Runs of an unchanged plot that are timed. */
const UNCHANGED_RUNS = 5

/** What the engine costs: to start, to keep, and per plot. */
export async function benchEngine() {
  const starts = await timeStarts()
  const engine = await startRealEngine('bench')
  try {
    const memory = partsMemory(await engine.state())
    engine.addPlot('bench-plot')
    const cold = await timePlot(engine)
    const activities = await countActivities(engine)
    const before = partsCpu(await engine.state())
    const unchanged: number[] = []
    for (let run = 0; run < UNCHANGED_RUNS; run += 1) unchanged.push(await timePlot(engine))
    const used = difference(partsCpu(await engine.state()), before)
    return {
      machine: describeMachine(),
      startMs: distribution(starts.map((start) => start.totalMs)),
      startMsByPart: starts.at(-1)?.parts ?? {},
      idleMemoryMb: { ...memory, total: sum(Object.values(memory)) },
      memoryAfterPlotMb: partsMemory(await engine.state()),
      plot: { libraries: 5, pythons: 4, coldS: cold / 1000, unchangedMs: distribution(unchanged) },
      activities: {
        ...activities,
        cpuMsPerUnchangedRun: perRun(used),
        cpuMsPerActivity: cost(used, activities),
      },
    }
  } finally {
    await engine.stop()
  }
}

async function timeStarts() {
  const starts: { totalMs: number; parts: Record<string, number | null> }[] = []
  for (let start = 0; start < STARTS; start += 1) {
    const startedMs = performance.now()
    const engine = await startRealEngine('bench-start')
    const totalMs = performance.now() - startedMs
    const { parts } = await engine.state()
    starts.push({ totalMs, parts: Object.fromEntries(parts.map((part) => [part.name, part.startedMs])) })
    await engine.stop()
  }
  return starts.slice(1)
}

async function timePlot(engine: RealEngine): Promise<number> {
  const startedMs = performance.now()
  const run = await engine.ended(await engine.accepted({ plotId: 'bench-plot' }))
  if (run.status !== 'approved') throw new Error(`the plot ended as ${run.status}: ${run.message ?? ''}`)
  return performance.now() - startedMs
}

/** Regular and local activities of the last run, from the histories of its Workflows. */
async function countActivities(engine: RealEngine) {
  const connection = await Connection.connect({ address: (await engine.state()).temporalAddress ?? '' })
  const client = new Client({ connection })
  const libraries = ['matplotlib', 'seaborn', 'plotly', 'bokeh', 'altair']
  const ids = [
    plotWorkflowId('bench-plot'),
    ...libraries.map((library) => libraryWorkflowId('bench-plot', library)),
  ]
  const histories = await Promise.all(ids.map((id) => client.workflow.getHandle(id).fetchHistory()))
  const events = histories.flatMap((history) => history.events ?? [])
  await connection.close()
  return {
    regular: events.filter((event) => event.activityTaskScheduledEventAttributes).length,
    local: events.filter((event) => event.markerRecordedEventAttributes).length,
    events: events.length,
  }
}

function partsMemory(state: EngineState): Record<string, number> {
  return perPart(state, memoryMb)
}

function partsCpu(state: EngineState): Record<string, number> {
  return perPart(state, cpuMs)
}

function perPart({ parts, pid }: EngineState, measure: (pid: number) => number): Record<string, number> {
  const named = [...parts.map((part) => [part.name, part.pid] as const), ['supervisor', pid] as const]
  return Object.fromEntries(
    named.map(([name, root]) => {
      const tree = root === null ? [] : name === 'supervisor' ? [root] : processTree(root)
      return [name, Math.round(sum(tree.map(measure)))]
    }),
  )
}

function difference(after: Record<string, number>, before: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]))
}

function perRun(used: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(used).map(([name, value]) => [name, Math.round(value / UNCHANGED_RUNS)]),
  )
}

/** CPU of server and worker together for each regular activity of an unchanged run. */
function cost(used: Record<string, number>, { regular }: { readonly regular: number }): number {
  const total = (used['temporal'] ?? 0) + (used['worker'] ?? 0)
  return Number((total / UNCHANGED_RUNS / regular).toFixed(1))
}

function distribution(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b).map(Math.round)
  return {
    min: sorted[0],
    median: sorted[Math.floor(sorted.length / 2)],
    max: sorted.at(-1),
    n: sorted.length,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
