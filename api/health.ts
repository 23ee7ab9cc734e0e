import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import { pendingMigrations } from '../db/migrate.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { problems } from './problem.ts'
import { json } from './respond.ts'

const Health = z
  .object({
    status: z.literal('ok'),
    service: z.literal('pyplots'),
    version: z.string(),
    /** digest of the state folder: whose engine this is */
    home: z.string(),
  })
  .meta({ id: 'Health' })

const Check = z.object({ ok: z.boolean(), latencyMs: z.number(), message: z.string() }).meta({ id: 'Check' })
const Readiness = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    checks: z.object({ database: Check, migrations: Check, temporal: Check, sandbox: Check }),
  })
  .meta({ id: 'Readiness' })
type Check = z.infer<typeof Check>

/** Milliseconds a part gets to answer. */
const CHECK_TIMEOUT_MS = 3_000

const health = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Say that the process is alive, and whose it is',
  responses: { 200: json(Health, 'It is'), ...problems() },
})

const ready = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Say whether every part answers',
  responses: {
    200: json(Readiness, 'All do'),
    ...problems(),
    503: json(Readiness, 'At least one does not'),
  },
})

/** `/healthz` and `/readyz`; both are open to everybody. */
export function healthRoutes(deps: ApiDeps) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(health, (c) => {
      c.header('Cache-Control', 'no-store')
      const { version, homeDigest: home } = deps
      return c.json({ status: 'ok' as const, service: 'pyplots' as const, version, home }, 200)
    })
    .openapi(ready, async (c) => {
      c.header('Cache-Control', 'no-store')
      const checks = await checkAll(deps)
      const isReady = Object.values(checks).every(({ ok }) => ok)
      return isReady
        ? c.json({ status: 'ready' as const, checks }, 200)
        : c.json({ status: 'not_ready' as const, checks }, 503)
    })
}

async function checkAll({ db, temporal, sandbox, migrationsFolder }: ApiDeps) {
  const [database, migrations, server, daemon] = await Promise.all([
    check('the database does not answer', async () => void (await db.sql`select 1`)),
    check('the database is not up to date: start the engine again', async () => {
      const pending = await pendingMigrations(db, migrationsFolder)
      if (pending > 0) throw new Error(`${pending} migrations are missing`)
    }),
    check('the Temporal server does not answer', () => temporal.ping()),
    check('the sandbox does not answer', async () => void (await sandbox.status())),
  ])
  return { database, migrations, temporal: server, sandbox: daemon }
}

/** A check tells that a part is away, never why in the part's own words: those may hold secrets. */
async function check(message: string, work: () => Promise<void>): Promise<Check> {
  const began = performance.now()
  const timeout = new Promise<'late'>((resolve) => setTimeout(resolve, CHECK_TIMEOUT_MS, 'late').unref())
  const outcome = await Promise.race([
    work().then(
      () => 'ok' as const,
      () => 'failed' as const,
    ),
    timeout,
  ])
  const latencyMs = Math.round(performance.now() - began)
  return { ok: outcome === 'ok', latencyMs, message: outcome === 'ok' ? 'ok' : message }
}
