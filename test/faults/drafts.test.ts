import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { parseSpec } from '../../clients/spec-file.ts'
import { draftOf } from '../stand-ins/models/draft-of.ts'
import { draftedBy } from '../support/drafts.ts'
import { startModelServer } from '../stand-ins/models/server.ts'
import type { ModelServer } from '../stand-ins/models/server.ts'
import { closeGate, held, kill, recovered } from '../support/kills.ts'
import type { Gate } from '../support/kills.ts'
import { startRealEngine, until } from '../support/real-engine.ts'
import type { RealEngine } from '../support/real-engine.ts'

let models: ModelServer
let engine: RealEngine

beforeAll(async () => {
  models = await startModelServer()
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL } = models.settings
  engine = await startRealEngine('draft-kills', {
    ANTHROPIC_API_KEY,
    ANTHROPIC_BASE_URL,
    AUTHOR: 'anthropic',
  })
  const text = readFileSync(join(engine.config.root, 'plots/scatter-basic/spec.yaml'), 'utf8')
  const answer = { reasoning: 'It fits.', draft: draftOf(parseSpec(text, 'spec.yaml')) }
  models.behave('anthropic', () => ({ kind: 'answer', answer }))
})

afterAll(async () => {
  await engine.stop()
  await models.close()
})

const specFile = (plotId: string) => join(engine.config.catalogue, 'plots', plotId, 'spec.yaml')
const draft = (plotId: string) => draftedBy(engine.url, { plotId, idea: `for ${plotId}` })
const isThere = (plotId: string) => statSync(specFile(plotId), { throwIfNoEntry: false }) !== undefined

/** Kills a part when a statement of its waits at the gate, and lets the rest go on. */
async function killAt(gate: Gate, part: string, work: () => Promise<unknown>): Promise<void> {
  const sql = engine.sql()
  const closed = await closeGate(engine, gate)
  const working = work()
  await until(() => held(sql))
  const pid = await kill(engine, part)
  await closed.open({ orphaned: true })
  await recovered(engine, part, pid)
  await working
}

describe('SIGKILL while a spec is drafted', () => {
  it.each<readonly [string, Gate]>([
    ['after the model was paid', { table: 'drafts', operation: 'insert' }],
    [
      'after the draft was recorded',
      { table: 'runs', operation: 'update', when: "new.status = 'needs_person'" },
    ],
  ])('%s: it is there once, and paid for once', async (name, gate) => {
    const plotId = `draft-${name.length}`
    const before = models.journal.length
    await killAt(gate, 'worker', async () => {
      const drafted = await draft(plotId)
      expect(drafted).toMatchObject({ state: 'drafted', author: expect.stringContaining('anthropic') })
      const calls = await engine.sql()`select state from ai_calls where run_id = ${drafted.id}`
      expect([...calls]).toEqual([{ state: 'settled' }])
    })
    expect(models.journal.length - before).toBe(1)
    expect(isThere(plotId)).toBe(false)
  })
})

describe('SIGKILL while a draft becomes a plot', () => {
  it.each<readonly [string, Gate]>([
    ['before it is placed', { table: 'runs', operation: 'update', when: "new.status = 'running'" }],
    ['after it was placed', { table: 'run_libraries', operation: 'update' }],
  ])('%s: exactly those bytes are written, once', async (name, gate) => {
    const plotId = `place-${name.split(' ')[0] ?? ''}`
    const { sha256, spec } = await draft(plotId)
    let inode: number | undefined
    await killAt(gate, 'worker', async () => {
      const run = {
        plotId,
        libraries: ['matplotlib'],
        pythons: ['3.12'],
        publish: false,
        draft: sha256 ?? '',
      } as const
      const id = await engine.accepted({ ...run, libraries: [...run.libraries], pythons: [...run.pythons] })
      if (gate.table === 'run_libraries') {
        await until(() => Promise.resolve(isThere(plotId)))
        inode = statSync(specFile(plotId)).ino
      }
      // How it is judged is not what this is about: no other family is there to judge.
      expect((await engine.ended(id)).finishedAt).not.toBeNull()
    })
    expect(readFileSync(specFile(plotId), 'utf8')).toBe(spec)
    expect(statSync(specFile(plotId)).ino).toBe(inode ?? statSync(specFile(plotId)).ino)
  })
})

describe('SIGKILL of the API while a draft is asked for or taken', () => {
  it('loses nothing that the same request does not find again', async () => {
    const plotId = 'api-killed'
    const { sha256, spec } = await draft(plotId)
    const body = { plotId, libraries: [], draft: sha256 ?? '' }
    await killAt({ table: 'runs', operation: 'insert' }, 'api', () => engine.start(body).catch(() => null))
    expect(isThere(plotId)).toBe(false)
    const id = await until(() => engine.accepted(body).catch(() => null))
    expect(await engine.ended(id)).toMatchObject({ status: 'approved' })
    expect(readFileSync(specFile(plotId), 'utf8')).toBe(spec)
  })
})
