import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { SeenRequest } from '../stand-ins/models/reply.ts'
import { startModelServer } from '../stand-ins/models/server.ts'
import type { ModelServer } from '../stand-ins/models/server.ts'
import { INSTRUCTIONS, PROMPT, TRANSPORTS, errorOf, familyOf, providerFor, question } from './support.ts'
import type { Transport } from './support.ts'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

/** Asks once and returns what went over the wire. */
async function sent(transport: Transport, overrides = {}): Promise<SeenRequest> {
  server.behave(familyOf(transport), () => ({ kind: 'answer', answer: 'fine' }))
  const provider = await providerFor(server, transport)
  await provider.ask(question(overrides))
  const request = server.journal.at(-1)
  if (request === undefined) throw new Error('nothing was sent')
  return request
}

describe.each(TRANSPORTS)('a request to %s', (transport) => {
  it('carries model, instructions, texts and the very bytes of pictures', async () => {
    const seen = await sent(transport)
    expect(seen).toMatchObject({ model: 'stand-in-model', instructions: INSTRUCTIONS, texts: [PROMPT] })
    expect(seen.images).toEqual([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff])])
  })

  it('asks for the shape of the answer', async () => {
    const { schema } = await sent(transport)
    expect(schema).toMatchObject({
      type: 'object',
      required: ['criteria'],
      properties: { criteria: { type: 'array', items: { required: ['id', 'evidence', 'level'] } } },
    })
  })

  it('asks for no shape when free text is wanted', async () => {
    expect((await sent(transport, { output: null })).schema).toBeNull()
  })

  it('carries the key of its own family and of no other', async () => {
    const { headers, body } = await sent(transport)
    const keys = [...JSON.stringify([headers, body]).matchAll(/stand-in-(\w+)-key/g)].map(
      ([, family]) => family,
    )
    expect(keys).toEqual([familyOf(transport)])
  })

  it('reaches its path when its address ends in a slash', async () => {
    const addresses = Object.entries(server.settings).map(([name, value]) => {
      return [name, name.endsWith('_URL') ? `${value}/` : value] as const
    })
    server.behave(familyOf(transport), () => ({ kind: 'answer', answer: 'fine' }))
    const settings = Object.fromEntries(addresses) as ModelServer['settings']
    const provider = await providerFor({ settings }, transport)
    expect((await provider.ask(question())).text).toBe('fine')
  })

  it('may allow a long answer without being streamed', async () => {
    const seen = await sent(transport, { outputTokensMax: 100_000 })
    expect(JSON.stringify(seen.body)).toContain('100000')
  })

  it('brings back text, model, id and cost of the answer', async () => {
    const usage = { inputTokens: 9, outputTokens: 5, cacheReadTokens: 4, cacheWriteTokens: 0 }
    server.behave(familyOf(transport), () => ({ kind: 'answer', answer: 'fine', usage }))
    const provider = await providerFor(server, transport)
    expect(await provider.ask(question())).toEqual({
      text: 'fine',
      stop: 'end',
      usage,
      model: 'stand-in-model',
      requestId: expect.stringMatching(/./) as string,
    })
  })
})

describe('a request', () => {
  it('to Anthropic limits the answer and marks the instructions for its cache', async () => {
    const { body } = await sent('anthropic')
    expect(body).toMatchObject({
      max_tokens: 2000,
      system: [{ text: INSTRUCTIONS, cache_control: { type: 'ephemeral' } }],
    })
  })

  it('to OpenAI limits the answer, stores nothing, and shares a cache key between equal instructions', async () => {
    const [first, second, third] = [
      await sent('openai'),
      await sent('openai', { parts: [] }),
      await sent('openai', { instructions: 'others' }),
    ]
    expect(first.body).toMatchObject({ max_output_tokens: 2000, store: false })
    expect(second.body['prompt_cache_key']).toBe(first.body['prompt_cache_key'])
    expect(third.body['prompt_cache_key']).not.toBe(first.body['prompt_cache_key'])
  })

  it.each(['google', 'google, former client'] as const)('to %s limits the answer', async (transport) => {
    const { body, path } = await sent(transport)
    expect(path).toBe('/v1beta/models/stand-in-model:generateContent')
    expect(body).toMatchObject({
      generationConfig: { maxOutputTokens: 2000, responseMimeType: 'application/json' },
    })
  })

  it('to a server of one’s own limits the answer by the name all of them know', async () => {
    expect((await sent('local')).body).toMatchObject({ max_tokens: 2000 })
  })
})

describe('a provider’s own words', () => {
  const inTwoMinutes = new Date(Date.now() + 120_000).toUTCString()

  it.each([
    ['as a date', { 'retry-after': inTwoMinutes }, 110_000, 120_000],
    ['as a date that has passed', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0, 0],
    ['in milliseconds', { 'retry-after-ms': '1500', 'retry-after': '2' }, 1500, 1500],
  ])('say how long to wait %s', async (_, headers, least, most) => {
    server.behave('openai', () => ({ kind: 'status', status: 429, headers }))
    const provider = await providerFor(server, 'openai')
    const { retryAfterMs } = await errorOf(provider.ask(question()))
    expect(retryAfterMs).toBeGreaterThanOrEqual(least)
    expect(retryAfterMs).toBeLessThanOrEqual(most)
  })

  it('are not believed when they make no sense', async () => {
    server.behave('anthropic', () => ({ kind: 'status', status: 429, headers: { 'retry-after': 'soon' } }))
    const provider = await providerFor(server, 'anthropic')
    expect((await errorOf(provider.ask(question()))).retryAfterMs).toBeNull()
  })

  it('tell a ramp limit of Anthropic, which passes, from a spend limit', async () => {
    const limit = (code: string) => ({
      kind: 'raw' as const,
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '9' },
      body: JSON.stringify({ error: { type: 'rate_limit_error', details: { error_code: code } } }),
    })
    const provider = await providerFor(server, 'anthropic')
    server.behave('anthropic', () => limit('ramp_limit_exceeded'))
    expect(await errorOf(provider.ask(question()))).toMatchObject({
      fault: 'rate_limited',
      retryAfterMs: 9000,
    })
    server.behave('anthropic', () => limit('contract_spend_limit_reached'))
    expect(await errorOf(provider.ask(question()))).toMatchObject({ kind: 'abstain', fault: 'quota' })
  })

  it('tell of a credit of Anthropic that is used up, which has no code', async () => {
    const message = 'Your credit balance is too low to access the API.'
    server.behave('anthropic', () => ({ kind: 'status', status: 400, message }))
    const provider = await providerFor(server, 'anthropic')
    expect((await errorOf(provider.ask(question()))).fault).toBe('quota')
  })

  it.each(['google', 'google, former client'] as const)(
    'at %s tell of a wrong key with 400',
    async (transport) => {
      const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }]
      server.behave('google', () => googleError(400, { message: 'API key not valid', details }))
      const provider = await providerFor(server, transport)
      expect(await errorOf(provider.ask(question()))).toMatchObject({
        kind: 'abstain',
        fault: 'misconfigured',
      })
    },
  )

  it('at Google are found in JSON within JSON', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }]
    const inner = JSON.stringify({
      error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'slow', details },
    })
    server.behave('google', () => googleError(429, { message: inner }))
    const provider = await providerFor(server, 'google')
    expect(await errorOf(provider.ask(question()))).toMatchObject({
      fault: 'rate_limited',
      retryAfterMs: 34_500,
    })
  })

  it('at Google may refuse the question itself, which costs what it costs', async () => {
    const body = {
      promptFeedback: { blockReason: 'SAFETY' },
      usageMetadata: { promptTokenCount: 70, totalTokenCount: 70 },
    }
    server.behave('google', () => jsonAnswer(200, body))
    const provider = await providerFor(server, 'google')
    expect(await provider.ask(question())).toMatchObject({ stop: 'refusal', usage: { inputTokens: 70 } })
  })

  it('at Google count thoughts as output, and leave them out of the text', async () => {
    const parts = [{ text: 'let me see', thought: true }, { text: 'fine' }]
    const usageMetadata = { promptTokenCount: 70, candidatesTokenCount: 3, thoughtsTokenCount: 40 }
    server.behave('google', () => jsonAnswer(200, { candidates: [{ content: { parts } }], usageMetadata }))
    const provider = await providerFor(server, 'google')
    expect(await provider.ask(question())).toMatchObject({ text: 'fine', usage: { outputTokens: 43 } })
  })

  it('at OpenAI may tell of a failure with status 200, and what it cost', async () => {
    const body = {
      model: 'm',
      status: 'failed',
      error: { code: 'server_error', message: PROMPT },
      output: [],
      usage: { input_tokens: 12, output_tokens: 3 },
    }
    server.behave('openai', () => jsonAnswer(200, body))
    const provider = await providerFor(server, 'openai')
    expect(await errorOf(provider.ask(question()))).toMatchObject({
      kind: 'retry',
      fault: 'outage',
      usage: { inputTokens: 12, outputTokens: 3, cacheReadTokens: 0, cacheWriteTokens: 0 },
    })
  })

  it('that contradict each other are no usage', async () => {
    const usage = { input_tokens: 10, output_tokens: 1, input_tokens_details: { cached_tokens: 20 } }
    server.behave('openai', () => jsonAnswer(200, { model: 'm', status: 'completed', output: [], usage }))
    const provider = await providerFor(server, 'openai')
    expect((await provider.ask(question())).usage).toBeNull()
  })
})

function jsonAnswer(status: number, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  return { kind: 'raw' as const, status, headers, body: JSON.stringify(body) }
}

function googleError(code: number, error: object) {
  return jsonAnswer(code, { error: { code, ...error } })
}
