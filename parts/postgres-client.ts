import postgres from 'postgres'

import { messageOf } from '../domain/errors.ts'

/** What a PostgreSQL says about itself, or why it does not answer. */
export type PostgresAnswer =
  | {
      readonly ok: true
      readonly version: string
      readonly major: number
      readonly dataFolder: string | null
    }
  | { readonly ok: false; readonly reason: string }

/** Asks a PostgreSQL for its version; never throws. `?host=/folder` in the URL names a Unix socket. */
export async function postgresAnswer(databaseUrl: string): Promise<PostgresAnswer> {
  const sql = connectPostgres(databaseUrl)
  try {
    const [row] = await sql`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
        current_setting('data_directory', true) as folder`
    if (!row) return { ok: false, reason: 'no answer' }
    const major = Math.floor(Number(row['number']) / 10_000)
    const version = String(row['version']).split(' ')[0] ?? ''
    return { ok: true, version, major, dataFolder: row['folder'] ? String(row['folder']) : null }
  } catch (error) {
    return { ok: false, reason: messageOf(error) }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Creates the database if the server does not have it yet. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = connectPostgres(adminUrl)
  try {
    const rows = await sql`select 1 from pg_database where datname = ${name}`
    if (rows.length === 0) await sql`create database ${sql(name)}`
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The URL of a database behind a Unix socket, in libpq's notation. */
export function socketUrl(folder: string, database: string): string {
  return `postgres://postgres@localhost/${database}?host=${folder}`
}

function connectPostgres(databaseUrl: string) {
  const url = new URL(databaseUrl)
  const folder = url.searchParams.get('host')
  url.searchParams.delete('host')
  const options = { max: 1, connect_timeout: 3, onnotice: () => undefined, fetch_types: false }
  return postgres(url.href, folder ? { ...options, host: folder } : options)
}
