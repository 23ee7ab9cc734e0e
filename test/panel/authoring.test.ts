import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { RunAttempt } from '../../domain/run/run-view.schema.ts'
import { RunAttempts } from '../../domain/run/run-view.schema.ts'
import { sha256 } from '../../hash.ts'
import { gullibleReviewer } from '../stand-ins/models/gullible.ts'
import type { Behaviour } from '../stand-ins/models/reply.ts'
import { startModelServer } from '../stand-ins/models/server.ts'
import type { ModelServer } from '../stand-ins/models/server.ts'
import { startRealEngine } from '../support/real-engine.ts'
import type { RealEngine } from '../support/real-engine.ts'

let models: ModelServer
let engine: RealEngine

beforeAll(async () => {
  models = await startModelServer()
  const { LOCAL_MODEL: _, LOCAL_MODEL_URL: __, ...settings } = models.settings
  engine = await startRealEngine('authoring', { ...settings, AUTHOR: 'anthropic' })
})

afterAll(async () => {
  await engine.stop()
  await models.close()
})

beforeEach(() => models.reset())

const fixture = (name: string) =>
  readFileSync(join(engine.config.root, 'test/review/fixtures/altair', `${name}.py`), 'utf8')
const specFile = (plotId: string) => join(engine.config.catalogue, 'plots', plotId, 'spec.yaml')

/** An author who answers with these files in turn, the last one for ever; as a reviewer it finds all good. */
function writes(...files: readonly string[]): Behaviour {
  const left = [...files]
  return (request) => {
    if (request.schema !== null) return gullibleReviewer({ level: '3' })(request)
    const code = left.length > 1 ? left.shift() : left[0]
    return { kind: 'answer', answer: `\`\`\`python\n${code ?? ''}\`\`\`\n` }
  }
}

function addPlot(plotId: string): void {
  engine.addPlot(plotId)
  const spec = readFileSync(specFile(plotId), 'utf8')
  writeFileSync(specFile(plotId), spec.replace('title: Basic Scatter', `title: Scatter (${plotId})`))
}

async function run(plotId: string, wishes: { readonly improve?: string } = {}) {
  const id = await engine.accepted({ plotId, libraries: ['altair'], pythons: ['3.12'], ...wishes })
  const ended = await engine.ended(id)
  const response = await fetch(`${engine.url}/v1/runs/${id}/attempts`)
  const { items } = RunAttempts.parse(await response.json())
  const [library] = ended.libraries
  return { id, status: ended.status, message: library?.message ?? ended.message ?? '', attempts: items }
}

const authorCalls = () => models.journal.filter(({ schema }) => schema === null)

function others(level = '3'): void {
  for (const family of ['openai', 'google'] as const) models.behave(family, gullibleReviewer({ level }))
}

describe('an implementation that a model writes', () => {
  let first: { readonly id: string; readonly attempts: readonly RunAttempt[] }

  it('is repaired from its findings, run and judged anew, and published as it was judged', async () => {
    addPlot('by-a-model')
    const title = /^title: (.*)$/m.exec(readFileSync(specFile('by-a-model'), 'utf8'))?.[1] ?? ''
    const good = fixture('good-scatter').replaceAll('Basic Scatter Plot', title)
    models.behave('anthropic', writes(fixture('rows-dropped').replaceAll('Basic Scatter Plot', title), good))
    others()
    const { status, attempts, id } = await run('by-a-model')
    first = { id, attempts }
    expect(status).toBe('approved')
    expect(attempts.map(({ verdict, authorFamily }) => [verdict, authorFamily])).toEqual([
      ['repair', 'anthropic'],
      ['approve', 'anthropic'],
    ])
    const [refused, accepted] = attempts
    expect(refused?.findings.map(({ check }) => check)).toContain('every-row-drawn')
    expect(accepted?.codeSha).not.toBe(refused?.codeSha)
    expect(accepted?.reviewKey).not.toBe(refused?.reviewKey)
    expect(accepted?.strength).toBe('panel')
    const file = join(engine.config.catalogue, 'plots/by-a-model/implementations/altair/current/plot.py')
    expect(sha256(readFileSync(file))).toBe(accepted?.codeSha)
  })

  it('was told what was wrong, and nothing of scores or judges', () => {
    expect(authorCalls()).toEqual([])
    const told = first.attempts[0]?.findings.map(({ message }) => message) ?? []
    expect(told.length).toBeGreaterThan(0)
  })

  it('was executed once for each of its two files', async () => {
    const rows = await engine.sql()`
      select code_sha, count(distinct key)::int as renders from renders
      where variant in ('sample', 'changed')
      and code_sha in ${engine.sql()(first.attempts.map(({ codeSha }) => codeSha))} group by code_sha`
    expect(rows.map((row) => Number(row['renders']))).toEqual([2, 2])
  })
})

describe('a repair that changes nothing', () => {
  it('is noticed, not judged again, and left to a person with the chain of what was tried', async () => {
    addPlot('stubborn-author')
    models.behave('anthropic', writes(fixture('rows-dropped')))
    others()
    const { status, message, attempts } = await run('stubborn-author')
    expect(status).toBe('needs_person')
    expect(message).toMatch(/^the repair changed nothing: /)
    expect(attempts).toHaveLength(1)
    expect(authorCalls()).toHaveLength(2)
    const [, again] = authorCalls()
    expect(again?.texts.join('\n')).toContain('===== FINDINGS =====')
    expect(again?.texts.join('\n')).not.toMatch(/"score"|openai|google/)
  })
})

describe('an edited spec', () => {
  it('makes what was judged before stale: neither rules nor a person publish it', async () => {
    addPlot('moving-target')
    models.behave('anthropic', writes(fixture('rows-dropped')))
    others()
    const { id, attempts } = await run('moving-target')
    const spec = readFileSync(specFile('moving-target'), 'utf8')
    writeFileSync(specFile('moving-target'), spec.replace('Scatter (moving-target)', 'Another title'))
    const body = JSON.stringify({ library: 'altair', codeSha: attempts[0]?.codeSha })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${engine.url}/v1/runs/${id}/approve`, { method: 'POST', headers, body })
    const answer: unknown = await response.json()
    expect([response.status, JSON.stringify(answer)]).toEqual([409, expect.stringMatching(/spec/)])
    const published = await engine.sql()`select 1 from implementations where plot_id = 'moving-target'`
    expect(published).toEqual([])
  })
})

describe('a request to improve what is published', () => {
  const publishedFile = () =>
    readFileSync(
      join(engine.config.catalogue, 'plots/to-improve/implementations/altair/current/plot.py'),
      'utf8',
    )

  it('shows the author what is published, and publishes what is no worse as a new version', async () => {
    addPlot('to-improve')
    const title = /^title: (.*)$/m.exec(readFileSync(specFile('to-improve'), 'utf8'))?.[1] ?? ''
    const good = fixture('good-scatter').replaceAll('Basic Scatter Plot', title)
    models.behave('anthropic', writes(good))
    others()
    expect((await run('to-improve')).status).toBe('approved')
    const before = publishedFile()
    models.reset()
    models.behave('anthropic', writes(good.replace('size=70', 'size=60')))
    others()
    const { status, attempts } = await run('to-improve', { improve: 'smaller points' })
    expect([status, attempts.length]).toEqual(['approved', 1])
    const [asked] = authorCalls()
    expect(asked?.texts.join('\n')).toContain('===== PUBLISHED CODE =====')
    expect(asked?.texts.join('\n')).toContain('smaller points')
    expect(publishedFile()).not.toBe(before)
    expect(sha256(publishedFile())).toBe(attempts[0]?.codeSha)
    const rows = await engine.sql()`select version from implementations where plot_id = 'to-improve'`
    expect([...rows]).toEqual([{ version: '1.0.1' }])
  })

  it('is not met by the author without a model, who says so', async () => {
    models.behave('anthropic', () => ({ kind: 'status', status: 401 }))
    others()
    const before = publishedFile()
    const { status, message } = await run('to-improve', { improve: 'draw it faster' })
    expect(status).toBe('failed')
    expect(message).toMatch(/no requests in words/)
    expect(publishedFile()).toBe(before)
  })
})

describe('a model that cannot write', () => {
  it('is stood in for by the offline author, and the attempt says so', async () => {
    addPlot('without-the-model')
    models.behave('anthropic', () => ({ kind: 'status', status: 401 }))
    others()
    const { status, message, attempts } = await run('without-the-model')
    expect([status, message]).toEqual(['approved', ''])
    expect(attempts[0]?.author).toMatch(/^offline \d+ instead of anthropic \(misconfigured\)$/)
  })

  it('answers with no acceptable file twice, and is told why in between', async () => {
    addPlot('no-file')
    models.behave('anthropic', writes('import socket\n'))
    others()
    const { attempts } = await run('no-file')
    expect(attempts[0]?.author).toMatch(/instead of anthropic \(not_acceptable\)$/)
    expect(authorCalls()[1]?.texts.join('\n')).toContain('YOUR LAST ANSWER WAS NOT ACCEPTED')
  })
})
