import { beforeEach, describe, expect, it } from 'vitest'

import { inTransaction } from '../../db/client.ts'
import type { Database, Session } from '../../db/client.ts'
import { appendEvent, currentCursor, readEvents } from '../../db/queries/event.ts'
import { usePostgres } from '../support/postgres.ts'

const postgres = usePostgres()
const ALL = [{ topic: 'runs', entity: null }] as const
let db: Database

beforeEach(async () => {
  db = await postgres.open()
})

async function announce(session: Session, type: string, entity = 'a'): Promise<void> {
  await appendEvent(session, { topic: 'runs', type, entity, data: { text: 'with\0nul' } })
}

describe('readEvents', () => {
  it('passes over no event of a transaction that began earlier and ends later', async () => {
    let release = () => {}
    const mayEnd = new Promise<void>((resolve) => {
      release = resolve
    })
    let wrote = () => {}
    const hasWritten = new Promise<void>((resolve) => {
      wrote = resolve
    })
    const slow = inTransaction(db, async (tx) => {
      await announce(tx, 'slow')
      wrote()
      await mayEnd
    })
    await hasWritten
    await announce(db, 'fast')

    expect(await readEvents(db, { after: null, topics: ALL, limit: 10 })).toEqual([])
    release()
    await slow
    const types = (await readEvents(db, { after: null, topics: ALL, limit: 10 })).map((event) => event.type)
    expect(types).toEqual(['slow', 'fast'])
  })

  it('goes on after a cursor, page by page', async () => {
    await inTransaction(db, async (tx) => {
      await announce(tx, 'one')
      await announce(tx, 'two')
    })
    await announce(db, 'three')
    const first = await readEvents(db, { after: null, topics: ALL, limit: 1 })
    const rest = await readEvents(db, { after: first[0]?.cursor ?? null, topics: ALL, limit: 10 })
    expect([...first, ...rest].map((event) => event.type)).toEqual(['one', 'two', 'three'])
  })

  it('starts from now on with the current cursor', async () => {
    await announce(db, 'before')
    const now = await currentCursor(db)
    await announce(db, 'after')
    const types = (await readEvents(db, { after: now, topics: ALL, limit: 10 })).map((event) => event.type)
    expect(types).toEqual(['after'])
  })

  it('reads one entity of a topic', async () => {
    await announce(db, 'mine', 'a')
    await announce(db, 'theirs', 'b')
    const found = await readEvents(db, { after: null, topics: [{ topic: 'runs', entity: 'a' }], limit: 10 })
    expect(found.map((event) => event.type)).toEqual(['mine'])
    expect(await readEvents(db, { after: null, topics: [], limit: 10 })).toEqual([])
  })
})

describe('events', () => {
  it('hold no NUL characters', async () => {
    await announce(db, 'any')
    const [event] = await readEvents(db, { after: null, topics: ALL, limit: 1 })
    expect(event?.data).toEqual({ text: 'withnul' })
  })

  it.each(['update events set type = $$x$$', 'delete from events', 'truncate events'])(
    'refuse %s',
    async (statement) => {
      await announce(db, 'any')
      await expect(db.sql.unsafe(statement)).rejects.toThrow(/append-only/)
    },
  )

  it('wake listeners with the topic and the number only', async () => {
    const heard = new Promise<string>((resolve) => {
      void db.sql.listen('pyplots_events', resolve).then(() => announce(db, 'any'))
    })
    expect(await heard).toMatch(/^runs:\d+$/)
  })
})
