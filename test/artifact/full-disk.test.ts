import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { writeAtomically } from '../../atomic-file.ts'
import { createCatalogue } from '../../clients/catalogue.ts'
import { publishFiles, writeCandidate } from '../../clients/catalogue-writer.ts'
import type { PublicationFiles } from '../../clients/catalogue-writer.ts'
import { createStorage } from '../../clients/storage.ts'
import { projectRoot } from '../../config.ts'
import { Evaluation } from '../../domain/plot/evaluation.schema.ts'
import { sha256 } from '../../hash.ts'
import { buildAt } from '../../parts/files.ts'
import { runEngine } from '../../parts/run-engine.ts'
import { startProcess } from '../../parts/process.ts'
import { mountSmallDisk } from '../support/small-disk.ts'
import { temporaryHome, until } from '../parts/support.ts'

const PLACE = { plotId: 'scatter-basic', library: 'plotly' } as const
const PUBLISHED = join(projectRoot(), 'plots', PLACE.plotId)
const FULL = 'the disk is full: free some space'

/** A publication of a given code; more code than one page of the disk, so that a part of it could be written. */
function publication(letter: string, version: string): PublicationFiles {
  const code = letter.repeat(10_000)
  const published: unknown = JSON.parse(readFileSync(join(PUBLISHED, 'evaluations', 'plotly.json'), 'utf8'))
  return {
    code: { 'plot.py': new TextEncoder().encode(code) },
    picture: new TextEncoder().encode(`picture of ${letter}`),
    page: null,
    tests: 'tests',
    evaluation: { ...Evaluation.parse(published), version, code_sha256: sha256(code) },
  }
}

describe('on a full disk', () => {
  it('storing an artefact fails with what to do, leaves nothing, and succeeds once there is room', async () => {
    const disk = await mountSmallDisk()
    const storage = createStorage({ root: join(disk.folder, 'artifacts') })
    const bytes = new Uint8Array(20_000).fill(7)
    disk.fill()
    await expect(storage.put(bytes)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(new RegExp(`cannot write .*${sha256(bytes)}: ${FULL}`)),
    })
    expect(disk.files()).toEqual([])
    disk.makeRoom()
    const sha = await storage.put(bytes)
    expect(Buffer.from(await storage.get(sha)).equals(Buffer.from(bytes))).toBe(true)
  })

  it('replacing a file keeps the old one whole', async () => {
    const disk = await mountSmallDisk()
    const path = join(disk.folder, 'state.json')
    await writeAtomically(path, 'old')
    disk.fill()
    await expect(writeAtomically(path, 'new'.repeat(5000))).rejects.toThrow(`cannot write ${path}: ${FULL}`)
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(disk.files()).toEqual(['state.json'])
  })

  it('a folder that cannot be made is the same clear failure', async () => {
    const disk = await mountSmallDisk('size=256k,nr_inodes=4')
    for (const name of ['a', 'b', 'c']) writeFileSync(join(disk.folder, name), '')
    const path = join(disk.folder, 'new', 'state.json')
    await expect(writeAtomically(path, '{}')).rejects.toThrow(`cannot write ${path}: ${FULL}`)
  })

  it('a publication keeps what is published, and is complete when it is repeated with room', async () => {
    const disk = await mountSmallDisk()
    const catalogue = createCatalogue({ root: disk.folder })
    const current = join(disk.folder, 'plots/scatter-basic/implementations/plotly/current/plot.py')
    await publishFiles(catalogue, PLACE, publication('a', '1.0.0'))
    const before = disk.files()
    disk.fill()
    const next = publication('b', '1.0.1')
    await expect(publishFiles(catalogue, PLACE, next)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(new RegExp(`cannot write .*previous/1\\.0\\.0: ${FULL}`)),
    })
    expect(disk.files()).toEqual(before)
    expect(readFileSync(current, 'utf8')).toBe('a'.repeat(10_000))
    disk.makeRoom()
    await publishFiles(catalogue, PLACE, next)
    expect(readFileSync(current, 'utf8')).toBe('b'.repeat(10_000))
    expect(disk.files()).toContain('plots/scatter-basic/implementations/plotly/previous/1.0.0/plot.py')
  })

  it('a candidate is kept whole or not at all', async () => {
    const disk = await mountSmallDisk()
    const catalogue = createCatalogue({ root: disk.folder })
    const keep = () =>
      writeCandidate(catalogue, { ...PLACE, codeSha: 'c0de' }, { 'plot.py': 'x'.repeat(10_000) })
    disk.fill()
    await expect(keep()).rejects.toThrow(new RegExp(`cannot write .*candidates/c0de: ${FULL}`))
    expect(disk.files()).toEqual([])
    disk.makeRoom()
    await keep()
    expect(disk.files()).toEqual(['plots/scatter-basic/implementations/plotly/candidates/c0de/plot.py'])
  })

  it('a build of a tool leaves nothing half-made', async () => {
    const disk = await mountSmallDisk()
    const tool = join(disk.folder, 'tool')
    disk.fill()
    const built = buildAt(tool, async (temporary) => {
      mkdirSync(temporary)
      writeFileSync(join(temporary, 'binary'), 'x'.repeat(10_000))
    })
    await expect(built).rejects.toThrow('ENOSPC')
    expect(disk.files()).toEqual([])
  })

  it('the engine says that it cannot write its state, and goes on', async () => {
    const disk = await mountSmallDisk()
    const config = { ...temporaryHome(), home: join(disk.folder, 'home') }
    const logFile = join(config.home, 'logs', 'sleep.log')
    disk.fill()
    const sleeper = {
      name: 'sleeper',
      version: '1',
      needs: [],
      logFile,
      readyTimeoutMs: 20_000,
      stopSignal: 'SIGTERM',
      stopTimeoutMs: 20_000,
      launch: async () => startProcess({ command: '/bin/sleep', args: ['1000'], env: {}, cwd: '/', logFile }),
      isReady: () => Promise.resolve(true),
    } as const
    const plan = async () => ({
      specs: [sleeper],
      url: null,
      temporalAddress: null,
      temporalUiUrl: null,
      databaseUrl: null,
    })
    const lines: string[] = []
    const run = { startedBy: 'test', plan, log: (line: string) => lines.push(line) }
    const stop = new AbortController()
    const ended = runEngine(config, run, stop.signal)
    await until(
      () => lines.some((line) => line === 'sleeper: ready') && lines.some((line) => line.includes(FULL)),
    )
    stop.abort()
    expect(await ended).toBe(true)
    expect(lines.at(-1)).toContain('engine.json')
    expect(disk.files().filter((path) => path.includes('engine.json'))).toEqual([])
  })
})
