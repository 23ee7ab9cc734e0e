import { execFile } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { AppError } from '../../domain/errors.ts'
import { canonicalJson, sha256 } from '../../hash.ts'
import { fontFiles } from './fonts.ts'
import { fallbackFontsOf } from './fallback-fonts.ts'

/** Packages whose version changes what is drawn or read. */
const PACKAGES = ['canvas', 'puppeteer-core', 'vega', 'vega-interpreter', 'vega-lite']

const run = promisify(execFile)

/**
 * Identifies everything that turns figure JSON into a picture and facts, besides the libraries' own bundles:
 * the renderer's sources, Chromium, Vega and the fonts. Part of every render's key.
 * @throws AppError `unavailable` when Chromium does not say its version
 */
export async function rendererDigest(deps: {
  readonly chromiumPath: string
  readonly root: string
  readonly environment: { readonly bundles: { readonly plotly: string } }
}): Promise<string> {
  const folder = join(deps.root, 'sandbox/renderer')
  const sources = (await readdir(folder)).filter(
    (name) => /\.(ts|js|py)$/.test(name) && !name.endsWith('.test.ts'),
  )
  const fonts = fontFiles(deps.root, fallbackFontsOf(deps.environment)).map((font) => font.path)
  return sha256(
    canonicalJson({
      sources: await digests(folder, sources),
      fonts: await Promise.all(fonts.map(async (path) => sha256(await readFile(path)))),
      packages: await Promise.all(PACKAGES.map((name) => versionOf(deps.root, name))),
      chromium: await chromiumVersion(deps.chromiumPath),
    }),
  )
}

async function digests(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const pairs = names.map(async (name) => [name, sha256(await readFile(join(folder, name)))] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

async function versionOf(root: string, name: string): Promise<string> {
  const file = join(root, 'node_modules', name, 'package.json')
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version?: unknown }
  return `${name}@${String(version)}`
}

async function chromiumVersion(path: string): Promise<string> {
  try {
    const env = { LD_LIBRARY_PATH: dirname(path), HOME: '/nonexistent' }
    const { stdout } = await run(path, ['--version', '--no-sandbox'], { env, timeout: 20_000 })
    return stdout.trim()
  } catch (cause) {
    throw new AppError('unavailable', `Chromium at ${path} does not say its version: run make setup`, {
      cause,
    })
  }
}
