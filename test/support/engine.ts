import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { NativeConnection, Runtime, Worker, DefaultLogger } from '@temporalio/worker'

import { createDraftActivities } from '../../activities/drafting.ts'
import { createPlotActivities } from '../../activities/plot.ts'
import { createCatalogue } from '../../clients/catalogue.ts'
import { createStorage } from '../../clients/storage.ts'
import { projectRoot } from '../../config.ts'
import type { Database, Session } from '../../db/client.ts'
import { recordAttempt } from '../../db/queries/attempt.ts'
import { beginRun, endRun, updateRunLibrary } from '../../db/queries/run.ts'
import type { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import type { DraftActivities, SpecActivities } from '../../temporal/contracts/draft.ts'
import type { AiActivities, PlotActivities, SandboxActivities } from '../../temporal/contracts/plot.ts'
import { prepareNamespace } from '../../temporal/namespace.ts'
import { QUEUES } from '../../temporal/queues.ts'
import { Connection } from '@temporalio/client'
import { copyCatalogue } from './api.ts'

/** A process of the API over given parts, with a home and a catalogue of its own. */
export interface ApiProcess {
  readonly url: string
  readonly home: string
  readonly root: string
  readonly process: ChildProcess
  /** everything it wrote so far */
  output(): string
  /** Ends it as a supervisor does and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts `api/main.ts` as a process of its own. */
export async function startApiProcess(settings: {
  readonly databaseUrl: string
  readonly temporalAddress: string
  /** of a running daemon; without it, the API has no sandbox */
  readonly sandboxSocket?: string | undefined
  /** of an earlier process, to start again with */
  readonly before?: Pick<ApiProcess, 'home' | 'root' | 'url'>
  readonly environment?: Readonly<Record<string, string>>
  readonly withParent?: boolean
}): Promise<ApiProcess> {
  const { before } = settings
  const home = before?.home ?? mkdtempSync(join(tmpdir(), 'pp-home-'))
  const root = before?.root ?? copyCatalogue()
  const environments = join(home, 'environments.json')
  writeFileSync(environments, JSON.stringify([environment('3.11'), environment('3.13')]))
  const args = [
    '--import',
    'tsx',
    join(projectRoot(), 'api', 'main.ts'),
    ...(settings.withParent ? ['--with-parent'] : []),
  ]
  const child = spawn(process.execPath, args, {
    cwd: projectRoot(),
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: settings.databaseUrl,
      TEMPORAL_ADDRESS: settings.temporalAddress,
      ENVIRONMENTS_FILE: environments,
      SANDBOX_SOCKET: settings.sandboxSocket ?? join(home, 'no-sandbox.sock'),
      PYPLOTS_HOME: home,
      PYPLOTS_CATALOGUE: root,
      HOST: '127.0.0.1',
      PORT: before ? new URL(before.url).port : '0',
      LOG_LEVEL: 'warn',
      ...settings.environment,
    },
  })
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`
      const ready = /^api ready: (\S+)$/.exec(line)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    void exited.then((code) => reject(new Error(`the API ended with ${code}: ${output}`)))
  }).catch((error: unknown) => {
    if (before === undefined) removeFolders({ home, root })
    throw error
  })
  return {
    url,
    home,
    root,
    process: child,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return exited
    },
  }
}

/** Removes what a process left behind. */
export function removeFolders({ home, root }: Pick<ApiProcess, 'home' | 'root'>): void {
  for (const folder of [home, root]) rmSync(folder, { recursive: true, force: true })
}

/** How the stand-in for author, sandbox and reviewers treats one library. */
export interface LibraryScript {
  readonly verdict?: 'approve' | 'person'
  /** the render waits for this */
  readonly until?: Promise<void>
}

/** A worker with the real Workflows; author, sandbox and reviewers follow a script, rows are real. */
export async function startScriptedWorker(settings: {
  readonly db: Database
  readonly address: string
  readonly scripts?: Partial<Record<Library, LibraryScript>>
  /** where specs are drafted from and placed, for real; absent: nobody drafts */
  readonly catalogue?: string
  readonly artifacts?: string
}): Promise<{ stop(): Promise<void> }> {
  installRuntime()
  const { address, db, scripts = {} } = settings
  const client = await Connection.connect({ address })
  await prepareNamespace(client, 'default')
  const connection = await NativeConnection.connect({ address })
  const shared = { connection, namespace: 'default', shutdownGraceTime: '1 second' } as const
  const { catalogue, artifacts } = settings
  const activities = {
    ...scriptedActivities(db, scripts),
    ...(catalogue && artifacts && draftActivities(db, catalogue, artifacts)),
  }
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: QUEUES.plots,
      workflowsPath: join(projectRoot(), 'workflows', 'index.ts'),
      activities,
    }),
    Worker.create({ ...shared, taskQueue: QUEUES.aiOffline, activities }),
    Worker.create({ ...shared, taskQueue: QUEUES.sandbox, activities }),
  ])
  const running = Promise.all(workers.map((worker) => worker.run()))
  return {
    async stop() {
      for (const worker of workers) worker.shutdown()
      await running
      await connection.close()
      await client.close()
    },
  }
}

let installed = false

function installRuntime(): void {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] })
  installed = true
}

function scriptedActivities(
  db: Session,
  scripts: Partial<Record<Library, LibraryScript>>,
): Omit<AiActivities, 'concludeReview' | 'writeInstead'> & SandboxActivities & PlotActivities {
  return {
    beginRun: ({ runId }) => beginRun(db, runId),
    endRun: ({ runId, outcome }) => endRun(db, { id: runId, status: outcome.status, message: null }),
    endLibrary: ({ runId, outcome: { attempts: _, ...outcome } }) =>
      updateRunLibrary(db, { runId, ...outcome, stage: 'done' }),
    keepCandidate: () => Promise.resolve(),
    tagImplementation: () => Promise.resolve(),
    publishImplementation: () => Promise.resolve({ version: '1.0.0', changed: true }),
    async writeImplementation({ runId, library, attempt, givenSha }) {
      const codeSha = givenSha ?? `${attempt}`.repeat(64)
      await updateRunLibrary(db, { runId, library, attempt, stage: 'authoring' })
      await recordAttempt(db, { runId, library, number: attempt, author: 'script', codeSha })
      return { kind: 'written', codeSha }
    },
    async renderImplementation({ runId, library, pythons, codeSha }) {
      await updateRunLibrary(db, { runId, library, stage: 'rendering' })
      await scripts[library]?.until
      const done = pythons.map((python) => ({ python, outcome: 'ok' }))
      await updateRunLibrary(db, { runId, library, pythons: done })
      const renders = done.map((render) => ({ ...render, key: `${codeSha}-${render.python}` }))
      return { renders, picturePython: pythons.at(-1) ?? null, changedKey: null }
    },
    async reviewImplementation({ runId, library }) {
      await updateRunLibrary(db, { runId, library, stage: 'reviewing' })
      const verdict = scripts[library]?.verdict ?? 'approve'
      const findings =
        verdict === 'approve' ? [] : [{ check: 'overlap', message: 'labels overlap', veto: false }]
      return { reviewKey: `review-${library}`, verdict, score: verdict === 'approve' ? 95.26 : 70, findings }
    },
  }
}

/** Drafting without a model and placing what was drafted, as the engine does it. */
function draftActivities(db: Database, root: string, artifacts: string): DraftActivities & SpecActivities {
  const material = { db, storage: createStorage({ root: artifacts }), catalogue: createCatalogue({ root }) }
  const { endDraft, placeSpec } = createPlotActivities({ ...material, environments: [] })
  return { ...createDraftActivities({ ...material, modelAuthor: null }), endDraft, placeSpec }
}

function environment(python: PythonVersion) {
  return {
    python,
    interpreter: `CPython ${python}`,
    executable: `/nowhere/python${python}`,
    libraries: { matplotlib: [], seaborn: [], plotly: [], bokeh: [], altair: [] },
    bundles: { plotly: '/nowhere/plotly.js', bokeh: [] },
    versions: {},
  }
}
