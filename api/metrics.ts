import { Hono } from 'hono'
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

import { SandboxOutcome } from '../domain/sandbox/sandbox.schema.ts'
import type { SandboxStatus } from '../domain/sandbox/sandbox.schema.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { onError } from './errors.ts'
import { checkSite } from './guard.ts'

/** What the metrics are made of. */
type MetricsDeps = Pick<ApiDeps, 'sandbox' | 'log' | 'allowedHosts' | 'anyAddress'>

/** What listens on `METRICS_PORT`: `/metrics` in the text format of Prometheus. Open: it names no plot and nobody. */
export function createMetricsApp(deps: MetricsDeps): Hono<ApiEnv> {
  const own = new Registry()
  collectDefaultMetrics({ register: own })
  const app = new Hono<ApiEnv>()
  app.onError(onError(deps.log))
  app.get('/metrics', async (c) => {
    checkSite(deps, c)
    // Why it is away stands in its log and in `/v1/sandbox`; a scrape tells what can be told.
    const status = await deps.sandbox.status().catch(() => null)
    const text = `${await own.metrics()}\n${await sandboxMetrics(status)}`
    return c.body(text, 200, { 'Content-Type': own.contentType, 'Cache-Control': 'no-store' })
  })
  return app
}

/** Made anew for each scrape: the daemon does the counting. */
async function sandboxMetrics(status: SandboxStatus | null): Promise<string> {
  const registry = new Registry()
  const up = status === null ? 0 : 1
  addGauge(registry, { name: 'up', help: 'Whether the sandbox answers', samples: [[{}, up]] })
  if (status === null) return registry.metrics()
  addExecutions(registry, status)
  addZygotes(registry, status)
  return `${await registry.metrics()}\n${slotWaitText(status)}`
}

function addExecutions(registry: Registry, { byOutcome, pools, residentMb }: SandboxStatus): void {
  addCounter(registry, {
    name: 'executions_total',
    help: 'Executions since the sandbox started, by outcome',
    labelNames: ['outcome'],
    samples: SandboxOutcome.options.map((outcome) => [{ outcome }, byOutcome[outcome] ?? 0]),
  })
  addGauge(registry, {
    name: 'slots',
    help: 'Slots that run an execution or are free, and executions that are waiting for one',
    labelNames: ['pool', 'state'],
    samples: Object.entries(pools).flatMap(([pool, { slots, running, waiting }]): Sample[] => [
      [{ pool, state: 'running' }, running],
      [{ pool, state: 'free' }, slots - running],
      [{ pool, state: 'waiting' }, waiting],
    ]),
  })
  addGauge(registry, {
    name: 'memory_bytes',
    help: 'Resident memory of the daemon itself',
    samples: [[{}, bytes(residentMb)]],
  })
}

function addZygotes(registry: Registry, { zygotes: { starts, failures, kept } }: SandboxStatus): void {
  addCounter(registry, {
    name: 'zygote_starts_total',
    help: 'Zygotes started since the sandbox started',
    samples: [[{}, starts]],
  })
  addCounter(registry, {
    name: 'zygote_failures_total',
    help: 'Zygotes that failed since the sandbox started',
    samples: [[{}, failures]],
  })
  addGauge(registry, { name: 'zygotes', help: 'Zygotes that are kept', samples: [[{}, kept.length]] })
  addGauge(registry, {
    name: 'zygote_memory_bytes',
    help: 'Resident memory of each zygote that is kept',
    labelNames: ['python', 'library'],
    samples: kept.map(({ python, library, residentMb }) => [{ python, library }, bytes(residentMb)]),
  })
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

interface Described {
  readonly name: string
  readonly help: string
  /** a metric without labels has a sample from the start, one with labels only those given */
  readonly labelNames?: readonly string[]
  readonly samples: readonly Sample[]
}

const PREFIX = 'pyplots_sandbox_'

function addGauge(registry: Registry, { name, samples, ...described }: Described): void {
  const gauge = new Gauge({ ...described, name: PREFIX + name, registers: [registry] })
  for (const [labels, value] of samples) gauge.set(labels, value)
}

function addCounter(registry: Registry, { name, samples, ...described }: Described): void {
  const counter = new Counter({ ...described, name: PREFIX + name, registers: [registry] })
  for (const [labels, value] of samples) counter.inc(labels, value)
}

/** Written out: the library's histograms take single observations, and the daemon has counted already. */
function slotWaitText({ slotWait: { atMostMs, count, sumMs } }: SandboxStatus): string {
  const name = `${PREFIX}slot_wait_seconds`
  const bounds = Object.entries(atMostMs)
    .map(([ms, executions]) => [Number(ms) / 1000, executions] as const)
    .sort(([a], [b]) => a - b)
  return [
    `# HELP ${name} How long executions waited for a slot`,
    `# TYPE ${name} histogram`,
    ...bounds.map(([seconds, executions]) => `${name}_bucket{le="${seconds}"} ${executions}`),
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sumMs / 1000}`,
    `${name}_count ${count}`,
    '',
  ].join('\n')
}

/** The daemon counts memory in units of 2^20 bytes. */
function bytes(mb: number): number {
  return mb * 2 ** 20
}
