import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createCatalogue } from '../../clients/catalogue.ts'
import { createStorage } from '../../clients/storage.ts'
import type { Config } from '../../config.ts'
import { recordArtifact } from '../../db/queries/artifact.ts'
import type { Database } from '../../db/client.ts'
import { getRun, insertRun } from '../../db/queries/run.ts'
import { listTags } from '../../db/queries/tag.ts'
import type { Library } from '../../domain/plot/plot.schema.ts'
import { sha256 } from '../../hash.ts'
import { chromiumPart } from '../../parts/chromium.ts'
import { readEnvironments, toolsPart } from '../../parts/pythons.ts'
import type { AttemptRef, PlotRunInput } from '../../temporal/contracts/plot.ts'
import { openDependencies } from '../../workers/dependencies.ts'
import type { Dependencies } from '../../workers/dependencies.ts'
import { config as own, startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import { usePostgres } from '../support/postgres.ts'
import { mountSmallDisk } from '../support/small-disk.ts'

const PYTHONS = ['3.12', '3.13'] as const
const PLOT = 'scatter-basic'

const postgres = usePostgres()
const activity = new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR') })
let base: string
let config: Config
let daemon: Daemon
let dependencies: Dependencies
let db: Database

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'pyplots-activities-'))
  mkdirSync(join(base, 'plots', PLOT), { recursive: true })
  cpSync(join(own.root, 'plots', PLOT, 'spec.yaml'), join(base, 'plots', PLOT, 'spec.yaml'))
  cpSync(join(own.root, 'data'), join(base, 'data'), { recursive: true })
  daemon = await startDaemon({ harness: join(own.root, 'sandbox', 'harness') })
  config = await settings(await postgres.createUrl())
  dependencies = await openDependencies(config)
  db = dependencies.db
})

afterAll(async () => {
  await dependencies.close()
  await daemon.stop()
  rmSync(base, { recursive: true, force: true })
})

/** Runs a body as an activity; the SDK's types forget what it returns. */
async function inActivity<Result>(body: () => Promise<Result>): Promise<Result> {
  return (await activity.run(body)) as Result
}

/** What a supervisor would start a worker with. */
async function settings(databaseUrl: string): Promise<Config> {
  const file = join(base, 'environments.json')
  writeFileSync(file, JSON.stringify(readEnvironments(own)))
  const [chromium, tools] = await Promise.all([
    chromiumPart.ensure(own, () => undefined),
    toolsPart.ensure(own, () => undefined),
  ])
  return {
    ...own,
    home: join(base, 'home'),
    catalogue: base,
    DATABASE_URL: databaseUrl,
    SANDBOX_SOCKET: daemon.socketPath,
    ENVIRONMENTS_FILE: file,
    CHROMIUM_PATH: chromium.path,
    RUFF_PATH: join(tools.path, 'bin', 'ruff'),
  }
}

/** A run's rows and artefacts, as the API leaves them before its Workflow starts. */
async function newRun(library: Library): Promise<PlotRunInput> {
  const catalogue = createCatalogue({ root: base })
  const storage = createStorage({ root: join(config.home, 'artifacts') })
  const { spec, specSha, content } = await catalogue.loadSpec(PLOT)
  const sample = await catalogue.loadSample(spec)
  for (const [kind, bytes] of [
    ['spec', content],
    ['data', sample.bytes],
  ] as const) {
    await recordArtifact(db, { sha256: await storage.put(bytes), kind, bytes: bytes.byteLength })
  }
  const input: PlotRunInput = {
    runId: uuidv7(),
    plotId: PLOT,
    specSha,
    specVersion: spec.version,
    dataSha: sample.dataSha,
    libraries: [library],
    pythons: PYTHONS,
    implementationSha: null,
    publish: true,
    repairsMax: 3,
  }
  const requestKey = sha256(input.runId)
  const about = { plotId: PLOT, kind: 'plot', reason: null, requestedBy: 'test' } as const
  await insertRun(db, { ...about, requestKey, input, libraries: [library] })
  return input
}

/** One attempt from the author to the review. */
async function attempt(input: PlotRunInput, givenSha: string | null = null) {
  const [library = 'matplotlib'] = input.libraries
  const { runId, plotId, specSha, specVersion, dataSha } = input
  const ref: AttemptRef = { runId, plotId, library, attempt: 1, specSha, specVersion, dataSha }
  const { aiActivities, sandboxActivities } = dependencies
  const written = await inActivity(() =>
    aiActivities.writeImplementation({ ...ref, previous: null, givenSha }),
  )
  if (written.kind !== 'written') throw new Error(`the author said ${written.kind}`)
  const { codeSha } = written
  const renders = await inActivity(() =>
    sandboxActivities.renderImplementation({ ...ref, codeSha, pythons: input.pythons }),
  )
  const review = await inActivity(() => aiActivities.reviewImplementation({ ...ref, codeSha, renders }))
  return { ref, codeSha, renders, review }
}

async function finish(input: PlotRunInput): Promise<void> {
  const outcome = { status: 'approved', libraries: [] } as const
  await dependencies.plotActivities.endRun({ runId: input.runId, plotId: PLOT, outcome })
}

/** A file that is tried instead of the author's. */
async function given(code: string): Promise<string> {
  const bytes = new TextEncoder().encode(code)
  const sha = await createStorage({ root: join(config.home, 'artifacts') }).put(bytes)
  await recordArtifact(db, { sha256: sha, kind: 'code', bytes: bytes.byteLength })
  return sha
}

describe.each(['matplotlib', 'plotly', 'altair'] as const)('an attempt in %s', (library) => {
  it('is written, run on each Python, reviewed and published; repeating any step changes nothing', async () => {
    const input = await newRun(library)
    const first = await attempt(input)
    expect(first.renders).toMatchObject({ picturePython: '3.13' })
    expect(first.renders.renders.map((render) => render.outcome)).toEqual(['ok', 'ok'])
    expect(first.review).toMatchObject({ verdict: 'approve', findings: [] })
    const executions = daemon.started().length
    expect(await attempt(input)).toEqual(first)
    expect(daemon.started()).toHaveLength(executions)
    const { codeSha, review } = first
    const request = { runId: input.runId, plotId: PLOT, library, codeSha, reviewKey: review.reviewKey }
    const publish = () =>
      inActivity(() => dependencies.plotActivities.publishImplementation({ ...request, decidedBy: 'rules' }))
    expect(await publish()).toEqual({ version: '1.0.0', changed: true })
    expect(await publish()).toEqual({ version: '1.0.0', changed: false })
    const { ref } = first
    const previous = { codeSha, reviewKey: review.reviewKey }
    const again = { ...ref, attempt: 2, previous, givenSha: null }
    expect(await inActivity(() => dependencies.aiActivities.writeImplementation(again))).toEqual({
      kind: 'unchanged',
      codeSha,
    })
    await finish(input)
    const published = readFileSync(
      join(base, 'plots', PLOT, 'implementations', library, 'current', 'plot.py'),
    )
    expect(sha256(published)).toBe(codeSha)
    expect(await getRun(db, input.runId)).toMatchObject({ status: 'approved' })
    expect(readFileSync(join(base, 'plots', '_registry.json'), 'utf8')).toContain(`assets/${library}.png`)
  })
})

/** Tags of the plot that are of one library's published code, by slug. */
async function tagsOf(library: Library) {
  const own = (await listTags(db, PLOT)).filter((tag) => tag.library === library)
  return Object.fromEntries(own.map((tag) => [tag.slug, tag]))
}

/** Reviews a file, publishes it whatever the review says, and has its tags found out; says which code it was. */
async function publishedAndTagged(library: Library, givenSha: string | null = null) {
  const input = await newRun(library)
  const { codeSha, review } = await attempt(input, givenSha)
  const request = { runId: input.runId, plotId: PLOT, library, codeSha, reviewKey: review.reviewKey }
  await inActivity(() =>
    dependencies.plotActivities.publishImplementation({ ...request, decidedBy: 'someone' }),
  )
  const tag = () => inActivity(() => dependencies.sandboxActivities.tagImplementation(request))
  await tag()
  await finish(input)
  return { codeSha, tag }
}

describe('the tags of published code', () => {
  it.each(['matplotlib', 'plotly'] as const)('are measured in the sandbox, once: %s', async (library) => {
    const { tag } = await publishedAndTagged(library)
    const tags = await tagsOf(library)
    expect(tags['handles-missing-data']).toMatchObject({ source: 'measured', holds: true })
    expect(tags['handles-missing-data']?.evidence).toMatch(/^342 rows: 238 of 238 drawn/)
    expect(tags['handles-100k-points']).toMatchObject({
      holds: true,
      evidence: '100000 rows: 100000 of 100000 drawn.',
    })
    expect(tags['interactive']).toMatchObject({ holds: library === 'plotly' })
    expect(tags['single-file-for-all-pythons']).toMatchObject({
      holds: null,
      evidence: 'not run on 3.10, 3.11',
    })
    expect(tags['pandas-only']).toMatchObject({ source: 'extracted', dimension: 'compatibility' })
    const executions = daemon.started().length
    await tag()
    expect(daemon.started()).toHaveLength(executions)
    expect(await tagsOf(library)).toEqual(tags)
  })

  it('say of code that cannot do with missing values that it cannot, and why', async () => {
    const { codeSha } = await publishedAndTagged('matplotlib')
    const code = readFileSync(join(config.home, 'artifacts', codeSha.slice(0, 2), codeSha), 'utf8')
    const strict = code.replace(
      'frame = data.dropna(subset=needed)',
      'frame = data.dropna(subset=needed)\n    if len(frame) < 0.9 * len(data):\n        raise ValueError("too many gaps")',
    )
    await publishedAndTagged('matplotlib', await given(strict))
    expect((await tagsOf('matplotlib'))['handles-missing-data']).toMatchObject({
      holds: false,
      evidence: expect.stringContaining('ValueError: too many gaps'),
    })
  })
})

describe('the end of a run', () => {
  it('does not depend on the spec of another plot, and tells which one is broken', async () => {
    const input = await newRun('altair')
    const broken = join(base, 'plots', 'work-in-progress')
    mkdirSync(broken)
    writeFileSync(join(broken, 'spec.yaml'), 'plot_id: work-in-progress\n')
    await finish(input)
    rmSync(broken, { recursive: true })
    expect(await getRun(db, input.runId)).toMatchObject({
      status: 'approved',
      message: expect.stringMatching(/^the registry stays as it was: plots\/work-in-progress\/spec\.yaml/),
    })
  })
})

describe('a refused file', () => {
  it('is repaired by the author from its findings, and is kept beside the published one', async () => {
    const input = await newRun('seaborn')
    const code = readFileSync(join(own.root, 'test/review/fixtures/seaborn/rows-dropped.py'), 'utf8')
    const givenSha = await given(code)
    const { ref, codeSha, review } = await attempt(input, givenSha)
    expect(review.verdict).toBe('repair')
    const previous = { codeSha, reviewKey: review.reviewKey }
    const repaired = await inActivity(() =>
      dependencies.aiActivities.writeImplementation({ ...ref, attempt: 2, previous, givenSha: null }),
    )
    expect(repaired).toMatchObject({ kind: 'written' })
    const request = { runId: input.runId, plotId: PLOT, library: 'seaborn', ...previous } as const
    const { keepCandidate, publishImplementation } = dependencies.plotActivities
    await inActivity(() => keepCandidate({ ...request, decidedBy: 'rules' }))
    const candidate = join(base, 'plots', PLOT, 'implementations/seaborn/candidates', codeSha.slice(0, 12))
    expect(sha256(readFileSync(join(candidate, 'plot.py')))).toBe(codeSha)
    expect(existsSync(join(candidate, 'plot.png'))).toBe(true)
    const rules = inActivity(() => publishImplementation({ ...request, decidedBy: 'rules' }))
    await expect(rules).rejects.toMatchObject({ type: 'conflict', nonRetryable: true })
    const other = inActivity(() =>
      publishImplementation({ ...request, codeSha: 'other', decidedBy: 'rules' }),
    )
    await expect(other).rejects.toThrow(/does not belong/)
    await finish(input)
  })
})

describe('code that was published before', () => {
  it('gets a new version when it is replaced, and keeps the old one beside it', async () => {
    const input = await newRun('matplotlib')
    const current = join(base, 'plots', PLOT, 'implementations/matplotlib/current/plot.py')
    const code = readFileSync(current, 'utf8').replace('"""', '"""Again: ')
    const { codeSha, review } = await attempt(input, await given(code))
    expect(review.verdict).toBe('approve')
    const request = { runId: input.runId, plotId: PLOT, library: 'matplotlib', codeSha } as const
    const published = await inActivity(() =>
      dependencies.plotActivities.publishImplementation({
        ...request,
        reviewKey: review.reviewKey,
        decidedBy: 'rules',
      }),
    )
    expect(published).toEqual({ version: '1.0.2', changed: true })
    expect(readFileSync(current, 'utf8')).toBe(code)
    expect(existsSync(join(current, '../../previous/1.0.1/plot.py'))).toBe(true)
    await finish(input)
  })
})

describe('a reference to what is not in the database', () => {
  it('is a fault of the engine that names it', async () => {
    const input = await newRun('seaborn')
    const { runId, plotId, specSha, specVersion, dataSha } = input
    const ref = { runId, plotId, library: 'seaborn', specSha, specVersion, dataSha } as const
    const { aiActivities, plotActivities } = dependencies
    const lost = {
      type: 'internal',
      message: expect.stringMatching(/(review|render) lost is not in the database/),
    }
    const previous = { codeSha: specSha, reviewKey: 'lost' }
    const write = () => aiActivities.writeImplementation({ ...ref, attempt: 2, previous, givenSha: null })
    await expect(inActivity(write)).rejects.toMatchObject(lost)
    const keep = () => plotActivities.keepCandidate({ ...ref, ...previous, decidedBy: 'rules' })
    await expect(inActivity(keep)).rejects.toMatchObject(lost)
    const renders = {
      renders: [{ python: '3.13', key: 'lost', outcome: 'ok' }],
      picturePython: '3.13',
      changedKey: null,
    } as const
    const judge = () =>
      aiActivities.reviewImplementation({
        ...ref,
        attempt: 2,
        codeSha: specSha,
        renders: { ...renders, renders: [...renders.renders] },
      })
    await expect(inActivity(judge)).rejects.toMatchObject(lost)
    await finish(input)
  })
})

describe('a worker', () => {
  it('does not start without what the supervisor gives it', async () => {
    await expect(openDependencies({ ...config, SANDBOX_SOCKET: undefined })).rejects.toThrow(
      'SANDBOX_SOCKET is not set: start the worker with make serve or make plot',
    )
  })
})

describe('a file that runs on no Python', () => {
  it('is judged without a picture, kept without one, and cannot be published by anybody', async () => {
    const input = await newRun('matplotlib')
    const { beginRun, endLibrary, endRun, keepCandidate, publishImplementation } = dependencies.plotActivities
    await inActivity(() => beginRun({ runId: input.runId }))
    const { codeSha, renders, review } = await attempt(input, await given('raise ValueError("no")\n'))
    expect(renders).toMatchObject({ picturePython: null, changedKey: null })
    expect(review).toMatchObject({ verdict: 'repair' })
    expect(review.findings[0]).toMatchObject({ veto: true, message: expect.stringContaining('ValueError') })

    const { reviewKey } = review
    const request = { runId: input.runId, plotId: PLOT, library: 'matplotlib', codeSha, reviewKey } as const
    await inActivity(() => keepCandidate({ ...request, decidedBy: 'rules' }))
    const candidate = join(base, 'plots', PLOT, 'implementations/matplotlib/candidates', codeSha.slice(0, 12))
    expect(readdirSync(candidate).sort()).toEqual(['plot.py', 'review.json'])
    const publishing = inActivity(() => publishImplementation({ ...request, decidedBy: 'somebody' }))
    await expect(publishing).rejects.toThrow('the review has no picture: nothing can be published')

    const outcome = {
      library: 'matplotlib',
      status: 'failed',
      attempts: 1,
      codeSha,
      reviewKey,
      score: review.score,
      version: null,
      published: false,
      message: 'it never ran',
    } as const
    await inActivity(() => endLibrary({ runId: input.runId, outcome }))
    const libraries = [outcome]
    await inActivity(() =>
      endRun({ runId: input.runId, plotId: PLOT, outcome: { status: 'failed', libraries } }),
    )
    expect(await getRun(db, input.runId)).toMatchObject({
      status: 'failed',
      message: 'matplotlib: it never ran',
      libraries: [{ status: 'failed', codeSha, reviewKey, message: 'it never ran' }],
    })
  })
})

describe('a publication on a full disk', () => {
  it('fails so that Temporal tries again, and succeeds once there is room', async () => {
    const input = await newRun('bokeh')
    const { codeSha, review } = await attempt(input)
    const disk = await mountSmallDisk('size=4m')
    cpSync(join(base, 'plots', PLOT, 'spec.yaml'), join(disk.folder, 'plots', PLOT, 'spec.yaml'), {
      recursive: true,
    })
    const small = await openDependencies({ ...config, catalogue: disk.folder })
    const request = { runId: input.runId, plotId: PLOT, library: 'bokeh', codeSha } as const
    const publish = () =>
      inActivity(() =>
        small.plotActivities.publishImplementation({
          ...request,
          reviewKey: review.reviewKey,
          decidedBy: 'rules',
        }),
      )
    disk.fill()
    await expect(publish()).rejects.toMatchObject({
      type: 'unavailable',
      nonRetryable: false,
      message: expect.stringMatching(/^cannot write .*plot\.py: the disk is full: free some space/),
    })
    expect(disk.files()).toEqual([`plots/${PLOT}/spec.yaml`])
    disk.makeRoom()
    expect(await publish()).toEqual({ version: '1.0.0', changed: true })
    expect(disk.files()).toContain(`plots/${PLOT}/evaluations/bokeh.json`)
    await small.close()
    await finish(input)
  })
})

describe('a spec that is edited after the review', () => {
  it('stops the publication', async () => {
    const input = await newRun('bokeh')
    const { codeSha, review } = await attempt(input)
    const path = join(base, 'plots', PLOT, 'spec.yaml')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('Body mass', 'Weight'))
    const request = { runId: input.runId, plotId: PLOT, library: 'bokeh', codeSha } as const
    const publishing = inActivity(() =>
      dependencies.plotActivities.publishImplementation({
        ...request,
        reviewKey: review.reviewKey,
        decidedBy: 'rules',
      }),
    )
    await expect(publishing).rejects.toThrow(/spec\.yaml changed since the review/)
    writeFileSync(path, text)
    await finish(input)
  })
})
