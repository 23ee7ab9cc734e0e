import { chmod, copyFile, mkdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

import type { Config } from '../config.ts'
import { AppError, messageOf } from '../domain/errors.ts'
import { firstLine, isExecutable, onPath, runCommand, tail } from './command.ts'
import { downloadArchive } from './download.ts'
import { buildAt, temporaryName } from './files.ts'
import { withLock } from './lock.ts'
import type { Found, Missing, Part, Report } from './part.ts'
import { canConnect } from './ports.ts'
import { timed } from './progress.ts'

/** Version of the Temporal CLI, whose development server is the local default. */
export const TEMPORAL_VERSION = '1.8.2'

/** Oldest CLI on PATH that is accepted: the first with server 1.31, which knows priorities and versioning. */
const TEMPORAL_VERSION_MIN = [1, 8] as const

/** A cold build takes about 5 minutes on two cores; this is the limit for slower machines. */
const BUILD_TIMEOUT_MS = 60 * 60_000

/** The Temporal server: a given address, or a binary that the supervisor starts. */
export const temporalPart: Part = { name: 'temporal', find, ensure }

async function find(config: Config): Promise<Found | Missing> {
  if (config.TEMPORAL_ADDRESS) return findAddress(config.TEMPORAL_ADDRESS)
  const candidates = [...(await onPath('temporal')), cachedBinary(config)]
  for (const path of candidates) {
    const version = await acceptedVersion(path)
    const way = path === cachedBinary(config) ? 'cache' : 'PATH'
    if (version) return { kind: 'found', way, version, path }
  }
  return missing()
}

async function ensure(config: Config, report: Report): Promise<Found> {
  const found = await find(config)
  if (found.kind === 'found') return found
  if (config.TEMPORAL_ADDRESS) throw new AppError('unavailable', `${found.reason}. ${found.fix}`)
  return withLock(`the Temporal server in ${config.cache}`, report, () => obtain(config, report))
}

/** Tries the official archive, then a build from source. */
async function obtain(config: Config, report: Report): Promise<Found> {
  const present = await find(config)
  if (present.kind === 'found') return present
  const failures: string[] = []
  for (const way of [fromArchive, fromSource]) {
    const failure = await way(config, report).then(() => null, messageOf)
    const found = await find(config)
    if (found.kind === 'found') return { ...found, way: way.title }
    failures.push(failure ?? `${way.title}: the binary does not run`)
    report(`Temporal server: ${failures.at(-1)}`)
  }
  throw new AppError('unavailable', `no Temporal server could be got:\n  ${failures.join('\n  ')}\n${FIX}`)
}

async function fromArchive(config: Config, report: Report): Promise<void> {
  const platform = `linux_${process.arch === 'arm64' ? 'arm64' : 'amd64'}`
  const name = `temporal_cli_${TEMPORAL_VERSION}_${platform}.tar.gz`
  const url = `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_VERSION}/${name}`
  const folder = temporaryName(join(config.cache, 'temporal', 'archive'))
  try {
    await timed('downloading the Temporal server', report, () => downloadArchive(url, folder))
    await install(join(folder, 'temporal'), config)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
fromArchive.title = 'official archive'

async function fromSource(config: Config, report: Report): Promise<void> {
  const go = await findGo()
  if (!go) throw new AppError('unavailable', 'build from source: Go is not installed')
  report(
    'the official archive is out of reach: building the Temporal server from source (about 5 minutes, once)',
  )
  const built = temporaryName(join(config.cache, 'temporal', 'built'))
  const version = `-X github.com/temporalio/cli/internal/temporalcli.Version=${TEMPORAL_VERSION}`
  const args = ['build', '-mod=readonly', '-trimpath', `-ldflags=-s -w ${version}`, '-o', built]
  const options = {
    cwd: join(config.root, 'parts', 'temporal'),
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '' },
    timeoutMs: BUILD_TIMEOUT_MS,
  }
  try {
    await mkdir(join(config.cache, 'temporal'), { recursive: true })
    const result = await timed('building the Temporal server', report, () =>
      runCommand(go, [...args, 'github.com/temporalio/cli/cmd/temporal'], options),
    )
    if (result.code !== 0) throw new AppError('unavailable', `build from source: ${tail(result.stderr)}`)
    await install(built, config)
  } finally {
    await rm(built, { force: true })
  }
}
fromSource.title = 'built from source'

/** Where Go is: PATH, or the places its installer uses; null when there is none. */
export async function findGo(): Promise<string | null> {
  const candidates = [...(await onPath('go')), '/usr/local/go/bin/go', join(homedir(), 'go', 'bin', 'go')]
  for (const path of candidates) {
    if ((await isExecutable(path)) && (await firstLine(path, ['version']))) return path
  }
  return null
}

async function install(binary: string, config: Config): Promise<void> {
  await buildAt(join(config.cache, 'temporal', TEMPORAL_VERSION), async (folder) => {
    await mkdir(folder, { recursive: true })
    await copyFile(binary, join(folder, 'temporal'))
    await chmod(join(folder, 'temporal'), 0o755)
  })
}

function cachedBinary(config: Config): string {
  return join(config.cache, 'temporal', TEMPORAL_VERSION, 'temporal')
}

async function acceptedVersion(path: string): Promise<string | null> {
  if (!(await isExecutable(path))) return null
  const line = await firstLine(path, ['--version'])
  const match = /version (\d+)\.(\d+)\.(\d+)\S* \(Server ([\d.]+)/.exec(line ?? '')
  if (!match) return null
  const [major, minor] = [Number(match[1]), Number(match[2])]
  const accepted = major === TEMPORAL_VERSION_MIN[0] && minor >= TEMPORAL_VERSION_MIN[1]
  return accepted ? `${match[1]}.${match[2]}.${match[3]} (server ${match[4]})` : null
}

async function findAddress(address: string): Promise<Found | Missing> {
  const reachable = await canConnect(socketOptions(address))
  if (reachable) return { kind: 'found', way: 'TEMPORAL_ADDRESS', version: 'given', path: address }
  return {
    kind: 'missing',
    reason: `nothing answers at TEMPORAL_ADDRESS ${address}`,
    plan: null,
    fix: 'Start that server, correct the address, or unset TEMPORAL_ADDRESS to use the built-in one.',
  }
}

function socketOptions(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at), port: Number(address.slice(at + 1)) }
}

const FIX =
  'Install Go 1.26 or newer (https://go.dev/dl) or the Temporal CLI (https://temporal.io/setup), or set ' +
  'TEMPORAL_ADDRESS to a server that runs; then run `make setup` again.'

async function missing(): Promise<Missing> {
  const plan = (await findGo())
    ? 'official archive, else built from source with Go'
    : 'official archive (needs internet)'
  return {
    kind: 'missing',
    reason: `no Temporal CLI ${TEMPORAL_VERSION_MIN.join('.')} or newer on PATH or in the cache`,
    plan,
    fix: 'make setup',
  }
}
