import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'

import { writeAtomically } from '../atomic-file.ts'
import type { Config } from '../config.ts'
import { readJson } from './files.ts'
import { processIdentity, sendSignal } from './process.ts'

const ProcessRecord = z.object({ pid: z.int().positive(), identity: z.string() })

/** What a process gets to end by itself before it is killed. */
const GRACE_MS = 3_000

/** Remembers a process, so that a later supervisor finds it should this one be killed. */
export async function recordProcess(config: Config, name: string, pid: number): Promise<void> {
  const identity = processIdentity(pid)
  if (identity !== null) await writeAtomically(recordFile(config, name), JSON.stringify({ pid, identity }))
}

/** Ends what a killed supervisor left of that name; a later process with the same id is left alone. */
export async function endLeftover(config: Config, name: string): Promise<void> {
  const file = recordFile(config, name)
  const record = ProcessRecord.safeParse(readJson(file))
  if (record.success) await endRecorded(record.data)
  await rm(file, { force: true })
}

async function endRecorded({ pid, identity }: z.infer<typeof ProcessRecord>): Promise<void> {
  const alive = () => processIdentity(pid) === identity
  if (!alive()) return
  sendSignal(pid, 'SIGTERM')
  const deadlineMs = Date.now() + GRACE_MS
  while (alive() && Date.now() < deadlineMs) await delay(20)
  if (alive()) sendSignal(pid, 'SIGKILL')
  while (alive()) await delay(20)
}

function recordFile(config: Config, name: string): string {
  return join(config.home, 'processes', `${name}.json`)
}
