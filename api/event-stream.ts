import type { Logger } from 'pino'

import type { Database } from '../db/client.ts'
import { currentCursor, readEvents } from '../db/queries/event.ts'
import type { EventCursor, EventFilter, StoredEvent } from '../db/queries/event.ts'
import type { LiveEvent } from '../domain/run/run-view.schema.ts'
import type { EventHub } from './event-hub.ts'

/** One live stream: whose events, and from where. */
export interface StreamRequest {
  readonly topics: readonly EventFilter[]
  /** `Last-Event-ID` of the client; null: from now on */
  readonly lastEventId: string | null
  /** ends the stream */
  readonly signal: AbortSignal
}

/** Comment lines keep proxies from closing a quiet stream. */
const PING_MS = 15_000

/** What the client waits before it connects again. */
const RETRY_MS = 2_000

/** Events read at once while catching up. */
const PAGE = 500

/** Events kept for a slow client before it has to catch up from the database. */
const BUFFER_MAX = 1_000

interface StreamDeps {
  readonly db: Database
  readonly hub: EventHub
  readonly log: Logger
}

/**
 * An SSE body: what was missed first, then live events; no event twice and none left out. Resolves once
 * nothing can be missed any more, so that a client that reads the state after the headers came is safe.
 */
export async function openEventStream(
  deps: StreamDeps,
  { topics, lastEventId, signal }: StreamRequest,
): Promise<ReadableStream<Uint8Array>> {
  const inbox = createInbox(signal)
  const now = await currentCursor(deps.db)
  const unsubscribe = await deps.hub.subscribe(inbox.put)
  signal.addEventListener('abort', unsubscribe, { once: true })
  const frames = framesOf(deps.db, { inbox, topics, signal, now, start: startOf(lastEventId, now) })
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await frames.next().catch((error: unknown) => {
        deps.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'a live stream broke off')
        return { done: true, value: undefined } as const
      })
      if (!next.done) return controller.enqueue(encoder.encode(next.value))
      unsubscribe()
      controller.close()
    },
    cancel() {
      unsubscribe()
      inbox.close()
    },
  })
}

interface Following {
  readonly inbox: ReturnType<typeof createInbox>
  readonly topics: readonly EventFilter[]
  readonly signal: AbortSignal
  readonly now: EventCursor
  /** null: the client's place is none of this database */
  readonly start: EventCursor | null
}

async function* framesOf(
  db: Database,
  { inbox, topics, signal, now, start }: Following,
): AsyncGenerator<string, undefined> {
  yield `retry: ${RETRY_MS}\n\n`
  if (start === null) yield 'event: reset\ndata: {}\n\n'
  let cursor = start ?? now
  let behind = true
  while (!signal.aborted && !inbox.isClosed()) {
    behind = inbox.overflowed() || behind
    const events: readonly StoredEvent[] = behind
      ? await readEvents(db, { after: cursor, topics, limit: PAGE })
      : inbox.take().filter((event) => matches(event, topics))
    for (const event of events) {
      if (!isAfter(event.cursor, cursor)) continue
      cursor = event.cursor
      yield frameOf(event)
    }
    behind = behind && events.length === PAGE
    if (!behind && (await inbox.wait(PING_MS)) === 'quiet') yield ': ping\n\n'
  }
  return undefined
}

/** Where to start: at the client's place, or now; null when that place is none of this database. */
function startOf(lastEventId: string | null, now: EventCursor): EventCursor | null {
  if (lastEventId === null) return now
  const match = /^(\d{1,20})-(\d{1,15})$/.exec(lastEventId)
  if (match?.[1] === undefined || match[2] === undefined) return null
  const cursor = { tx: match[1], seq: Number(match[2]) }
  return isAfter(cursor, { tx: now.tx, seq: Number.MAX_SAFE_INTEGER }) ? null : cursor
}

function createInbox(signal: AbortSignal) {
  let events: StoredEvent[] = []
  let lost = false
  let closed = false
  let ring: () => void = () => {}
  signal.addEventListener('abort', () => ring(), { once: true })
  return {
    put: (event: StoredEvent): void => {
      if (events.length >= BUFFER_MAX) {
        lost = true
        events = []
      }
      events.push(event)
      ring()
    },
    take: (): readonly StoredEvent[] => {
      const taken = events
      events = []
      return taken
    },
    /** True once after events had to be dropped: they are read from the database instead. */
    overflowed: (): boolean => {
      const was = lost
      lost = false
      return was
    },
    isClosed: (): boolean => closed,
    /** Nobody reads any more. */
    close: (): void => {
      closed = true
      ring()
    },
    wait: (quietMs: number): Promise<'ready' | 'quiet'> => {
      if (events.length > 0 || closed || signal.aborted) return Promise.resolve('ready')
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve('quiet'), quietMs)
        ring = () => {
          clearTimeout(timer)
          resolve('ready')
        }
      })
    },
  }
}

function matches(event: StoredEvent, topics: readonly EventFilter[]): boolean {
  return topics.some(
    ({ topic, entity }) => topic === event.topic && (entity === null || entity === event.entity),
  )
}

function isAfter(a: EventCursor, b: EventCursor): boolean {
  const [left, right] = [BigInt(a.tx), BigInt(b.tx)]
  return left === right ? a.seq > b.seq : left > right
}

function frameOf(event: StoredEvent): string {
  const { topic, type, entity, cursor, at, data } = event
  const live: LiveEvent = { topic, type, entity, seq: cursor.seq, at: at.toISOString(), patch: data }
  return `id: ${cursor.tx}-${cursor.seq}\nevent: ${type}\ndata: ${JSON.stringify(live)}\n\n`
}
