import { describe, expect, it } from 'vitest'

import { useWorkflows } from '../test/support/workflows.ts'

const { run, input } = useWorkflows()

/** What is published is tagged, and behind a tagging the test server's clock no longer jumps. */
const unpublished = () => input(['altair'], { publish: false })

describe('a panel of models', () => {
  const families = ['anthropic', 'openai', 'google'] as const
  const judges = { families, quorum: 2, authorFamily: null }
  const opinion = (family: string) => ({ kind: 'opinion', family, key: `opinion-${family}` })

  it('goes on without a family that is away once enough have answered', async () => {
    const script = { altair: { judges, down: ['openai'] } } as const
    const { outcome, recorded } = await run(script, unpublished(), 'panel-one-away')
    expect(outcome.status).toBe('approved')
    expect(recorded.concluded).toEqual([
      [
        opinion('anthropic'),
        expect.objectContaining({ family: 'openai', reason: 'outage' }),
        opinion('google'),
      ],
    ])
  })

  it('waits for enough families, and lets those abstain that stay away', async () => {
    const script = {
      altair: { judges: { ...judges, authorFamily: 'anthropic' }, down: ['openai', 'google'] },
    } as const
    const { recorded } = await run(script, unpublished())
    expect(recorded.concluded).toEqual([
      [
        opinion('anthropic'),
        { kind: 'abstained', family: 'openai', reason: 'outage', message: 'openai is away' },
        { kind: 'abstained', family: 'google', reason: 'outage', message: 'google is away' },
      ],
    ])
  })

  it('judges each repair anew, and the best attempt waits for a person', async () => {
    const script = { altair: { judges, verdicts: ['repair', 'person'] } } as const
    const { outcome, recorded } = await run(script, input(['altair']))
    expect(outcome.libraries[0]).toMatchObject({ status: 'needs_person', codeSha: 'code-2', attempts: 2 })
    expect(recorded.calls.filter((call) => call.startsWith('ask'))).toHaveLength(6)
  })

  it('is asked after the measurement, and its opinions conclude the review', async () => {
    const script = { altair: { judges } } as const
    const { outcome, recorded } = await run(script, input(['altair']), 'panel')
    expect(outcome.status).toBe('approved')
    expect(recorded.concluded).toEqual([families.map(opinion)])
    const steps = recorded.calls.filter((call) => /review|conclude|publish/.test(call))
    expect(steps).toEqual(['review altair 1', 'conclude altair 1', 'publish code-1 by rules altair'])
  })
})
