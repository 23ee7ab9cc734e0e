import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { readAnswer } from '../../ai/answer.ts'
import type { ModelRequest } from '../../ai/provider.ts'
import type { Usage } from '../../domain/budget/budget.schema.ts'
import type { StandInReply } from '../stand-ins/models/reply.ts'
import { startModelServer } from '../stand-ins/models/server.ts'
import type { ModelServer } from '../stand-ins/models/server.ts'
import {
  INSTRUCTIONS,
  Opinion,
  PROMPT,
  TRANSPORTS,
  errorOf,
  familyOf,
  providerFor,
  question,
} from './support.ts'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

/** Providers quote what they refuse; none of it may go further. */
const QUOTED = `refused: ${PROMPT} ${INSTRUCTIONS} stand-in-anthropic-key stand-in-openai-key stand-in-google-key`
const PAGE = `<html><body>Bad gateway ${PROMPT}</body></html>`

interface FaultRow {
  readonly fault: string
  readonly reply: StandInReply
  readonly expected: object
  readonly request?: Partial<ModelRequest>
}

const status = (code: number, more: object = {}): StandInReply => {
  return { kind: 'status', status: code, message: QUOTED, ...more }
}
const page = (code: number): StandInReply => {
  return { kind: 'raw', status: code, headers: { 'content-type': 'text/html' }, body: PAGE }
}
const json = (body: string): StandInReply => {
  return { kind: 'raw', status: 200, headers: { 'content-type': 'application/json' }, body }
}
const expected = (kind: string, fault: string, more: object = {}) => ({
  kind,
  fault,
  retryAfterMs: null,
  usage: null,
  ...more,
})

const FAULTS: readonly FaultRow[] = [
  {
    fault: '429 with a time to wait',
    reply: status(429, { retryAfterS: 7 }),
    expected: expected('retry', 'rate_limited', { status: 429, retryAfterMs: 7000 }),
  },
  {
    fault: '429 without a time to wait',
    reply: status(429),
    expected: expected('retry', 'rate_limited', { status: 429 }),
  },
  { fault: '500', reply: status(500), expected: expected('retry', 'outage', { status: 500 }) },
  { fault: '503', reply: status(503), expected: expected('retry', 'overloaded', { status: 503 }) },
  {
    fault: '529 with a time to wait',
    reply: status(529, { retryAfterS: 30 }),
    expected: expected('retry', 'overloaded', { status: 529, retryAfterMs: 30_000 }),
  },
  {
    fault: 'no answer in time',
    reply: { kind: 'silence' },
    request: { timeoutMs: 200 },
    expected: expected('retry', 'timeout', { status: null }),
  },
  {
    fault: 'an answer that stops half-way',
    reply: { kind: 'half', after: 'silence' },
    request: { timeoutMs: 200 },
    expected: expected('retry', 'timeout', { status: null }),
  },
  {
    fault: 'a reset connection',
    reply: { kind: 'reset' },
    expected: expected('retry', 'outage', { status: null }),
  },
  {
    fault: 'a connection that ends half-way',
    reply: { kind: 'half', after: 'end' },
    expected: expected('retry', 'outage', { status: null }),
  },
  { fault: 'a page instead of JSON', reply: page(200), expected: expected('retry', 'unreadable') },
  {
    fault: 'a page of a gateway that failed',
    reply: page(502),
    expected: expected('retry', 'outage', { status: 502 }),
  },
  {
    fault: 'a page that calls itself JSON',
    reply: json(PAGE),
    expected: expected('retry', 'unreadable'),
  },
  {
    fault: 'JSON that is cut off',
    reply: json('{"id":"x","model":"m","content":[{"type":"te'),
    expected: expected('retry', 'unreadable'),
  },
  { fault: 'JSON of another shape', reply: json('{"ok":true}'), expected: expected('retry', 'unreadable') },
  { fault: 'an empty body', reply: json(''), expected: expected('retry', 'unreadable') },
  {
    fault: 'a wrong key',
    reply: status(401),
    expected: expected('abstain', 'misconfigured', { status: 401 }),
  },
  {
    fault: 'a key without the right',
    reply: status(403),
    expected: expected('abstain', 'misconfigured', { status: 403 }),
  },
  {
    fault: 'an exhausted quota',
    reply: status(429, { exhausted: true }),
    expected: expected('abstain', 'quota', { status: 429 }),
  },
  {
    fault: 'a bill that is not paid',
    reply: status(402),
    expected: expected('abstain', 'quota', { status: 402 }),
  },
  {
    fault: 'an unknown model',
    reply: status(404),
    expected: expected('abstain', 'misconfigured', { status: 404 }),
  },
  {
    fault: 'a request too large (413)',
    reply: status(413),
    expected: expected('abstain', 'rejected', { status: 413 }),
  },
  {
    fault: 'a request too large (400)',
    reply: status(400, { message: `prompt is too long: 300000 tokens > 200000 maximum. ${QUOTED}` }),
    expected: expected('abstain', 'rejected', { status: 400 }),
  },
  {
    fault: 'a request it does not understand',
    reply: status(400),
    expected: expected('bug', 'rejected', { status: 400 }),
  },
]

function opinion(aesthetics: unknown, clarity: unknown) {
  return {
    criteria: [
      { id: 'aesthetics', evidence: 'seen', level: aesthetics },
      { id: 'clarity', evidence: 'seen', level: clarity },
    ],
  }
}

const USAGE: Usage = { inputTokens: 900, outputTokens: 50, cacheReadTokens: 400, cacheWriteTokens: 100 }

/** Not every wire can tell what was written to its cache. */
function saidBy(family: string): Usage {
  return family === 'anthropic' || family === 'openai' ? USAGE : { ...USAGE, cacheWriteTokens: 0 }
}

interface AnswerRow {
  readonly answer: string
  readonly reply: StandInReply
  readonly expected: object
}

const answered = (answer: unknown, stop: 'end' | 'length' | 'refusal' = 'end'): StandInReply => {
  return { kind: 'answer', answer, stop, usage: USAGE }
}
const unusable = (fault: string, message: RegExp) => {
  return { kind: 'unusable', fault, message: expect.stringMatching(message) as string }
}

const ANSWERS: readonly AnswerRow[] = [
  {
    answer: 'every criterion',
    reply: answered(opinion('3', '2')),
    expected: { kind: 'answer', value: opinion('3', '2') },
  },
  {
    answer: 'a legitimate 0',
    reply: answered(opinion('0', '0')),
    expected: { kind: 'answer', value: opinion('0', '0') },
  },
  {
    answer: 'JSON in a code block',
    reply: answered(`\`\`\`json\n${JSON.stringify(opinion('1', '4'))}\n\`\`\``),
    expected: { kind: 'answer', value: opinion('1', '4') },
  },
  {
    answer: 'a level out of range',
    reply: answered(opinion('3', '9')),
    expected: unusable('unparseable', /criteria\.1\.level/),
  },
  {
    answer: 'a number where a level is wanted',
    reply: answered(opinion(3, '2')),
    expected: unusable('unparseable', /criteria\.0\.level/),
  },
  {
    answer: 'too few criteria',
    reply: answered({ criteria: opinion('3', '3').criteria.slice(1) }),
    expected: unusable('unparseable', /every one of aesthetics, clarity is wanted once/),
  },
  {
    answer: 'JSON that is not of the schema',
    reply: answered({ verdict: 'approve' }),
    expected: unusable('unparseable', /criteria/),
  },
  {
    answer: 'prose',
    reply: answered('A fine plot, 100 of 100.'),
    expected: unusable('unparseable', /not JSON/),
  },
  { answer: 'nothing', reply: answered(''), expected: unusable('unparseable', /not JSON/) },
  {
    answer: 'a text that is cut off',
    reply: answered('{"criteria":[{"id":"aes', 'length'),
    expected: unusable('cut_off', /cut off/),
  },
  {
    answer: 'a refusal',
    reply: answered('I cannot help with that.', 'refusal'),
    expected: unusable('refusal', /declined/),
  },
]

describe.each(TRANSPORTS)('a call to %s', (transport) => {
  const family = familyOf(transport)

  it.each(FAULTS)('that meets $fault says what follows, after one request', async (row) => {
    server.behave(family, () => row.reply)
    const provider = await providerFor(server, transport)
    const error = await errorOf(provider.ask(question(row.request)))
    expect(error).toMatchObject(row.expected)
    expect(server.journal).toHaveLength(1)
    expectNothingConfidential(error)
  })

  it('that is cancelled by its caller ends at once and says so', async () => {
    const caller = new AbortController()
    server.behave(family, () => {
      caller.abort()
      return { kind: 'silence' }
    })
    const provider = await providerFor(server, transport)
    const error = await errorOf(provider.ask(question({ signal: caller.signal })))
    expect(error).toMatchObject({ kind: 'retry', fault: 'cancelled', retryAfterMs: null, usage: null })
    expect(server.journal).toHaveLength(1)
  })

  it('that is cancelled before it starts asks nobody', async () => {
    const provider = await providerFor(server, transport)
    const error = await errorOf(provider.ask(question({ signal: AbortSignal.abort() })))
    expect(error.fault).toBe('cancelled')
    expect(server.journal).toHaveLength(0)
  })

  it('to an address where nothing listens is an outage', async () => {
    const gone = await startModelServer()
    await gone.close()
    const provider = await providerFor(gone, transport)
    const error = await errorOf(provider.ask(question()))
    expect(error).toMatchObject({ kind: 'retry', fault: 'outage' })
    expect(error.message).toMatch(/^the connection to .+ failed/)
  })

  it.each(ANSWERS)('that brings $answer is read for what it is, with its cost', async (row) => {
    server.behave(family, () => row.reply)
    const provider = await providerFor(server, transport)
    const reply = await provider.ask(question())
    expect(readAnswer(reply, Opinion)).toMatchObject(row.expected)
    expect(reply.usage).toEqual(saidBy(family))
    expect(server.journal).toHaveLength(1)
  })

  it('whose answer says nothing of its cost has none', async () => {
    server.behave(family, () => ({ kind: 'answer', answer: opinion('3', '3'), usage: null }))
    const provider = await providerFor(server, transport)
    expect((await provider.ask(question())).usage).toBeNull()
  })
})

/** Neither the message nor anything an error carries along. */
function expectNothingConfidential(error: Error): void {
  const said = [error.message, error.stack, String(error.cause), JSON.stringify(error)].join()
  for (const secret of [PROMPT, INSTRUCTIONS, '-key', 'stand-in-model', '<html>'])
    expect(said).not.toContain(secret)
}
