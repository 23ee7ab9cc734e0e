import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'

import { writeAtomically } from '../atomic-file.ts'
import { AppError, messageOf } from '../domain/errors.ts'
import { withLock } from '../parts/lock.ts'
import { timed } from '../parts/progress.ts'
import type { Report } from '../parts/part.ts'

/** Programs of `dist/` and the file each starts in. */
const ENTRIES: Readonly<Record<string, string>> = {
  cli: 'cli/main.ts',
  api: 'api/main.ts',
  worker: 'workers/main.ts',
  leash: 'parts/leash.ts',
  'vega-child': 'sandbox/renderer/vega-child.ts',
  supervisor: 'scripts/supervisor.ts',
  plot: 'scripts/plot.ts',
  serve: 'scripts/serve.ts',
}

/** What the Workflow bundle is made of. */
const WORKFLOW_FOLDERS = ['workflows', 'temporal', 'domain']

/** Age at which a chunk that no program asks for is removed. */
const STALE_MS = 24 * 60 * 60_000

/** What changed in `dist/`, by program; Workflows count for the worker. */
export interface BuildResult {
  readonly changed: readonly string[]
}

/** Builds what is out of date. Two builds at once wait for each other. */
export async function buildProject(root: string, report: Report): Promise<BuildResult> {
  return withLock(`the build of ${root}`, report, async () => {
    const programs = await buildPrograms(root)
    const workflows = await buildWorkflows(root, report)
    return { changed: workflows ? [...new Set([...programs, 'worker'])] : programs }
  })
}

/** Bundles the programs; files whose content is the same are not written, so that nothing restarts for nothing. */
async function buildPrograms(root: string): Promise<string[]> {
  const present = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)))
  const result = await bundleAll(root, Object.fromEntries(present))
  const written = await Promise.all(
    result.outputFiles.map(({ path, contents }) => writeIfChanged(path, contents)),
  )
  const paths = result.outputFiles.filter((_, index) => written[index]).map(({ path }) => path)
  await removeStale(join(root, 'dist'), new Set(result.outputFiles.map(({ path }) => path)))
  return programsWithChange(root, result.metafile.outputs, paths)
}

/** @throws AppError `invalid` after esbuild has printed file, line and fault */
async function bundleAll(root: string, entryPoints: Record<string, string>) {
  const options = {
    absWorkingDir: root,
    entryPoints,
    outdir: join(root, 'dist'),
    bundle: true,
    packages: 'external',
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    write: false,
    metafile: true,
    // Beside the programs: code that looks for a file beside itself finds it from a chunk too.
    chunkNames: 'chunk-[hash]',
    logLevel: 'error',
  } as const
  try {
    return await bundle(options)
  } catch (error) {
    throw new AppError('invalid', 'dist/ was not built: mend the errors above', { cause: error })
  }
}

type Outputs = Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>

/** The programs that load one of the changed files, directly or through a chunk. */
function programsWithChange(root: string, outputs: Outputs, changed: readonly string[]): string[] {
  const names = new Set(changed.map((path) => path.slice(root.length + 1)))
  const touched = (file: string, seen: Set<string>): boolean => {
    if (seen.has(file)) return false
    seen.add(file)
    return names.has(file) || (outputs[file]?.imports ?? []).some((item) => touched(item.path, seen))
  }
  return Object.keys(ENTRIES).filter((name) => touched(`dist/${name}.js`, new Set()))
}

async function writeIfChanged(path: string, contents: Uint8Array): Promise<boolean> {
  if (existsSync(path) && readFileSync(path).equals(contents)) return false
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, contents)
  return true
}

/** Chunks of earlier builds go once no process that is still running can ask for them. */
async function removeStale(folder: string, wanted: ReadonlySet<string>): Promise<void> {
  const paths = readdirSync(folder)
    .filter((name) => name.startsWith('chunk-'))
    .map((name) => join(folder, name))
  const stale = paths.filter((path) => !wanted.has(path) && Date.now() - statSync(path).mtimeMs > STALE_MS)
  await Promise.all(stale.map((path) => rm(path)))
}

/** Bundles the Workflows if their sources or the SDK changed; returns whether it did. Never minified: replay compares it. */
async function buildWorkflows(root: string, report: Report): Promise<boolean> {
  const entry = join(root, 'workflows', 'index.ts')
  if (!existsSync(entry)) return false
  const output = join(root, 'dist', 'workflows.js')
  const stamp = join(root, 'dist', 'workflows.digest')
  const digest = sourcesDigest(root)
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false
  await timed('bundling the Workflows', report, async () => {
    const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker')
    const { code } = await bundleWorkflowCode({
      workflowsPath: entry,
      logger: new DefaultLogger('WARN'),
    }).catch((error: unknown) => {
      const fault = messageOf(error)
      throw new AppError('invalid', `the Workflows cannot be bundled: ${fault}`, { cause: error })
    })
    await writeAtomically(output, code)
    await writeAtomically(stamp, digest)
  })
  return true
}

function sourcesDigest(root: string): string {
  const hash = createHash('sha256').update(
    readFileSync(join(root, 'node_modules/@temporalio/workflow/package.json')),
  )
  for (const folder of WORKFLOW_FOLDERS) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
    for (const name of sources)
      hash.update(`${folder}/${name}\0`).update(readFileSync(join(root, folder, name)))
  }
  return hash.digest('hex')
}
