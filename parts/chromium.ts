import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import * as z from 'zod'

import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { firstLine, onPath, runCommand, tail } from './command.ts'
import { buildAt, closedAncestor, readJson } from './files.ts'
import { withLock } from './lock.ts'
import type { Found, Missing, Part, Report } from './part.ts'
import { openCache, userId } from './places.ts'
import { timed } from './progress.ts'

/** The browser that turns plotly and bokeh figures into pictures. */
export const chromiumPart: Part = { name: 'chromium', find, ensure }

const NAMES = ['chromium', 'chromium-headless-shell', 'google-chrome', 'google-chrome-stable']

/** What the npm package carries besides the browser: its libraries and the software renderer. */
const ARCHIVES = ['al2023.tar.br', 'swiftshader.tar.br']

async function find(config: Config): Promise<Found | Missing> {
  if (config.CHROMIUM_PATH) return findGiven(config.CHROMIUM_PATH)
  for (const path of (await Promise.all(NAMES.map((name) => onPath(name)))).flat()) {
    const version = await browserVersion(path)
    const closed = userId() === 0 && closedAncestor(dirname(path)) !== null
    if (version && !closed) return { kind: 'found', way: 'PATH', version, path }
  }
  return findUnpacked(config)
}

async function ensure(config: Config, report: Report): Promise<Found> {
  const found = await find(config)
  if (found.kind === 'found') return found
  if (found.plan === null) throw new AppError('unavailable', `${found.reason}. ${found.fix}`)
  return withLock(`Chromium in ${openCache(config)}`, report, async () => {
    const present = await find(config)
    if (present.kind === 'found') return present
    await timed('unpacking Chromium', report, () => unpack(config))
    const unpacked = await find(config)
    if (unpacked.kind === 'found') return unpacked
    throw new AppError('unavailable', `${unpacked.reason}. ${SYSTEM_FIX}`)
  })
}

async function findGiven(path: string): Promise<Found | Missing> {
  const version = await browserVersion(path)
  if (version) return { kind: 'found', way: 'CHROMIUM_PATH', version, path }
  return {
    kind: 'missing',
    reason: `CHROMIUM_PATH ${path} does not answer to --version`,
    plan: null,
    fix: 'Correct the path, or unset CHROMIUM_PATH to use the browser from npm.',
  }
}

async function findUnpacked(config: Config): Promise<Found | Missing> {
  const source = packageFolder(config)
  if (!source) return missing('the npm package @sparticuz/chromium is not installed', null)
  const path = join(unpackedFolder(config, source.version), 'chromium')
  if (!existsSync(path))
    return missing('Chromium is not unpacked yet', 'unpack the npm package @sparticuz/chromium')
  const version = await browserVersion(path)
  if (!version) return missing(`${path} does not run on this machine`, 'unpack it again')
  const closed =
    openCache(config) === config.cache ? {} : { note: `in ${openCache(config)}, as it runs as another user` }
  return { kind: 'found', way: 'npm package', version, path, ...closed }
}

/** Unpacks the browser and its libraries into one folder, readable and executable for every user. */
async function unpack(config: Config): Promise<void> {
  const source = packageFolder(config)
  if (!source) throw new AppError('unavailable', `@sparticuz/chromium is not installed. Run \`npm install\`.`)
  await buildAt(unpackedFolder(config, source.version), async (folder) => {
    await mkdir(folder, { recursive: true })
    const browser = join(folder, 'chromium')
    const archive = createReadStream(join(source.folder, 'bin', 'chromium.br'))
    const archives = ARCHIVES.map((name) => untar(join(source.folder, 'bin', name), folder))
    await allDone([pipeline(archive, createBrotliDecompress(), createWriteStream(browser)), ...archives])
    await chmod(browser, 0o755)
    await chmod(folder, 0o755)
  })
}

/** Waits for all, so that nothing is written after a failure; then throws the first failure in their order. */
async function allDone(works: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** Unpacks a brotli-compressed tar file flat into a folder: the browser looks for its libraries beside itself. */
async function untar(archive: string, folder: string): Promise<void> {
  const plain = join(folder, `.${basename(archive)}`)
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(plain))
  const flags = ['--no-same-owner', '--no-same-permissions', '--transform', 's|^lib/||']
  const result = await runCommand('tar', ['-xf', plain, '-C', folder, ...flags])
  if (result.code !== 0)
    throw new AppError('unavailable', `cannot unpack ${archive}: ${tail(result.stderr, 2)}`)
  await rm(plain)
}

const PackageFile = z.object({ version: z.string() })

function packageFolder(config: Config): { readonly folder: string; readonly version: string } | null {
  if (process.arch !== 'x64') return null
  try {
    const resolve = createRequire(join(config.root, 'package.json')).resolve
    const folder = dirname(dirname(resolve('@sparticuz/chromium')))
    return { folder, version: PackageFile.parse(readJson(join(folder, 'package.json'))).version }
  } catch {
    // Not installed: the caller names the fix.
    return null
  }
}

function unpackedFolder(config: Config, version: string): string {
  return join(openCache(config), 'chromium', version)
}

async function browserVersion(path: string): Promise<string | null> {
  const env = { ...process.env, LD_LIBRARY_PATH: dirname(path) }
  const line = await firstLine(path, ['--version', '--no-sandbox'], { env, timeoutMs: 20_000 })
  return /(\d+\.\d+\.\d+\.\d+)/.exec(line ?? '')?.[1] ?? null
}

const SYSTEM_FIX =
  'Install the package chromium or chromium-headless-shell, or set CHROMIUM_PATH to a browser.'

function missing(reason: string, plan: string | null): Missing {
  return {
    kind: 'missing',
    reason,
    plan,
    fix: plan ? 'make setup' : `${SYSTEM_FIX} (\`npm install\` brings one for x86-64)`,
  }
}
