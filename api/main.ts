import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'

import { loadConfig, withoutModelKeys } from '../config.ts'
import type { Config } from '../config.ts'
import { databaseError } from '../db/errors.ts'
import { AppError } from '../domain/errors.ts'
import { startApi } from './server.ts'
import type { RunningApi } from './server.ts'

const withParent = process.argv.includes('--with-parent')

await main().catch((error: unknown) => {
  const known = error instanceof AppError ? error : databaseError(error)
  process.stderr.write(
    `api: ${known?.message ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
  )
  process.exitCode = 1
})

async function main(): Promise<void> {
  const config = withoutModelKeys(loadConfig())
  const log = pino({ level: config.LOG_LEVEL, redact: ['req.headers.authorization'] })
  const api = await startApi(config, log)
  if (api.firstToken !== null) showToken(config, api.firstToken)
  stopOnSignals(api)
  if (api.metricsUrl !== null) process.stdout.write(`metrics: ${api.metricsUrl}\n`)
  process.stdout.write(`api ready: ${api.url}\n`)
}

/** Shown to a person once; below a supervisor standard output is a log file, so it goes to a file of its own. */
function showToken(config: Config, token: string): void {
  if (!withParent) {
    process.stdout.write(`first admin token, shown once: ${token}\n`)
    return
  }
  const path = join(config.home, 'first-token')
  writeFileSync(path, `${token}\n`, { mode: 0o600 })
  process.stdout.write(`the first admin token is in ${path}: read it, then delete the file\n`)
}

/** Stops on a signal, and when the parent that started this process is gone. */
function stopOnSignals(api: RunningApi): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void api.stop().finally(() => {
      process.exitCode = 0
      if (withParent) process.stdin.destroy()
    })
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  if (withParent) process.stdin.on('close', stop).resume()
}
