import { join } from 'node:path'

import type { Config } from '../config.ts'
import { acquireLease } from '../parts/lease.ts'
import type { Lease } from '../parts/lease.ts'
import { NODE_FLAGS } from '../parts/own-services.ts'
import { consoleReport } from '../parts/progress.ts'
import { setUp } from '../parts/set-up.ts'

/** What the engine is started with, should it not run yet. */
export interface EngineWish {
  readonly client: string
  readonly apiPort: number | null
  readonly uiPort: number | null
}

/** Brings up whatever is missing, then takes a lease on the home's engine. */
export async function leaseEngine(config: Config, wish: EngineWish): Promise<Lease> {
  await setUp(config, consoleReport)
  const ports = [
    ...(wish.apiPort === null ? [] : ['--api-port', String(wish.apiPort)]),
    ...(wish.uiPort === null ? [] : ['--ui-port', String(wish.uiPort)]),
  ]
  const program = [...NODE_FLAGS, join(config.root, 'dist', 'supervisor.js')]
  const command = [process.execPath, ...program, '--started-by', wish.client, ...ports] as const
  return acquireLease(config, { client: wish.client, command, report: consoleReport })
}

/** Gives the lease back and says what became of the engine. */
export async function releaseEngine(lease: Lease): Promise<void> {
  const others = await lease.release()
  if (others > 0) consoleReport(`the engine runs on for ${others} other client${others === 1 ? '' : 's'}`)
}
