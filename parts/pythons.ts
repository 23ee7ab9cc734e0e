import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { writeAtomically } from '../atomic-file.ts'
import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { PythonVersion } from '../domain/plot/plot.schema.ts'
import { sha256 } from '../hash.ts'
import { firstLine, runCommand, tail } from './command.ts'
import { EnvironmentMark } from './environment.schema.ts'
import { readJson, readText } from './files.ts'
import { findInterpreters } from './interpreters.ts'
import { withLock } from './lock.ts'
import type { Found, Missing, Part, Report } from './part.ts'
import { timed } from './progress.ts'
import { uvPart } from './uv.ts'

/** Resolving, downloading and compiling about 30 packages takes 20 s; this is for slow connections. */
const INSTALL_TIMEOUT_MS = 15 * 60_000

/** The sandbox's Python environments, one part per supported version. */
export const pythonParts: readonly Part[] = PythonVersion.options.map((version) => ({
  name: `python ${version}`,
  find: (config) => findEnvironment(config, version),
  ensure: (config, report) => ensureEnvironment(config, version, report),
}))

/** Ruff and Black, which judge generated code; they need no particular Python. */
export const toolsPart: Part = {
  name: 'python tools',
  find: async (config) => {
    const folder = environmentFolder(config, 'tools')
    const version = existsSync(join(folder, MARK))
      ? await firstLine(join(folder, 'bin', 'ruff'), ['--version'])
      : null
    if (version) return { kind: 'found', way: 'lock file', version, path: folder }
    return {
      kind: 'missing',
      reason: `${folder} is not complete`,
      plan: 'install from the lock file',
      fix: 'make setup',
    }
  },
  ensure: ensureTools,
}

const MARK = join('pyplots', 'environment.json')

/**
 * Sees to an environment for each Python this machine has; a version without an interpreter is reported
 * and left out.
 * @throws AppError `unavailable` when there is none at all
 */
export async function ensurePythons(config: Config, report: Report): Promise<readonly EnvironmentMark[]> {
  for (const version of PythonVersion.options) {
    const found = await findEnvironment(config, version)
    if (found.kind === 'found') continue
    await ensureEnvironment(config, version, report).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error
      report(`Python ${version} is left out: ${error.message}`)
    })
  }
  const marks = readEnvironments(config)
  if (marks.length > 0) return marks
  throw new AppError(
    'unavailable',
    `No Python from ${PythonVersion.options.join(', ')} is on this machine. ${FIX}`,
  )
}

/** The marks of the complete environments, lowest Python first. */
export function readEnvironments(config: Config): readonly EnvironmentMark[] {
  const marks = PythonVersion.options.map((version) => readMark(config, version))
  return marks.filter((mark) => mark !== null)
}

/** Where the environment of a lock file is: its name changes with the lock file's content. */
export function environmentFolder(config: Config, name: PythonVersion | 'tools'): string {
  const lock = readText(lockFile(config, name))
  if (lock === null)
    throw new AppError('internal', `${lockFile(config, name)} is missing: restore it from Git`)
  return join(config.cache, 'python', `${name}-${sha256(lock).slice(0, 12)}`)
}

function lockFile(config: Config, name: PythonVersion | 'tools'): string {
  return join(config.root, 'sandbox', 'environments', `${name}.txt`)
}

/** A mark whose interpreter has gone since does not count. */
function readMark(config: Config, version: PythonVersion): EnvironmentMark | null {
  const mark = EnvironmentMark.safeParse(readJson(join(environmentFolder(config, version), MARK)))
  if (!mark.success || mark.data.python !== version) return null
  return existsSync(mark.data.executable) ? mark.data : null
}

async function findEnvironment(config: Config, version: PythonVersion): Promise<Found | Missing> {
  const mark = readMark(config, version)
  if (mark) {
    const patch = mark.interpreter.split(' ').slice(0, 2).join(' ')
    return { kind: 'found', way: 'lock file', version: patch, path: environmentFolder(config, version) }
  }
  const uv = await uvPart.find(config)
  const interpreters = await findInterpreters([version], uv.kind === 'found' ? uv.path : null)
  const interpreter = interpreters.get(version)
  if (interpreter) {
    const reason = `the environment for ${interpreter} is not complete`
    return { kind: 'missing', reason, plan: 'install from the lock file', fix: 'make setup' }
  }
  const reason = `there is no Python ${version} on this machine`
  return {
    kind: 'missing',
    reason,
    plan: `uv python install ${version} (needs internet)`,
    fix: missingFix(version),
  }
}

async function ensureEnvironment(config: Config, version: PythonVersion, report: Report): Promise<Found> {
  const found = await findEnvironment(config, version)
  if (found.kind === 'found') return found
  const uv = await uvPart.ensure(config, report)
  return withLock(`Python ${version} in ${config.cache}`, report, async () => {
    if (!readMark(config, version)) {
      const interpreter = await obtainInterpreter({ uv: uv.path, version, report })
      const folder = environmentFolder(config, version)
      const what = `installing the Python ${version} environment`
      await timed(what, report, () =>
        install({ uv: uv.path, interpreter, folder, lock: lockFile(config, version) }),
      )
      await timed(`preparing Python ${version}`, report, () => complete(config, folder))
    }
    const complete_ = await findEnvironment(config, version)
    if (complete_.kind === 'found') return complete_
    throw new AppError(
      'internal',
      `${environmentFolder(config, version)} is not complete after its installation`,
    )
  })
}

async function obtainInterpreter(request: {
  uv: string
  version: PythonVersion
  report: Report
}): Promise<string> {
  const { uv, version, report } = request
  const present = (await findInterpreters([version], uv)).get(version)
  if (present) return present
  const install = () =>
    runCommand(uv, ['python', 'install', '--no-bin', version], { timeoutMs: INSTALL_TIMEOUT_MS })
  const result = await timed(`uv python install ${version}`, report, install)
  const installed = (await findInterpreters([version], uv)).get(version)
  if (installed) return installed
  const reason = tail(result.stderr, 1)
  throw new AppError(
    'not_found',
    `there is no Python ${version} on this machine (${reason}). ${missingFix(version)}`,
  )
}

interface Installation {
  readonly uv: string
  readonly interpreter: string
  readonly folder: string
  readonly lock: string
}

/**
 * Makes the environment in place: its scripts and `pyvenv.cfg` hold absolute paths, so it cannot be moved.
 * Until the mark is written it does not count, and a repetition completes what is there.
 */
async function install({ uv, interpreter, folder, lock }: Installation): Promise<void> {
  if (!(await firstLine(join(folder, 'bin', 'python'), ['-I', '-c', 'print(1)']))) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await uvRun(uv, ['venv', '--clear', '--no-project', '--python', interpreter, folder])
  }
  const python = join(folder, 'bin', 'python')
  await uvRun(uv, ['pip', 'sync', '--require-hashes', '--compile-bytecode', '--python', python, lock])
}

async function uvRun(uv: string, args: readonly string[]): Promise<void> {
  const result = await runCommand(uv, args, { cwd: '/', timeoutMs: INSTALL_TIMEOUT_MS })
  if (result.code === 0) return
  throw new AppError('unavailable', `uv ${args.slice(0, 2).join(' ')} failed:\n${tail(result.stderr)}`)
}

/** Builds matplotlib's font list, which the sandbox cannot write, and then the mark. */
async function complete(config: Config, folder: string): Promise<void> {
  const fonts = join(folder, 'pyplots', 'mplconfig')
  const python = join(folder, 'bin', 'python')
  await mkdir(fonts, { recursive: true })
  const env = {
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: '/nonexistent',
    MPLCONFIGDIR: fonts,
    MPLBACKEND: 'Agg',
  }
  const primed = await runCommand(python, ['-s', '-c', 'import matplotlib.font_manager'], { cwd: '/', env })
  if (primed.code !== 0)
    throw new AppError('unavailable', `matplotlib does not import in ${folder}:\n${tail(primed.stderr)}`)
  const describe = join(config.root, 'parts', 'describe-environment.py')
  const described = await runCommand(python, ['-I', describe])
  if (described.code !== 0)
    throw new AppError('unavailable', `${folder} is damaged:\n${tail(described.stderr)}`)
  const mark = EnvironmentMark.parse(JSON.parse(described.stdout))
  await writeAtomically(join(folder, MARK), `${JSON.stringify(mark, null, 2)}\n`)
}

async function ensureTools(config: Config, report: Report): Promise<Found> {
  const found = await toolsPart.find(config)
  if (found.kind === 'found') return found
  const uv = await uvPart.ensure(config, report)
  return withLock(`Python tools in ${config.cache}`, report, async () => {
    const folder = environmentFolder(config, 'tools')
    const interpreter = [...(await findInterpreters(PythonVersion.options, uv.path)).values()].at(-1)
    if (!interpreter) throw new AppError('unavailable', `No Python for Ruff and Black. ${FIX}`)
    const lock = lockFile(config, 'tools')
    await timed('installing Ruff and Black', report, () =>
      install({ uv: uv.path, interpreter, folder, lock }),
    )
    await writeAtomically(join(folder, MARK), '{}\n')
    const installed = await toolsPart.find(config)
    if (installed.kind === 'found') return installed
    throw new AppError('unavailable', `${installed.reason}: remove that folder and run \`make setup\` again`)
  })
}

const FIX =
  'Install Python 3.10 or newer, for instance with `uv python install 3.12` or `pyenv install 3.12`.'

function missingFix(version: PythonVersion): string {
  return `Run \`uv python install ${version}\` or \`pyenv install ${version}\`, then \`make setup\`.`
}
