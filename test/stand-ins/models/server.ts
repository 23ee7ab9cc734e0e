import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { AppError, messageOf } from '../../../domain/errors.ts'
import type { ModelFamily } from '../../../domain/review/family.schema.ts'
import { anthropicWire } from './anthropic.ts'
import { googleWire } from './google.ts'
import { chatWire, openAiWire } from './openai.ts'
import { roughUsage } from './reply.ts'
import type { Behaviour, SeenRequest, StandInReply } from './reply.ts'
import { object } from './wire.ts'
import type { Wire } from './wire.ts'

const WIRES: readonly Wire[] = [anthropicWire, openAiWire, chatWire, googleWire]

/** A server that speaks the wire formats of all providers and behaves as it is told. */
export interface ModelServer {
  /** settings that make the engine ask this server, with every family present */
  readonly settings: {
    readonly ANTHROPIC_API_KEY: string
    readonly ANTHROPIC_BASE_URL: string
    readonly OPENAI_API_KEY: string
    readonly OPENAI_BASE_URL: string
    readonly GOOGLE_API_KEY: string
    readonly GOOGLE_BASE_URL: string
    readonly LOCAL_MODEL_URL: string
    readonly LOCAL_MODEL: string
    readonly LOCAL_MODEL_KEY: string
  }
  /** every request since the start or the last `reset`, in the order they came */
  readonly journal: readonly SeenRequest[]
  /** what a family does from now on */
  behave(family: ModelFamily, behaviour: Behaviour): void
  /** what a family does with the next request only; several are used up in order */
  behaveOnce(family: ModelFamily, behaviour: Behaviour): void
  /** forgets journal and behaviours: each family answers with status 500 until told otherwise */
  reset(): void
  close(): Promise<void>
}

interface State {
  readonly journal: SeenRequest[]
  readonly always: Map<ModelFamily, Behaviour>
  readonly once: Map<ModelFamily, Behaviour[]>
}

/** Starts a server on a free port of the loopback address, or on the port given. */
export async function startModelServer({ port = 0 }: { readonly port?: number } = {}): Promise<ModelServer> {
  const state: State = { journal: [], always: new Map(), once: new Map() }
  const server = createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      response.writeHead(500).end(messageOf(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    settings: settingsFor(url),
    journal: state.journal,
    behave: (family, behaviour) => void state.always.set(family, behaviour),
    behaveOnce: (family, behaviour) => {
      state.once.set(family, [...(state.once.get(family) ?? []), behaviour])
    },
    reset: () => {
      state.journal.length = 0
      state.always.clear()
      state.once.clear()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function settingsFor(url: string): ModelServer['settings'] {
  return {
    ANTHROPIC_API_KEY: 'stand-in-anthropic-key',
    ANTHROPIC_BASE_URL: url,
    OPENAI_API_KEY: 'stand-in-openai-key',
    OPENAI_BASE_URL: `${url}/v1`,
    GOOGLE_API_KEY: 'stand-in-google-key',
    GOOGLE_BASE_URL: url,
    LOCAL_MODEL_URL: `${url}/local/v1`,
    LOCAL_MODEL: 'stand-in',
    LOCAL_MODEL_KEY: 'stand-in-local-key',
  }
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://stand-in').pathname
  const wire = WIRES.find((candidate) => candidate.path.test(path))
  const body = await bodyOf(request)
  if (wire === undefined || request.method !== 'POST') {
    sendJson(response, 404, { error: { message: `nothing answers at ${path}` } })
    return
  }
  if (!request.headers[wire.keyHeader]) {
    sendJson(response, 401, wire.failure({ kind: 'status', status: 401, message: 'no key' }))
    return
  }
  const seen = { ...wire.read(body, path), family: wire.family, path, headers: request.headers, body }
  state.journal.push(seen)
  send({ wire, seen, response }, await behaviourOf(state, wire.family)(seen))
}

function behaviourOf(state: State, family: ModelFamily): Behaviour {
  const untold: Behaviour = () => ({ kind: 'status', status: 500, message: 'it was not told what to do' })
  return state.once.get(family)?.shift() ?? state.always.get(family) ?? untold
}

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  try {
    return object(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  } catch (error) {
    throw new AppError('invalid', 'a request of a model client is not JSON', { cause: error })
  }
}

interface Exchange {
  readonly wire: Wire
  readonly seen: SeenRequest
  readonly response: ServerResponse
}

function send({ wire, seen, response }: Exchange, reply: StandInReply): void {
  switch (reply.kind) {
    case 'answer':
      sendJson(response, 200, answerOf(wire, seen, reply))
      return
    case 'status': {
      const wait = wire.waitHeader && reply.retryAfterS !== undefined
      const headers = { ...(wait && { 'retry-after': String(reply.retryAfterS) }), ...reply.headers }
      sendJson(response, reply.status, wire.failure(reply), headers)
      return
    }
    case 'raw':
      response.writeHead(reply.status, reply.headers).end(reply.body)
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'half': {
      const whole = JSON.stringify(answerOf(wire, seen, { kind: 'answer', answer: 'half an answer' }))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
      response.write(whole.slice(0, whole.length / 2), () => {
        if (reply.after === 'end') response.destroy()
      })
      return
    }
    case 'silence':
  }
}

function answerOf(wire: Wire, seen: SeenRequest, reply: Extract<StandInReply, { kind: 'answer' }>) {
  const text = typeof reply.answer === 'string' ? reply.answer : JSON.stringify(reply.answer)
  const usage = reply.usage === undefined ? roughUsage(seen, text) : reply.usage
  return wire.answer(seen.model, { text, stop: reply.stop ?? 'end', usage })
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  const always = {
    'content-type': 'application/json',
    'request-id': 'req-stand-in',
    'x-request-id': 'req-stand-in',
  }
  response.writeHead(status, { ...always, ...headers }).end(JSON.stringify(body))
}
