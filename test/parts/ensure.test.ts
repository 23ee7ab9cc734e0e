import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'

import type { Config } from '../../config.ts'
import { chromiumPart } from '../../parts/chromium.ts'
import { runCommand } from '../../parts/command.ts'
import { nodePart } from '../../parts/node.ts'
import { openCache } from '../../parts/places.ts'
import { ensurePythons, environmentFolder, readEnvironments, toolsPart } from '../../parts/pythons.ts'
import { temporalPart, TEMPORAL_VERSION } from '../../parts/temporal.ts'
import { UV_VERSION, uvPart } from '../../parts/uv.ts'
import { temporaryHome } from './support.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

const TOOLS = ['chmod', 'cp', 'dirname', 'gzip', 'mkdir', 'sh', 'tar']

/** A machine with a few tools, the given programs, and nothing in the user's home. */
function machine(programs: Readonly<Record<string, string>>): Config {
  const config = temporaryHome({}, { emptyCache: true })
  const folder = join(dirname(config.home), 'programs')
  mkdirSync(folder)
  for (const tool of TOOLS) symlinkSync(join('/usr/bin', tool), join(folder, tool))
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  }
  vi.stubEnv('PATH', folder)
  vi.stubEnv('HOME', folder)
  vi.stubEnv('PYENV_ROOT', folder)
  return config
}

/** An internet that serves one archive, with one program in a folder or at its top. */
async function serveArchive(config: Config, path: string, script: string): Promise<void> {
  const folder = join(dirname(config.home), 'archive')
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const archive = join(dirname(config.home), 'archive.tar.gz')
  await runCommand('tar', ['-czf', archive, '-C', folder, '.'])
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(readFileSync(archive))))
}

/** A machine without internet. */
function offline(): void {
  vi.stubGlobal('fetch', () =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error('ENOTFOUND') })),
  )
}

const VERSION_LINE = `echo "temporal version ${TEMPORAL_VERSION} (Server 1.31.2, UI 2.50.1)"`

describe('the Temporal server', () => {
  it('comes from the official archive where there is internet', async () => {
    const config = machine({})
    await serveArchive(config, 'temporal', VERSION_LINE)
    const found = await temporalPart.ensure(config, () => undefined)
    expect(found).toMatchObject({ way: 'official archive', version: '1.8.2 (server 1.31.2)' })
    expect(found.path).toBe(join(config.cache, 'temporal', TEMPORAL_VERSION, 'temporal'))
    expect(readdirSync(join(config.cache, 'temporal'))).toEqual([TEMPORAL_VERSION])
    expect(await temporalPart.find(config)).toMatchObject({ kind: 'found', way: 'cache' })
  })

  it('is built from source without internet, and says why that takes long', async () => {
    const build = `while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n%s\\n' '${VERSION_LINE}' > "$2"; chmod +x "$2"`
    const config = machine({ go: `if [ "$1" = version ]; then echo go1.26; else ${build}; fi` })
    offline()
    const lines: string[] = []
    const found = await temporalPart.ensure(config, (line) => lines.push(line))
    expect(found).toMatchObject({ way: 'built from source' })
    expect(lines.join('\n')).toContain('ENOTFOUND')
    expect(lines.join('\n')).toContain('building the Temporal server from source (about 5 minutes, once)')
  })

  it('is a clear error when no way leads to it', async () => {
    const config = machine({
      go: 'if [ "$1" = version ]; then echo go1.26; else echo "no space left on device" >&2; exit 1; fi',
    })
    offline()
    const ensured = temporalPart.ensure(config, () => undefined)
    await expect(ensured).rejects.toThrow(
      /no Temporal server could be got:[^]*ENOTFOUND[^]*no space left on device[^]*Install Go 1.26/,
    )
  })

  it('is refused from an archive whose program does not run', async () => {
    const config = machine({ go: '[ "$1" = version ] && echo go1.26' })
    await serveArchive(config, 'temporal', 'exit 1')
    await expect(temporalPart.ensure(config, () => undefined)).rejects.toThrow(
      'official archive: the binary does not run',
    )
  })
})

describe('uv', () => {
  it('comes from its official archive where no Python can fetch it', async () => {
    const config = machine({ python3: 'echo "ensurepip is not available" >&2; exit 1' })
    await serveArchive(config, 'uv-x86_64-unknown-linux-gnu/uv', `echo "uv ${UV_VERSION}"`)
    expect(await uvPart.ensure(config, () => undefined)).toMatchObject({ way: 'cache', version: UV_VERSION })
  })

  it('comes from pip in an environment that is thrown away', async () => {
    const venv = `mkdir -p "$3/bin"; printf '#!/bin/sh\\necho "#!/bin/sh\\necho uv 0.13.9" > "$(dirname "$0")/uv"; chmod +x "$(dirname "$0")/uv"' > "$3/bin/python"; chmod +x "$3/bin/python"`
    const config = machine({ python3: venv })
    offline()
    expect(await uvPart.ensure(config, () => undefined)).toMatchObject({ way: 'cache', version: UV_VERSION })
    expect(readdirSync(join(config.cache, 'uv'))).toEqual([UV_VERSION])
  })
})

describe('the Python environments', () => {
  it('are made for each Python that is there; the others are left out aloud', async () => {
    const real = readEnvironments(temporaryHome()).at(-1)
    if (!real) throw new Error('no environment to stand in for a new one')
    const python = `exec ${real.executable} "$@"`
    // Stands in for uv: its environment is a wrapper around one that exists, so that nothing is downloaded.
    const uv = `case "$1 $2" in
      "--version "*) echo "uv 0.13.9" ;;
      "venv "*) for last; do :; done; mkdir -p "$last/bin"; printf '#!/bin/sh\\n%s\\n' '${python}' > "$last/bin/python"; chmod +x "$last/bin/python"
        printf '#!/bin/sh\\necho ruff 1.2.3\\n' > "$last/bin/ruff"; chmod +x "$last/bin/ruff" ;;
      "pip sync") exit 0 ;;
      *) echo "no download is available" >&2; exit 1 ;;
    esac`
    const config = machine({ uv, [`python${real.python}`]: python })
    const lines: string[] = []
    const marks = await ensurePythons(config, (line) => lines.push(line))
    expect(marks.map((mark) => mark.python)).toEqual([real.python])
    expect(marks[0]?.libraries).toEqual(real.libraries)
    const left = lines.filter((line) => line.includes('is left out'))
    expect(left).toHaveLength(3)
    expect(left[0]).toMatch(
      /Python 3\.\d+ is left out: there is no Python .*no download is available.*uv python install/,
    )
    const fonts = join(environmentFolder(config, real.python), 'pyplots', 'mplconfig')
    expect(readdirSync(fonts).filter((name) => name.startsWith('fontlist-'))).toHaveLength(1)

    expect(await toolsPart.ensure(config, () => undefined)).toMatchObject({ version: 'ruff 1.2.3' })
  })

  it('name the command that failed', async () => {
    const uv = `case "$1 $2" in "--version "*) echo "uv 0.13.9" ;; *) echo "hash mismatch" >&2; exit 1 ;; esac`
    const real = readEnvironments(temporaryHome()).at(-1)
    const config = machine({ uv, [`python${real?.python}`]: `exec ${real?.executable} "$@"` })
    await expect(ensurePythons(config, () => undefined)).rejects.toThrow(/uv venv \S+ failed:\nhash mismatch/)
  })
})

describe('Chromium', () => {
  it('is unpacked once for two that need it, readable for every user', async () => {
    const config = machine({})
    const both = await Promise.all([1, 2].map(() => chromiumPart.ensure(config, () => undefined)))
    expect(both[1]).toEqual(both[0])
    const folder = dirname(both[0]?.path ?? '')
    expect(readdirSync(dirname(folder))).toHaveLength(1)
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode)
    expect(modes.every((mode) => (mode & 0o004) !== 0)).toBe(true)
    expect(openCache(config)).toBe(config.cache)
  })
})

describe('node', () => {
  it('runs npm install when the modules are out of step', async () => {
    const config = machine({
      npm: '[ "$1" = install ] && mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json',
    })
    const root = join(dirname(config.home), 'checkout')
    mkdirSync(root)
    copyFileSync(join(config.root, 'package-lock.json'), join(root, 'package-lock.json'))
    expect(await nodePart.ensure({ ...config, root }, () => undefined)).toMatchObject({ kind: 'found' })
    expect(existsSync(join(root, 'node_modules', '.package-lock.json'))).toBe(true)
  })

  it('shows what npm said when it failed', async () => {
    const config = machine({ npm: 'echo "EACCES: permission denied" >&2; exit 243' })
    const root = join(dirname(config.home), 'checkout')
    mkdirSync(root)
    copyFileSync(join(config.root, 'package-lock.json'), join(root, 'package-lock.json'))
    await expect(nodePart.ensure({ ...config, root }, () => undefined)).rejects.toThrow(
      /npm install failed[^]*EACCES/,
    )
  })
})
