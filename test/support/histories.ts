import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { WorkflowHandle } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'

const folder = fileURLToPath(new URL('../replay/histories/', import.meta.url))

/** Writes a Workflow's history for the replay tests. Does nothing unless RECORD_HISTORIES is set. */
export async function keepHistory(handle: WorkflowHandle, name: string): Promise<void> {
  if (!process.env['RECORD_HISTORIES']) return
  await mkdir(folder, { recursive: true })
  const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()), withoutMachine)
  await writeFile(`${folder}${name}.json`, `${JSON.stringify(history, null, 1)}\n`)
}

/** What only says on which machine a history was recorded plays no part in a replay. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'stackTrace') return ''
  return key === 'identity' ? 'recorded' : value
}

/** The recorded histories by name. */
export async function readHistories(): Promise<
  readonly { readonly name: string; readonly history: unknown }[]
> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace('.json', ''),
      history: JSON.parse(await readFile(folder + file, 'utf8')) as unknown,
    })),
  )
}
