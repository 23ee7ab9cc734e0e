import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { connect, createDatabase } from '../../db/client.ts'
import { withDatabase } from '../../db/connection.ts'
import { migrate, pendingMigrations } from '../../db/migrate.ts'
import { startPostgres } from '../support/postgres.ts'
import type { TestPostgres } from '../support/postgres.ts'

let server: TestPostgres

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

async function emptyDatabase(name: string): Promise<string> {
  const client = connect(server.url, 1)
  await client.unsafe(`create database ${name}`)
  await client.end()
  return withDatabase(server.url, name)
}

describe('migrate', () => {
  it('lets four processes that start at once all succeed', async () => {
    const url = await emptyDatabase('at_once')
    await Promise.all([1, 2, 3, 4].map(() => migrate(url)))
    const database = createDatabase(url)
    const rows = await database.sql`select count(*)::int as count from drizzle.__drizzle_migrations`
    expect(rows[0]?.['count']).toBe(journal().length)
    await database.close()
  })

  it('tells how many migrations are missing', async () => {
    const url = await emptyDatabase('behind')
    const database = createDatabase(url)
    expect(await pendingMigrations(database)).toBe(journal().length)
    await migrate(url)
    expect(await pendingMigrations(database)).toBe(0)
    await database.sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`
    expect(await pendingMigrations(database)).toBe(1)
    await database.close()
  })

  it('has a journal whose times increase, or a migration would be passed over in silence', () => {
    const times = journal().map((entry) => entry.when)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Set(times).size).toBe(times.length)
  })
})

function journal(): { when: number }[] {
  const text = readFileSync(new URL('../../db/migrations/meta/_journal.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { entries: { when: number }[] }).entries
}
