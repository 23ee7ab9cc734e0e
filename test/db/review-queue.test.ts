import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

import { createDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { claimAt, claimFirst, claimPlace, listWaiting, releaseClaim } from '../../db/queries/review-queue.ts'
import type { ReviewPlace } from '../../db/queries/review-queue.ts'
import { Library } from '../../domain/plot/plot.schema.ts'
import { usePostgres } from '../support/postgres.ts'
import { addWaitingRun } from '../support/waiting.ts'

const postgres = usePostgres()
/** two pools of connections to the same database, as two processes have them */
let pools: readonly [Database, Database]
const opened: Database[] = []

beforeEach(async () => {
  const url = await postgres.createUrl()
  pools = [createDatabase(url), createDatabase(url)]
  opened.push(...pools)
})

afterAll(() => Promise.all(opened.map((database) => database.close())))

async function addItems(count: number): Promise<void> {
  for (let added = 0; added < count; added += Library.options.length) {
    const libraries = Library.options.slice(0, count - added)
    await addWaitingRun(pools[0], { plotId: `plot-${added}`, specSha: 's', libraries })
  }
}

function nameOf({ runId, library }: ReviewPlace): string {
  return `${runId} ${library}`
}

describe('many people at once', () => {
  it('get every review once, the oldest first, and nobody gets what another one has', async () => {
    await addItems(30)
    const all = await listWaiting(pools[0])
    const got = await Promise.all(
      Array.from({ length: 15 }, async (_, person) => {
        const own: ReviewPlace[] = []
        while (own.length <= all.length) {
          const db = pools[person % 2 === 0 ? 0 : 1]
          const place = await claimFirst(db, all, { by: `person-${person}`, minutes: 30 })
          if (place === null) break
          own.push(place)
        }
        return own
      }),
    )
    expect(got.flat().map(nameOf).sort()).toEqual(all.map(nameOf).sort())
    expect(got.filter((own) => own.length > 0).length).toBeGreaterThan(1)
    for (const own of got) expect(own.map(nameOf)).toEqual(own.map(nameOf).toSorted())
  })

  it('never have the same review, whatever they claim and give back', async () => {
    await addItems(4)
    const all = await listWaiting(pools[0])
    const act = fc.oneof(fc.constant('next' as const), fc.constant('release' as const), fc.nat(3))
    const people = fc.array(fc.array(act, { maxLength: 8 }), { minLength: 2, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(people, async (scripts) => {
        const holders = new Map<string, string>()
        const take = (place: ReviewPlace, by: string) => {
          expect([by, undefined]).toContain(holders.get(nameOf(place)))
          holders.set(nameOf(place), by)
        }
        await Promise.all(
          scripts.map(async (script, index) => {
            const db = pools[index % 2 === 0 ? 0 : 1]
            const claimer = { by: `person-${index}`, minutes: 30 }
            for (const step of script) {
              const own = all.find((place) => holders.get(nameOf(place)) === claimer.by)
              if (step === 'release' && own) {
                holders.delete(nameOf(own))
                if (!(await releaseClaim(db, own, claimer.by))) throw new Error('the claim was gone')
              } else if (step === 'next') {
                const place = await claimFirst(db, all, claimer)
                if (place) take(place, claimer.by)
              } else if (step !== 'release') {
                const place = all[step]
                if (place && (await claimPlace(db, place, claimer))) take(place, claimer.by)
              }
            }
          }),
        )
        await pools[0].sql`update run_libraries set claimed_by = null, claim_expires_at = null`
      }),
      { numRuns: 25 },
    )
  })
})

describe('a claim', () => {
  const ann = { by: 'ann', minutes: 30 }
  const bob = { by: 'bob', minutes: 30 }

  it('that has ended makes the review free for others', async () => {
    await addItems(1)
    const [item] = await listWaiting(pools[0])
    if (item === undefined) throw new Error('nothing waits')
    expect(await claimPlace(pools[0], item, { by: 'ann', minutes: -1 })).toBe(true)
    expect(await listWaiting(pools[0])).toMatchObject([{ claim: null }])
    expect(await claimFirst(pools[0], [item], bob)).toMatchObject({ runId: item.runId })
    expect(await claimAt(pools[0], item)).toMatchObject({ by: 'bob' })
    expect(await releaseClaim(pools[0], item, 'ann')).toBe(false)
  })

  it('is not given to its own holder again as the next one', async () => {
    await addItems(2)
    const all = await listWaiting(pools[0])
    const first = await claimFirst(pools[0], all, ann)
    const second = await claimFirst(pools[0], all, ann)
    expect([first, second]).toMatchObject(all.map(({ library }) => ({ library })))
    expect(await claimFirst(pools[0], all, ann)).toBeNull()
    expect(await claimFirst(pools[0], [], ann)).toBeNull()
  })

  it('can be made longer by its holder and taken by nobody else', async () => {
    await addItems(1)
    const [item] = await listWaiting(pools[0])
    if (item === undefined) throw new Error('nothing waits')
    await claimPlace(pools[0], item, { by: 'ann', minutes: 1 })
    const before = await claimAt(pools[0], item)
    expect(await claimPlace(pools[0], item, ann)).toBe(true)
    const after = await claimAt(pools[0], item)
    expect(Date.parse(after?.expiresAt ?? '')).toBeGreaterThan(Date.parse(before?.expiresAt ?? ''))
    expect(await claimPlace(pools[0], item, bob)).toBe(false)
    expect(await claimAt(pools[0], item)).toEqual(after)
  })
})
