import { beforeEach, describe, expect, it } from 'vitest'

import { inTransaction } from '../../db/client.ts'
import { appendEvent, readEvents } from '../../db/queries/event.ts'
import { LiveEvent } from '../../domain/run/run-view.schema.ts'
import { useApi } from '../support/api.ts'
import type { TestApi } from '../support/api.ts'
import { readFrames } from '../support/sse.ts'

const parts = useApi()
let api: TestApi

beforeEach(async () => {
  api = await parts.open()
})

const RUN = '01a0c0de-0000-7000-8000-000000000000'

async function announce(type: string, entity = RUN): Promise<void> {
  await appendEvent(api.db, { topic: 'runs', type, entity, data: { type } })
}

async function follow(path = '/v1/events', headers: Record<string, string> = {}) {
  const response = await api.send(path, { headers })
  expect(response.status).toBe(200)
  return { response, frames: readFrames(response) }
}

describe('GET /v1/events', () => {
  it('delivers what happens from now on, as live events', async () => {
    await announce('before')
    const { response, frames } = await follow()
    expect(response.headers.get('Content-Type')).toBe('text/event-stream')
    expect(response.headers.get('X-Accel-Buffering')).toBe('no')
    await announce('after')
    const frame = await frames.next()
    expect(frame?.event).toBe('after')
    expect(frame?.id).toMatch(/^\d+-\d+$/)
    const live = LiveEvent.parse(JSON.parse(frame?.data ?? ''))
    expect(live).toMatchObject({ topic: 'runs', type: 'after', entity: RUN, patch: { type: 'after' } })
    await frames.close()
  })

  it('loses no event of a transaction that began earlier and ended later', async () => {
    const { frames } = await follow()
    let release = () => {}
    const mayEnd = new Promise<void>((resolve) => {
      release = resolve
    })
    let wrote = () => {}
    const hasWritten = new Promise<void>((resolve) => {
      wrote = resolve
    })
    const slow = inTransaction(api.db, async (tx) => {
      await appendEvent(tx, { topic: 'runs', type: 'slow', entity: RUN, data: {} })
      wrote()
      await mayEnd
    })
    await hasWritten
    await announce('fast')
    release()
    await slow
    expect([(await frames.next())?.event, (await frames.next())?.event]).toEqual(['slow', 'fast'])
    await frames.close()
  })

  it('delivers an event that only a silent older transaction held back', async () => {
    const { frames } = await follow()
    let release = () => {}
    const mayEnd = new Promise<void>((resolve) => {
      release = resolve
    })
    let began = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      began = resolve
    })
    const silent = api.db.sql.begin(async (tx) => {
      await tx`select pg_current_xact_id()`
      began()
      await mayEnd
    })
    await hasBegun
    const heard = new Promise(
      (resolve) => void api.db.sql.listen('pyplots_events', resolve, () => void announce('held back')),
    )
    await heard
    const request = { after: null, topics: [{ topic: 'runs', entity: null }], limit: 9 } as const
    for (const _ of [1, 2, 3]) expect(await readEvents(api.db, request)).toEqual([])
    release()
    await silent
    expect((await frames.next())?.event).toBe('held back')
    await frames.close()
  })

  it('goes on after Last-Event-ID without gap or repetition', async () => {
    const first = await follow()
    for (const type of ['one', 'two', 'three']) await announce(type)
    const one = await first.frames.next()
    await first.frames.close()
    await announce('four')
    const { frames } = await follow('/v1/events', { 'Last-Event-ID': one?.id ?? '' })
    await announce('five')
    const seen = [await frames.next(), await frames.next(), await frames.next(), await frames.next()]
    expect(seen.map((frame) => frame?.event)).toEqual(['two', 'three', 'four', 'five'])
    await frames.close()
  })

  it('delivers to many streams at once, each only what it asked for', async () => {
    const other = '01a0c0de-0000-7000-8000-00000000000b'
    const mine = await follow(`/v1/events?topics=run:${RUN}`)
    const all = await Promise.all(Array.from({ length: 20 }, () => follow()))
    await announce('theirs', other)
    await announce('mine')
    expect((await mine.frames.next())?.event).toBe('mine')
    for (const { frames } of all) {
      expect([(await frames.next())?.event, (await frames.next())?.event]).toEqual(['theirs', 'mine'])
    }
    await Promise.all([mine, ...all].map(({ frames }) => frames.close()))
  })

  it('keeps the order under many writers', async () => {
    const { frames } = await follow()
    await Promise.all(Array.from({ length: 200 }, (_, index) => announce(`n${index}`)))
    const ids: string[] = []
    for (let count = 0; count < 200; count += 1) ids.push((await frames.next())?.id ?? '')
    expect(new Set(ids).size).toBe(200)
    const order = ids.map((id) => id.split('-').map(Number) as [number, number])
    expect(order).toEqual([...order].sort(([a, b], [c, d]) => a - c || b - d))
    await frames.close()
  })

  it.each(['nonsense', '999999999999-1'])(
    'tells a client with the unknown place %s to start anew',
    async (id) => {
      const { frames } = await follow('/v1/events', { 'Last-Event-ID': id })
      expect((await frames.next())?.event).toBe('reset')
      await announce('after')
      expect((await frames.next())?.event).toBe('after')
      await frames.close()
    },
  )

  it('goes on when the listening connection was lost', async () => {
    const { frames } = await follow()
    await api.db.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where query ilike 'listen%' and datname = current_database() and pid <> pg_backend_pid()`
    await announce('after')
    expect((await frames.next())?.event).toBe('after')
    await frames.close()
  })

  it('ends when the server stops', async () => {
    const { frames } = await follow()
    api.shutdown()
    expect(await frames.next()).toBeNull()
  })

  it('refuses unknown topics', async () => {
    const response = await api.send('/v1/events?topics=everything')
    expect(response.status).toBe(422)
  })
})
