import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { publishedCells } from './cells.ts'
import { config, environments, startDaemon } from './daemon.ts'
import type { Daemon } from './daemon.ts'
import { isWhole } from './scale.ts'

const REPEATS = isWhole ? 50 : 4
const AT_ONCE = 2

const cells = (await publishedCells()).filter(({ plotId }) => isWhole || plotId === 'scatter-basic')
let warm: Daemon
let cold: Daemon

beforeAll(async () => {
  const harness = join(config.root, 'sandbox', 'harness')
  warm = await startDaemon({ harness, slots: AT_ONCE, zygoteMemoryMb: 4096 })
  cold = await startDaemon({ harness, slots: AT_ONCE, zygoteMemoryMb: 0 })
})
afterAll(() => Promise.all([warm.stop(), cold.stop()]))

describe('a published plot', () => {
  it.each(cells)(
    '$name has one digest however often it runs, cold or warm',
    async ({ request, files }) => {
      const python = environments.at(-1)?.python ?? '3.12'
      const digests = new Set<string>()
      const run = async (daemon: Daemon) => {
        const { report } = await daemon.sandbox.run(request(python), files)
        expect(report).toMatchObject({ outcome: 'ok', error: null })
        digests.add(report.files.map(({ name, sha256 }) => `${name} ${sha256}`).join('\n'))
      }
      await run(cold)
      for (let done = 0; done < REPEATS; done += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, () => run(warm)))
      }
      expect(digests.size).toBe(1)
    },
    300_000,
  )

  it.each(cells)('$name runs on every Python of this machine', async ({ request, files }) => {
    const pythons = environments.map(({ python }) => python)
    const results = await Promise.all(
      pythons.map((python) => warm.sandbox.run(request(python), files).then(({ report }) => report.outcome)),
    )
    expect(results).toEqual(pythons.map(() => 'ok'))
  })
})
