import { PNG } from 'pngjs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { Model } from '../../ai/models.ts'
import { createProviders } from '../../ai/providers.ts'
import { loadConfig } from '../../config.ts'
import { costOf } from '../../domain/budget/cost.ts'
import { JudgedCriterion } from '../../domain/review/opinion.schema.ts'
import { inputFor } from '../review/input.ts'
import { filled } from '../stand-ins/models/filled.ts'
import type { SeenRequest } from '../stand-ins/models/reply.ts'
import { startModelServer } from '../stand-ins/models/server.ts'
import type { ModelServer } from '../stand-ins/models/server.ts'
import { criterionFor, detection } from './judge.ts'
import type { Judge, Judgement } from './judge.ts'
import { KINDS } from './kinds.ts'
import type { Specimen } from './lab.ts'
import { modelJudge } from './model-judge.ts'
import type { CleanCase, Outcome, TwinCase } from './run.ts'
import { summarise } from './summary.ts'

const PRICE = { input: 2_000_000, output: 10_000_000, cache_read: 100_000, cache_write: 2_500_000 }
const USAGE = { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }
const MODEL: Model = {
  id: 'stand-in',
  family: 'openai',
  roles: ['reviewer'],
  prices: [{ effective_from: '2026-01-01', ...PRICE, source: 'a test' }],
  unfit: [],
}

const clean: Specimen = { input: inputFor('scatter'), png: PNG.sync.write(new PNG({ width: 4, height: 4 })) }
const spoiled: Specimen = { ...clean, input: { ...clean.input, code: `${clean.input.code}SPOILED = 1\n` } }

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

async function judgeWith(capMicroUsd = 1_000_000): Promise<Judge> {
  const providers = await createProviders({ ...loadConfig({}), ...server.settings }, () => undefined)
  const provider = providers.get('openai')
  if (!provider) throw new Error('the stand-in is not there')
  const prompt = { name: 'review', text: 'Judge the plot.', digest: 'a'.repeat(64) }
  return modelJudge({ provider, model: MODEL, prompt, day: '2026-11-26', capMicroUsd })
}

/** A model that gives everything the same level, or a lower one to code that says it is spoiled. */
function levels(good: string, bad = good) {
  return ({ texts, schema }: SeenRequest) => {
    const level = texts.some((text) => text.includes('SPOILED')) ? bad : good
    return {
      kind: 'answer',
      answer: filled(schema ?? {}, { level, text: 'seen', objects: false }),
      usage: USAGE,
    } as const
  }
}

describe('a model as a judge', () => {
  it('sees the picture and the measurements, and is charged for what it used', async () => {
    server.behave('openai', levels('3'))
    const judgement = await (await judgeWith()).judge(clean)
    expect(judgement).toMatchObject({ score: 75, approves: false, findings: [] })
    expect(judgement.criteria).toEqual(Object.fromEntries(JudgedCriterion.options.map((id) => [id, 75])))
    const { input, output } = PRICE
    expect(judgement.microUsd).toBe(
      costOf(USAGE, { input, output, cacheRead: PRICE.cache_read, cacheWrite: PRICE.cache_write }),
    )
    expect(server.journal).toHaveLength(1)
    expect(server.journal[0]?.images).toHaveLength(1)
    expect(server.journal[0]?.texts.join('\n')).toContain('MEASUREMENTS')
  })

  it('has no opinion when it does not answer, or not what was asked', async () => {
    const judge = await judgeWith()
    server.behaveOnce('openai', () => ({ kind: 'status', status: 503 }))
    expect(await judge.judge(clean)).toMatchObject({ score: null, microUsd: 0 })
    server.behaveOnce('openai', () => ({ kind: 'answer', answer: 'It is nice.', usage: USAGE }))
    const useless = await judge.judge(clean)
    expect(useless.score).toBeNull()
    expect(useless.microUsd).toBeGreaterThan(0)
  })

  it('is not asked what could cost more than there is', async () => {
    server.behave('openai', levels('3'))
    expect(await (await judgeWith(10)).judge(clean)).toMatchObject({ score: null, microUsd: 0 })
    expect(server.journal).toEqual([])
  })
})

/** The outcome of showing one clean chart and one twin of each kind. */
async function outcomeOf(judge: Judge): Promise<Outcome> {
  const [good, bad] = [await judge.judge(clean), await judge.judge(spoiled)]
  const caseOf = ({ score, approves: approved, criteria, microUsd, elapsedMs }: Judgement) => {
    return {
      chart: 'one',
      library: 'plotly',
      type: 'scatter',
      score,
      approved,
      criteria,
      failed: [],
      microUsd,
      elapsedMs,
    } as const
  }
  const twins: readonly TwinCase[] = KINDS.map((kind) => ({
    ...caseOf(bad),
    kind: kind.name,
    rule: 'one',
    criterion: criterionFor(kind, good),
    detection: detection(kind, bad, good),
  }))
  const cases: readonly CleanCase[] = [{ ...caseOf(good), again: (await judge.judge(clean)).score }]
  const wanted = { seed: 's', half: 'reporting', clean: 1, twins: 1 } as const
  return { wanted, judge: judge.name, clean: cases, twins, dropped: [] }
}

describe('calibration', () => {
  it('gives no weight to a model that always answers 100', async () => {
    server.behave('openai', levels('4'))
    const summary = summarise(await outcomeOf(await judgeWith()))
    expect(summary).toMatchObject({
      recall: { share: 0 },
      separation: 0.5,
      belowBar: { count: 0 },
      retest: 0,
    })
    expect(summary.criteria.map(({ weight }) => weight)).toEqual(summary.criteria.map(() => 0))
  })

  it('gives its full weight to a model that sees every defect and takes nothing from clean charts', async () => {
    server.behave('openai', levels('4', '2'))
    const summary = summarise(await outcomeOf(await judgeWith()))
    expect(summary).toMatchObject({ recall: { share: 1 }, separation: 1, silent: 0 })
    for (const { weight, calibration } of summary.criteria) {
      expect(weight).toBe(1)
      expect(calibration).toEqual({ bias: 0, slope: 1 })
    }
  })

  it('gives no weight to a model that takes points from everything', async () => {
    server.behave('openai', levels('2', '1'))
    const summary = summarise(await outcomeOf(await judgeWith()))
    expect(summary).toMatchObject({ recall: { share: 1 }, belowBar: { share: 1 } })
    expect(summary.criteria.map(({ weight }) => weight)).toEqual(summary.criteria.map(() => 0))
  })
})
