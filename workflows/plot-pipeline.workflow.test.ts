import { ApplicationFailure } from '@temporalio/common'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'

import type { LiveProgress, PlotRunOutcome } from '../temporal/contracts/plot.ts'
import { plotWorkflowId, taggingWorkflowId } from '../temporal/ids.ts'
import { PROGRESS_QUERY, WORKFLOWS } from '../temporal/messages.ts'
import { QUEUES } from '../temporal/queues.ts'
import { keepHistory } from '../test/support/histories.ts'
import { useWorkflows } from '../test/support/workflows.ts'

const { inWorld, start, run, input, environment, keepHistories } = useWorkflows()

describe('plotPipeline', () => {
  it('writes, renders, reviews and publishes every library', async () => {
    const { outcome, recorded } = await run({}, input(['matplotlib', 'plotly']), 'approved')
    expect(outcome.status).toBe('approved')
    expect(
      outcome.libraries.map(({ library, version, published }) => ({ library, version, published })),
    ).toEqual([
      { library: 'matplotlib', version: '1.0.0', published: true },
      { library: 'plotly', version: '1.0.0', published: true },
    ])
    const steps = recorded.calls.filter((call) => call.includes('plotly'))
    expect(steps).toEqual([
      'write plotly 1',
      'render plotly 1',
      'review plotly 1',
      'publish code-1 by rules plotly',
    ])
    expect(recorded.run?.status).toBe('approved')
  })

  it('repairs until the review approves', async () => {
    const script = { bokeh: { verdicts: ['repair', 'repair', 'approve'] } } as const
    const { outcome, recorded } = await run(script, input(['bokeh']), 'repaired')
    expect(outcome.libraries[0]).toMatchObject({ status: 'approved', attempts: 3, codeSha: 'code-3' })
    expect(recorded.calls.filter((call) => call.startsWith('publish'))).toEqual([
      'publish code-3 by rules bokeh',
    ])
  })

  it('leaves the decision to a person after three repairs, and publishes nothing', async () => {
    const { outcome, recorded } = await run(
      { altair: { verdicts: ['repair'] } },
      input(['altair']),
      'needs-person',
    )
    expect(outcome.status).toBe('needs_person')
    expect(outcome.libraries[0]).toMatchObject({ attempts: 4, codeSha: 'code-4', message: 'labels overlap' })
    expect(recorded.calls).toContain('keep code-4 altair')
    expect(recorded.calls.some((call) => call.startsWith('publish'))).toBe(false)
  })

  it('does not review a repair that changes nothing', async () => {
    const { outcome, recorded } = await run(
      { altair: { verdicts: ['repair'], unchangedFrom: 2 } },
      input(['altair']),
    )
    expect(outcome.libraries[0]).toMatchObject({ status: 'needs_person', codeSha: 'code-1' })
    expect(outcome.libraries[0]?.message).toMatch(/the repair changed nothing/)
    expect(recorded.calls.filter((call) => call.startsWith('review'))).toEqual(['review altair 1'])
  })

  it('lets no failing library hold back the others', async () => {
    const broken = ApplicationFailure.create({
      type: 'invalid',
      message: 'no such interpreter',
      nonRetryable: true,
    })
    const { outcome } = await run(
      { seaborn: { renderFails: broken } },
      input(['seaborn', 'plotly']),
      'failed',
    )
    expect(outcome.status).toBe('failed')
    expect(outcome.libraries.map(({ status, message }) => ({ status, message }))).toEqual([
      { status: 'failed', message: 'no such interpreter' },
      { status: 'approved', message: null },
    ])
  })

  it('tries again when the sandbox goes away for a while', async () => {
    const { outcome, recorded } = await run({ plotly: { renderFailures: 3 } }, input(['plotly']))
    expect(outcome.status).toBe('approved')
    expect(recorded.calls.filter((call) => call.startsWith('render'))).toHaveLength(4)
  })

  it('passes over a library that cannot express the plot', async () => {
    const { outcome } = await run(
      { seaborn: { notExpressible: 'no pie charts' } },
      input(['seaborn', 'plotly']),
    )
    expect(outcome.status).toBe('approved')
    expect(outcome.libraries[0]).toMatchObject({ status: 'not_expressible', message: 'no pie charts' })
  })

  it('tries a given file once and publishes nothing unless it was asked to', async () => {
    const given = input(['matplotlib'], { implementationSha: 'mine', publish: false, repairsMax: 0 })
    const { outcome, recorded } = await run({ matplotlib: { verdicts: ['repair'] } }, given)
    expect(outcome.libraries[0]).toMatchObject({ status: 'needs_person', attempts: 1, codeSha: 'mine' })
    expect(recorded.calls.some((call) => /publish|keep/.test(call))).toBe(false)
    const approved = await run({}, { ...given, plotId: `${given.plotId}-2` })
    expect(approved.outcome.libraries[0]).toMatchObject({ status: 'approved', published: false })
  })

  it('leaves to a person what was improved at request and scores less than what is published', async () => {
    const improving = (score: number, plotId: string) => {
      const published = { altair: { codeSha: 'published', score } }
      return { ...input(['altair']), plotId, improvement: { request: 'fewer lines', published } }
    }
    const worse = await run({ altair: { modelAuthor: 'openai' } }, improving(95.5, 'improved-for-worse'))
    expect(worse.outcome.libraries[0]).toMatchObject({
      status: 'needs_person',
      message: 'it scores 95, what is published 95.5: compare them',
    })
    expect(worse.recorded.calls).toContain('keep openai-code-1 altair')
    const equal = await run({ altair: { modelAuthor: 'openai' } }, improving(95, 'improved'), 'improvement')
    expect(equal.outcome.libraries[0]).toMatchObject({ status: 'approved', published: true })
  })

  it('ends as cancelled, with its rows written, when it is cancelled', async () => {
    await inWorld({ plotly: { hangs: true } }, async ({ recorded }) => {
      const cancelled = input(['plotly', 'bokeh'])
      const handle = await start(cancelled)
      await until(async () => recorded.ended.has('bokeh') && recorded.calls.includes('render plotly 1'))
      await handle.cancel()
      const outcome: PlotRunOutcome = await handle.result()
      await keepHistories(cancelled, handle, 'cancelled')
      expect(outcome.status).toBe('cancelled')
      expect(outcome.libraries.map((library) => library.status)).toEqual(['cancelled', 'approved'])
      expect(recorded.run?.status).toBe('cancelled')
      expect(recorded.ended.get('plotly')?.status).toBe('cancelled')
    })
  })

  it('has a model write where one is to, and goes on without it when it cannot', async () => {
    const byModel = await run({ altair: { modelAuthor: 'openai' } }, input(['altair']), 'by-model')
    expect(byModel.outcome.libraries[0]).toMatchObject({ status: 'approved', codeSha: 'openai-code-1' })
    const script = { altair: { modelAuthor: 'openai', down: ['openai'] } } as const
    const { outcome, recorded } = await run(script, input(['altair']), 'instead-of-model')
    expect(outcome.libraries[0]).toMatchObject({ status: 'approved', codeSha: 'code-1' })
    expect(recorded.calls).toContain('write instead of openai (budget) altair 1')
  })

  it('answers how far it is', async () => {
    await inWorld({}, async () => {
      const handle = await start(input(['plotly']))
      await handle.result()
      const live = await handle.query<LiveProgress>(PROGRESS_QUERY)
      expect(live.libraries).toEqual([
        { library: 'plotly', stage: 'done', attempt: 1, status: 'approved', score: 95 },
      ])
    })
  })
})

describe('tagging', () => {
  it('is started for what was published, and no run waits for it', async () => {
    await inWorld({ bokeh: { verdicts: ['person'] } }, async ({ recorded }) => {
      const published = input(['plotly', 'bokeh'])
      const handle = await start(published)
      await handle.result()
      const child = environment().client.workflow.getHandle(
        taggingWorkflowId(published.plotId, 'plotly', 'code-1'),
      )
      await child.result()
      await keepHistories(published, handle, 'tagged')
      await keepHistory(child, 'tagging-done')
      expect(recorded.tagged).toEqual(['code-1 plotly'])
    })
  })
})

describe('a tagging under way', () => {
  it('does not get in the way of the next run of the same code', async () => {
    await inWorld({ plotly: { taggingHangs: true } }, async ({ recorded }) => {
      const published = input(['plotly'])
      await (await start(published)).result()
      await until(async () => recorded.tagged.length === 1)
      const again: PlotRunOutcome = await (await start(published)).result()
      expect(again.libraries).toMatchObject([{ status: 'approved', message: null }])
      expect(recorded.tagged).toHaveLength(1)
    })
  })
})

describe('publication', () => {
  it('publishes exactly the code that a person approved', async () => {
    await inWorld({}, async ({ recorded }) => {
      const handle = await environment().client.workflow.start(WORKFLOWS.publication, {
        workflowId: plotWorkflowId(randomUUID()),
        taskQueue: QUEUES.plots,
        args: [
          {
            runId: '019aa000-0000-7000-8000-000000000002',
            plotId: 'scatter-basic',
            library: 'bokeh',
            codeSha: 'chosen',
            reviewKey: 'review-chosen',
            decidedBy: 'maintainer',
          },
        ],
      })
      const outcome: PlotRunOutcome = await handle.result()
      await keepHistory(handle, 'publication-approved')
      expect(outcome).toMatchObject({
        status: 'approved',
        libraries: [{ codeSha: 'chosen', version: '1.0.0' }],
      })
      expect(recorded.calls).toEqual(['begin', 'publish chosen by maintainer bokeh'])
      expect(recorded.run?.status).toBe('approved')
      await until(async () => recorded.tagged.includes('chosen bokeh'))
    })
  })
})

/** Waits for a condition of the world; the test's own limit ends a wait for something that never comes. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}
