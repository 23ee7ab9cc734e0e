import type { Command } from 'commander'

import type { CliContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { columns, createPaint } from './style.ts'

/** Runs that the status counts at most. */
const LIMIT = 200

/** Adds `status`. */
export function addStatusCommand(program: Command, context: CliContext): void {
  program
    .command('status')
    .description('say whether the engine and its parts answer, and what is open')
    .action(context.command(() => showStatus(context)))
}

async function showStatus(context: CliContext): Promise<ExitCode> {
  const { api, io } = context
  const [health, readiness] = await Promise.all([api.health(), api.readiness()])
  const isReady = readiness.status === 'ready'
  const open = readiness.checks['database']?.ok ? await openRuns(context) : null
  const status = { url: api.url, version: health.version, home: health.home, ...readiness, openRuns: open }
  context.print(status, () => {
    const { green, red } = createPaint(io.hasColor)
    const checks = Object.entries(readiness.checks).map(([name, check]) => [
      `  ${name}`,
      check.ok ? green('ok') : red(check.message),
      `${check.latencyMs} ms`,
    ])
    return [
      `${api.url}  pyplots ${health.version}  home ${health.home}  ${isReady ? green('ready') : red('not ready')}`,
      ...columns(checks),
      `  open runs: ${open === null ? 'unknown' : open.map(({ id, plotId }) => `${plotId} (${id})`).join(', ') || 'none'}`,
    ]
  })
  return isReady ? EXIT.done : EXIT.failed
}

async function openRuns({ api }: CliContext) {
  const pages = await Promise.all([
    api.listRuns({ limit: LIMIT, status: 'queued' }),
    api.listRuns({ limit: LIMIT, status: 'running' }),
  ])
  return pages.flatMap(({ items }) => items).map(({ id, plotId, status }) => ({ id, plotId, status }))
}
