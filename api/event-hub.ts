import type { Logger } from 'pino'

import type { Database } from '../db/client.ts'
import { currentCursor, readEvents, TOPICS } from '../db/queries/event.ts'
import type { EventCursor, StoredEvent } from '../db/queries/event.ts'

/** Reads new events once for all live streams of this process, and tells each of them. */
export interface EventHub {
  /** Calls `deliver` with every event from now on, in order; ends with the returned function. */
  subscribe(deliver: (event: StoredEvent) => void): Promise<() => void>
  close(): Promise<void>
}

/** The channel the database announces events on: only to wake the reader. */
const CHANNEL = 'pyplots_events'

/** An announced event is unreadable while an older transaction is open: asked for again after this long. */
const RETRY_MS = 100

/** The same for an event that was announced while nobody had subscribed. */
const POLL_MS = 2_000

/** Events read at once. */
const PAGE = 500

const ALL = TOPICS.map((topic) => ({ topic, entity: null }))

type Deliver = (event: StoredEvent) => void

/** Listens on a database; nothing is read while nobody has subscribed. */
export async function createEventHub(db: Database, log: Logger): Promise<EventHub> {
  const hub = new Hub(db, log)
  await hub.listen()
  return hub
}

class Hub implements EventHub {
  private readonly db: Database
  private readonly log: Logger
  private readonly subscribers = new Set<Deliver>()
  /** numbers that were announced and not read yet */
  private readonly announced = new Set<number>()
  private cursor: EventCursor | null = null
  private queue: Promise<void> = Promise.resolve()
  private retry: NodeJS.Timeout | undefined
  private unlisten: () => Promise<void> = () => Promise.resolve()

  constructor(db: Database, log: Logger) {
    this.db = db
    this.log = log
  }

  async listen(): Promise<void> {
    const heard = (payload: string) => {
      this.announced.add(Number(payload.slice(payload.lastIndexOf(':') + 1)))
      this.wake()
    }
    // The last callback comes again whenever the connection was made anew: what was missed is read then.
    const listening = await this.db.sql.listen(CHANNEL, heard, () => this.wake())
    this.unlisten = listening.unlisten
  }

  async subscribe(deliver: Deliver): Promise<() => void> {
    await this.inOrder(async () => {
      if (this.subscribers.size === 0) {
        this.cursor = await currentCursor(this.db)
        this.readAgainIn(POLL_MS)
      }
      this.subscribers.add(deliver)
    })
    return () => void this.subscribers.delete(deliver)
  }

  async close(): Promise<void> {
    clearTimeout(this.retry)
    this.subscribers.clear()
    await this.unlisten()
  }

  private wake(): void {
    this.inOrder(() => this.readNew()).catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'unknown'
      this.log.warn({ error: name }, 'live events cannot be read just now')
      if (this.subscribers.size > 0) this.readAgainIn(POLL_MS)
    })
  }

  private async readNew(): Promise<void> {
    if (this.subscribers.size === 0) return this.announced.clear()
    let page: readonly StoredEvent[]
    do {
      page = await readEvents(this.db, { after: this.cursor, topics: ALL, limit: PAGE })
      for (const event of page) this.deliver(event)
      this.cursor = page.at(-1)?.cursor ?? this.cursor
    } while (page.length === PAGE)
    this.readAgainIn(this.announced.size > 0 ? RETRY_MS : POLL_MS)
  }

  private deliver(event: StoredEvent): void {
    this.announced.delete(event.cursor.seq)
    for (const deliver of this.subscribers) deliver(event)
  }

  private readAgainIn(ms: number): void {
    clearTimeout(this.retry)
    this.retry = setTimeout(() => this.wake(), ms)
    this.retry.unref()
  }

  private inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work)
    this.queue = done.catch(() => {})
    return done
  }
}
