import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { loadConfig } from '../config.ts'
import { ENGINE_PARTS, planEngine } from '../parts/engine.ts'
import type { EngineLoans, EngineOptions } from '../parts/engine.ts'
import { runEngine } from '../parts/run-engine.ts'
import { fontFiles } from '../sandbox/environments.ts'

/** Runs the engine of one home; started by the first client that asks for a lease, see `parts/lease.ts`. */
async function main(): Promise<0 | 1> {
  const config = loadConfig()
  const { values } = parseArgs({
    options: {
      'started-by': { type: 'string', default: 'pyplots' },
      'api-port': { type: 'string' },
      'ui-port': { type: 'string' },
      parts: { type: 'string', default: ENGINE_PARTS.join(',') },
    },
  })
  const wanted = values.parts.split(',')
  const options: EngineOptions = {
    parts: ENGINE_PARTS.filter((part) => wanted.includes(part)),
    apiPort: values['api-port'] === undefined ? null : Number(values['api-port']),
    uiPort: values['ui-port'] === undefined ? null : Number(values['ui-port']),
  }
  const loans: EngineLoans = {
    fonts: fontFiles(config.root),
    migrate: async (url) => {
      const { migrate } = await import('../db/migrate.ts')
      await migrate(url, join(config.root, 'db', 'migrations'))
    },
  }
  const plan = () => planEngine(config, options, loans)
  const healthy = await runEngine(config, { startedBy: values['started-by'], plan, log }, stopSignal())
  return healthy ? 0 : 1
}

/** Aborts when this process is asked to end. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort())
  return controller.signal
}

function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`)
}

process.exit(await main())
