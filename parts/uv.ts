import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { Config } from '../config.ts'
import { AppError, messageOf } from '../domain/errors.ts'
import { firstLine, isExecutable, onPath, runCommand, tail } from './command.ts'
import { downloadArchive } from './download.ts'
import { buildAt, exists, temporaryName } from './files.ts'
import { findInterpreters } from './interpreters.ts'
import { withLock } from './lock.ts'
import type { Found, Missing, Part, Report } from './part.ts'
import { timed } from './progress.ts'

/** Version of uv that is installed when the machine has none. */
export const UV_VERSION = '0.13.9'

/** The tool that makes Python environments from lock files. */
export const uvPart: Part = { name: 'uv', find, ensure }

async function find(config: Config): Promise<Found | Missing> {
  for (const path of [...(await onPath('uv')), cachedBinary(config)]) {
    const version = await uvVersion(path)
    const way = path === cachedBinary(config) ? 'cache' : 'PATH'
    if (version) return { kind: 'found', way, version, path }
  }
  return {
    kind: 'missing',
    reason: 'uv is neither on PATH nor in the cache',
    plan: `pip install uv==${UV_VERSION}, else its official archive`,
    fix: 'make setup',
  }
}

async function ensure(config: Config, report: Report): Promise<Found> {
  const found = await find(config)
  if (found.kind === 'found') return found
  return withLock(`uv in ${config.cache}`, report, () => obtain(config, report))
}

async function obtain(config: Config, report: Report): Promise<Found> {
  const failures: string[] = []
  for (const way of [fromPip, fromArchive]) {
    const present = await find(config)
    if (present.kind === 'found') return present
    await timed(`getting uv (${way.title})`, report, () => way(config)).catch((error: unknown) => {
      failures.push(`${way.title}: ${messageOf(error)}`)
    })
  }
  const found = await find(config)
  if (found.kind === 'found') return found
  throw new AppError('unavailable', `uv could not be got:\n  ${failures.join('\n  ')}\n${FIX}`)
}

/** A throw-away virtual environment whose pip fetches the binary; any Python from 3.9 will do. */
async function fromPip(config: Config): Promise<void> {
  const interpreters = await findInterpreters(['3.13', '3.12', '3.11', '3.10'], null)
  const candidates = [...interpreters.values(), ...(await onPath('python3'))]
  const scratch = temporaryName(join(config.cache, 'uv', 'pip'))
  await mkdir(join(config.cache, 'uv'), { recursive: true })
  const problems: string[] = []
  try {
    for (const python of candidates) {
      const problem = await pipInstall(python, scratch)
      if (problem === null) return await install(join(scratch, 'bin', 'uv'), config)
      problems.push(problem)
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  throw new AppError('unavailable', problems.at(-1) ?? 'there is no Python 3 on this machine')
}
fromPip.title = 'pip'

async function pipInstall(python: string, scratch: string): Promise<string | null> {
  await rm(scratch, { recursive: true, force: true })
  const made = await runCommand(python, ['-m', 'venv', scratch])
  if (made.code !== 0) return `${python} -m venv failed: ${tail(made.stderr || made.stdout, 3)}`
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `uv==${UV_VERSION}`]
  const installed = await runCommand(join(scratch, 'bin', 'python'), args, { timeoutMs: 5 * 60_000 })
  return installed.code === 0 ? null : `pip install uv==${UV_VERSION} failed: ${tail(installed.stderr, 3)}`
}

async function fromArchive(config: Config): Promise<void> {
  const target = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-gnu`
  const url = `https://github.com/astral-sh/uv/releases/download/${UV_VERSION}/uv-${target}.tar.gz`
  const folder = temporaryName(join(config.cache, 'uv', 'archive'))
  try {
    await downloadArchive(url, folder)
    const [inner] = await readdir(folder)
    await install(join(folder, inner ?? '', 'uv'), config)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
fromArchive.title = 'official archive'

async function install(binary: string, config: Config): Promise<void> {
  if (!(await exists(binary))) throw new AppError('unavailable', `${binary} was not installed`)
  await buildAt(join(config.cache, 'uv', UV_VERSION), async (folder) => {
    await mkdir(folder, { recursive: true })
    await copyFile(binary, join(folder, 'uv'))
    await chmod(join(folder, 'uv'), 0o755)
  })
}

function cachedBinary(config: Config): string {
  return join(config.cache, 'uv', UV_VERSION, 'uv')
}

async function uvVersion(path: string): Promise<string | null> {
  if (!(await isExecutable(path))) return null
  return /^uv (\S+)/.exec((await firstLine(path, ['--version'])) ?? '')?.[1] ?? null
}

const FIX = 'Install uv (https://docs.astral.sh/uv) so that `uv` is on PATH, then run `make setup` again.'
