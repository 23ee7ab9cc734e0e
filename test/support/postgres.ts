import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

import { connect, createDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { withDatabase } from '../../db/connection.ts'
import { migrate } from '../../db/migrate.ts'

/** A real PostgreSQL in a folder of its own, reached by a Unix socket; ends with its parent. */
export interface TestPostgres {
  /** URL of the maintenance database */
  readonly url: string
  /** Makes a migrated database that nothing else uses. */
  createUrl(): Promise<string>
  stop(): Promise<void>
}

/** A shell that ends the server as soon as its own standard input closes, however its parent died. */
const SUPERVISOR = '"$@" & pid=$!; cat >/dev/null; kill -INT $pid; wait $pid'

const TEMPLATE = 'pyplots_template'

/** Starts one PostgreSQL for a test file; each call of `createUrl` or `open` gives a database of its own. */
export function usePostgres(): { open(): Promise<Database>; createUrl(): Promise<string> } {
  const opened: Database[] = []
  let server: TestPostgres | undefined
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()))
    await server?.stop()
  })
  const createUrl = () => {
    if (server === undefined) throw new Error('call createUrl in a test or a hook')
    return server.createUrl()
  }
  return {
    createUrl,
    async open() {
      const database = createDatabase(await createUrl())
      opened.push(database)
      return database
    },
  }
}

/** Starts PostgreSQL from the binaries of this machine. */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = findBinaries()
  const owner = process.getuid?.() === 0 ? unprivileged() : null
  const folder = mkdtempSync(join(tmpdir(), 'pp-pg-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync']
  execFileSync(join(bin, 'initdb'), initdb, { ...owner, stdio: 'ignore', cwd: folder })
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'max_connections=200',
  ]
  const flags = settings.flatMap((setting) => ['-c', setting])
  const server = spawn('sh', ['-c', SUPERVISOR, 'sh', join(bin, 'postgres'), '-D', data, ...flags], {
    ...owner,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`
  await waitUntilReady(url)
  await createTemplate(url)
  let count = 0
  return {
    url,
    async createUrl() {
      count += 1
      const name = `test_${count}`
      await execute(url, `create database ${name} template ${TEMPLATE}`)
      return withDatabase(url, name)
    },
    async stop() {
      server.stdin?.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The folder of the newest PostgreSQL binaries on this machine. */
export function findBinaries(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(root, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
  if (found === undefined)
    throw new Error('the tests need PostgreSQL 15 or later: install the postgresql package')
  return found
}

async function createTemplate(url: string): Promise<void> {
  await execute(url, `create database ${TEMPLATE}`)
  await migrate(withDatabase(url, TEMPLATE))
}

async function execute(url: string, statement: string): Promise<void> {
  const client = connect(url, 1)
  await client.unsafe(statement)
  await client.end()
}

async function waitUntilReady(url: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      await execute(url, 'select 1')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** PostgreSQL refuses to run as root: the user `postgres`, or else `nobody`. */
function unprivileged(): { readonly uid: number; readonly gid: number } {
  const user = ['postgres', 'nobody'].find((name) => idOf('-u', name) !== null) ?? 'nobody'
  return { uid: idOf('-u', user) ?? 65534, gid: idOf('-g', user) ?? 65534 }
}

function idOf(flag: string, user: string): number | null {
  try {
    return Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    // `id` fails for a user that this machine does not have.
    return null
  }
}
