import { join } from 'node:path'

import { FigureFacts } from '../../domain/review/facts.schema.ts'
import { testSpecSource } from '../../domain/plot/test-spec.ts'
import { parseTable, temporalColumns } from '../../sandbox/data-table.ts'
import { config, script, startDaemon } from '../sandbox/daemon.ts'
import { RunFile } from './support.ts'
import type { Execute, Execution } from './support.ts'

/** Runs code as the engine does: in the jail, by the harness of the engine. */
export interface Jail {
  run(each: Execute): Promise<Execution>
  stop(): Promise<void>
}

/** Starts a real daemon of its own. */
export async function startJail(): Promise<Jail> {
  const daemon = await startDaemon({ harness: join(config.root, 'sandbox', 'harness') })
  return {
    stop: () => daemon.stop(),
    run: async (each) => {
      const { library, code, python } = each
      const request = script(code, { library, python, entry: entryOf(each) })
      const { report, files } = await daemon.sandbox.run(request, filesOf(each))
      const json = (name: string): unknown => JSON.parse(Buffer.from(files.get(name) ?? 'null').toString())
      const run = RunFile.nullable().parse(json('run.json'))
      const facts = FigureFacts.nullable().parse(json('facts.json'))
      return {
        render: { python, report, facts, tests: run?.tests ?? null, warnings: run?.warnings ?? [] },
        files: Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes)])),
      }
    },
  }
}

function entryOf({ spec, csv }: Execute) {
  return {
    kind: 'function' as const,
    data: 'data.csv',
    columns: { ...spec.sample.columns },
    temporal: [...temporalColumns(parseTable(csv, spec), spec)],
    tests: 'test_spec.py',
  }
}

function filesOf({ spec, csv }: Execute): ReadonlyMap<string, Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text)
  return new Map([
    ['data.csv', encode(csv)],
    ['test_spec.py', encode(testSpecSource(spec))],
  ])
}
