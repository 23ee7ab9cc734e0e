import { ApplicationFailure } from '@temporalio/common'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'

import type { DraftInput, DraftOutcome } from '../temporal/contracts/draft.ts'
import { plotWorkflowId } from '../temporal/ids.ts'
import { WORKFLOWS } from '../temporal/messages.ts'
import { QUEUES } from '../temporal/queues.ts'
import type { DraftScript } from '../test/support/contracts.ts'
import { keepHistory } from '../test/support/histories.ts'
import { useWorkflows } from '../test/support/workflows.ts'

const { inWorld, run, input, environment } = useWorkflows()

function start() {
  const draft: DraftInput = {
    runId: randomUUID(),
    plotId: `draft-${randomUUID().slice(0, 8)}`,
    ideaSha: null,
  }
  return environment().client.workflow.start(WORKFLOWS.specDraft, {
    taskQueue: QUEUES.plots,
    workflowId: plotWorkflowId(draft.plotId),
    args: [draft],
  })
}

async function drafted(drafts: DraftScript, history?: string) {
  return inWorld({ drafts }, async ({ recorded }) => {
    const handle = await start()
    const outcome = (await handle.result()) as DraftOutcome
    if (history) await keepHistory(handle, `spec-draft-${history}`)
    expect(recorded.draft).toEqual(outcome)
    return { outcome, calls: recorded.calls }
  })
}

describe('specDraft', () => {
  it('leaves a draft to a person', async () => {
    const { outcome, calls } = await drafted({}, 'offline')
    expect(outcome).toEqual({ status: 'needs_person', message: null })
    expect(calls).toEqual(['begin', 'draft'])
  })

  it('has a model draft where one is to write', async () => {
    const said = { kind: 'drafted', sha256: 'spec' } as const
    const { outcome, calls } = await drafted({ model: ['openai', said] }, 'by-model')
    expect(outcome.status).toBe('needs_person')
    expect(calls).toEqual(['begin', 'draft', 'draft by openai'])
  })

  it.each([
    ['abstains', { kind: 'abstained', reason: 'budget', message: 'no room' } as const, 'budget'],
    ['is away', ApplicationFailure.nonRetryable('no such model'), 'outage'],
  ])('drafts without a model when it %s', async (_, said, reason) => {
    const { outcome, calls } = await drafted({ model: ['google', said] }, `instead-${reason}`)
    expect(outcome.status).toBe('needs_person')
    expect(calls.at(-1)).toBe(`draft instead of google (${reason})`)
  })

  it('tells why an idea is no chart, whoever says so', async () => {
    const reason = 'this is a map'
    const ended = { status: 'failed', message: reason }
    expect((await drafted({ notExpressible: reason })).outcome).toEqual(ended)
    const { outcome } = await drafted({ model: ['openai', { kind: 'not_expressible', reason }] })
    expect(outcome).toEqual(ended)
  })

  it('ends as cancelled when it is', async () => {
    await inWorld({ drafts: { hangs: true } }, async ({ recorded }) => {
      const handle = await start()
      await handle.cancel()
      expect(await handle.result()).toEqual({ status: 'cancelled', message: 'cancelled' })
      expect(recorded.draft?.status).toBe('cancelled')
    })
  })
})

describe('a plot run that is given a draft', () => {
  it('places it before anything else', async () => {
    const { outcome, recorded } = await run({}, input(['plotly'], { draftSha: 'spec' }), 'drafted')
    expect(outcome.status).toBe('approved')
    expect(recorded.calls.slice(0, 3)).toEqual(['begin', 'place spec', 'write plotly 1'])
  })

  it('does nothing but that without libraries', async () => {
    const { outcome, recorded } = await run({}, input([], { draftSha: 'spec' }))
    expect(outcome).toEqual({ status: 'approved', libraries: [] })
    expect(recorded.calls).toEqual(['begin', 'place spec'])
  })

  it('ends when it cannot be placed, and tells why', async () => {
    const placingFails = ApplicationFailure.nonRetryable('it is there already', 'conflict')
    const { outcome, recorded } = await run(
      { plotly: { placingFails } },
      input(['plotly'], { draftSha: 'spec' }),
    )
    expect(outcome).toMatchObject({
      status: 'failed',
      message: 'it is there already',
      libraries: [{ library: 'plotly', status: 'failed' }],
    })
    expect(recorded.calls).toEqual(['begin', 'place spec'])
  })
})
