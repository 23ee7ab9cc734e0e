import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'

import { connect } from './client.ts'
import type { Database } from './client.ts'

/** Names the lock that lets one process migrate at a time. */
const MIGRATION_LOCK = 7_041_776_001

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Brings a database up to date. Processes that start at the same moment wait for one another.
 * @param folder where the migrations are; default: beside this file
 */
export async function migrate(url: string, folder: string = FOLDER): Promise<void> {
  const client = connect(url, 1)
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`
    await runMigrations(drizzle(client), { migrationsFolder: folder })
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** How many migrations of this version the database has not seen yet. */
export async function pendingMigrations(db: Database, folder: string = FOLDER): Promise<number> {
  const [table] = await db.sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`
  if (!table?.['there']) return journal(folder).length
  const [newest] =
    await db.sql`select coalesce(max(created_at), 0)::float8 as at from drizzle.__drizzle_migrations`
  const at = Number(newest?.['at'] ?? 0)
  return journal(folder).filter((entry) => entry.when > at).length
}

function journal(folder: string): readonly { readonly when: number; readonly tag: string }[] {
  const text = readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')
  const { entries } = JSON.parse(text) as { entries: { when: number; tag: string }[] }
  return entries
}
