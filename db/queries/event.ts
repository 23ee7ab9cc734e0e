import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

import type { Session } from '../client.ts'
import { events } from '../schema/index.ts'
import { withoutNul } from '../text.ts'

/** What live views are told about; `run:<id>` names one entity of the topic `runs`. */
export const TOPICS = ['runs', 'plots'] as const
export type Topic = (typeof TOPICS)[number]

/** One thing that happened. */
export interface NewEvent {
  readonly topic: Topic
  /** a fact: `run.created`, `run.library`, `run.ended`, `plot.published` */
  readonly type: string
  /** id of what it happened to */
  readonly entity: string
  readonly data: Readonly<Record<string, unknown>>
}

/** A place in the order of events. */
export interface EventCursor {
  readonly tx: string
  readonly seq: number
}

/** An event as it is read back. */
export interface StoredEvent extends NewEvent {
  readonly cursor: EventCursor
  readonly at: Date
}

/** Which events to read: of a whole topic, or of one entity of it. */
export interface EventFilter {
  readonly topic: Topic
  readonly entity: string | null
}

/** Appends an event; readers see it once the transaction around it and all older ones have ended. */
export async function appendEvent(db: Session, event: NewEvent): Promise<void> {
  await db.orm.insert(events).values({ ...event, data: withoutNul(event.data) })
}

/**
 * Reads events in their final order. Only transactions older than every open one are read, so that a slow
 * writer's event is never passed over; `after: null` reads from the beginning.
 */
export async function readEvents(
  db: Session,
  request: {
    readonly after: EventCursor | null
    readonly topics: readonly EventFilter[]
    readonly limit: number
  },
): Promise<readonly StoredEvent[]> {
  if (request.topics.length === 0) return []
  const rows = await db.orm
    .select()
    .from(events)
    .where(
      and(
        sql`${events.tx} < pg_snapshot_xmin(pg_current_snapshot())`,
        request.after ? isAfter(request.after) : undefined,
        anyOf(request.topics),
      ),
    )
    .orderBy(asc(events.tx), asc(events.seq))
    .limit(request.limit)
  return rows.map((row) => ({
    cursor: { tx: row.tx, seq: row.seq },
    topic: row.topic as Topic,
    type: row.type,
    entity: row.entity,
    data: row.data,
    at: row.createdAt,
  }))
}

/** The place before everything that is still to come: no event of an open transaction lies behind it. */
export async function currentCursor(db: Session): Promise<EventCursor> {
  const rows = await db.orm.execute<{ tx: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as tx`,
  )
  return { tx: rows[0]?.tx ?? '0', seq: 0 }
}

function isAfter(cursor: EventCursor): SQL {
  return sql`(${events.tx}, ${events.seq}) > (${cursor.tx}::xid8, ${cursor.seq}::bigint)`
}

function anyOf(filters: readonly EventFilter[]): SQL | undefined {
  const whole = filters.filter((filter) => filter.entity === null).map((filter) => filter.topic)
  const single = filters.flatMap(({ topic, entity }) => (entity === null ? [] : [{ topic, entity }]))
  return or(
    whole.length > 0 ? inArray(events.topic, whole) : undefined,
    ...single.map(({ topic, entity }) => and(eq(events.topic, topic), eq(events.entity, entity))),
  )
}
