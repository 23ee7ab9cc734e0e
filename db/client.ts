import { drizzle } from 'drizzle-orm/postgres-js'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import postgres from 'postgres'

import { parseConnection } from './connection.ts'
import * as schema from './schema/index.ts'

/** What a query needs: the database itself, or one open transaction of it. */
export interface Session {
  readonly orm: PgDatabase<PostgresJsQueryResultHKT, typeof schema>
}

/** An open PostgreSQL. */
export interface Database extends Session {
  /** the driver itself, for LISTEN and locks: Drizzle changes the parsers of the client it is given */
  readonly sql: postgres.Sql
  close(): Promise<void>
}

/** Connections Drizzle may open. */
const ORM_CONNECTIONS_MAX = 10

/** Connections for locks and hand-written SQL; LISTEN opens its own. */
const RAW_CONNECTIONS_MAX = 2

/** Seconds a connection may take to open. */
const CONNECT_TIMEOUT_S = 5

/** Seconds that queries get to finish when the database is closed. */
const CLOSE_TIMEOUT_S = 5

/**
 * Opens a database; connections are made when first needed and made again when they break.
 * @param url see `db/connection.ts` for its forms
 * @throws AppError `invalid` when the URL is none
 */
export function createDatabase(url: string): Database {
  const orm = connect(url, ORM_CONNECTIONS_MAX)
  const sql = connect(url, RAW_CONNECTIONS_MAX)
  return {
    orm: drizzle(orm, { schema }),
    sql,
    async close() {
      await Promise.all([orm, sql].map((client) => client.end({ timeout: CLOSE_TIMEOUT_S })))
    },
  }
}

/** One client of the driver, silent about notices. */
export function connect(url: string, connectionsMax: number): postgres.Sql {
  return postgres({
    ...parseConnection(url),
    max: connectionsMax,
    connect_timeout: CONNECT_TIMEOUT_S,
    connection: { application_name: 'pyplots' },
    onnotice: () => {},
  })
}

/** Runs `work` in one transaction, or in a savepoint when the session is one already. */
export async function inTransaction<Result>(
  db: Session,
  work: (tx: Session) => Promise<Result>,
): Promise<Result> {
  return db.orm.transaction((orm) => work({ orm }))
}
