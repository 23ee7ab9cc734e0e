import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Library } from '../../domain/plot/plot.schema.ts'
import type { PythonVersion } from '../../domain/plot/plot.schema.ts'
import { testSpecSource } from '../../domain/plot/test-spec.ts'
import type { SandboxRequest } from '../../domain/sandbox/sandbox.schema.ts'
import { parseTable, temporalColumns } from '../../sandbox/data-table.ts'
import { readSample, readSpec } from '../review/support.ts'
import { config, script } from './daemon.ts'

/** One published implementation, ready to be run on any Python. */
export interface Cell {
  readonly name: string
  readonly plotId: string
  readonly library: Library
  /** the request for one Python, as the engine would make it */
  request(python: PythonVersion): SandboxRequest
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Every published implementation of the catalogue. */
export async function publishedCells(): Promise<readonly Cell[]> {
  const folders = readdirSync(join(config.root, 'plots'), { withFileTypes: true })
  const ids = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const cells = ids.flatMap((plotId) => Library.options.map((library) => cellOf(plotId, library)))
  return Promise.all(cells)
}

async function cellOf(plotId: string, library: Library): Promise<Cell> {
  const spec = await readSpec(plotId)
  const { csv } = await readSample(spec)
  const path = join(config.root, 'plots', plotId, 'implementations', library, 'current', 'plot.py')
  const code = await readFile(path, 'utf8')
  const columns = { ...spec.sample.columns }
  const temporal = [...temporalColumns(parseTable(csv, spec), spec)]
  const entry = { kind: 'function', data: 'data.csv', columns, temporal, tests: 'test_spec.py' } as const
  const encoder = new TextEncoder()
  return {
    name: `${plotId} ${library}`,
    plotId,
    library,
    request: (python) => script(code, { library, python, entry }),
    files: new Map([
      ['data.csv', encoder.encode(csv)],
      ['test_spec.py', encoder.encode(testSpecSource(spec))],
    ]),
  }
}
