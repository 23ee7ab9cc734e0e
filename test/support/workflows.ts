import { randomUUID } from 'node:crypto'
import type { WorkflowHandle } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker'
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { afterAll, beforeAll } from 'vitest'

import type { Library } from '../../domain/plot/plot.schema.ts'
import type { PlotRunInput, PlotRunOutcome } from '../../temporal/contracts/plot.ts'
import { libraryWorkflowId, plotWorkflowId } from '../../temporal/ids.ts'
import { WORKFLOWS } from '../../temporal/messages.ts'
import { QUEUES } from '../../temporal/queues.ts'
import { createWorld, runInput } from './contracts.ts'
import { keepHistory } from './histories.ts'
import { installQuietRuntime, startTimeSkipping } from './time-skipping.ts'

type World = ReturnType<typeof createWorld>
type Scripts = Parameters<typeof createWorld>[0]

/** The Workflows on a server whose clock jumps, with a scripted world behind every queue. Called once per test file. */
export function useWorkflows() {
  let environment: TestWorkflowEnvironment
  let bundle: WorkflowBundleWithSourceMap
  beforeAll(async () => {
    installQuietRuntime()
    environment = await startTimeSkipping()
    bundle = await bundleWorkflowCode({
      workflowsPath: new URL('../../workflows/index.ts', import.meta.url).pathname,
      logger: new DefaultLogger('ERROR'),
    })
  })
  afterAll(() => environment.teardown())

  /** Runs `body` while workers for every queue answer as the scripts say. */
  async function inWorld<Result>(scripts: Scripts, body: (world: World) => Promise<Result>): Promise<Result> {
    const world = createWorld(scripts)
    const shared = { connection: environment.nativeConnection, activities: world.activities }
    const { plots, ...others } = QUEUES
    const workers = await Promise.all([
      Worker.create({ ...shared, taskQueue: plots, workflowBundle: bundle }),
      ...Object.values(others).map((taskQueue) => Worker.create({ ...shared, taskQueue })),
    ])
    const running = workers.map((worker) => worker.run())
    try {
      return await body(world)
    } finally {
      world.release()
      for (const worker of workers) worker.shutdown()
      await Promise.allSettled(running)
    }
  }

  function start(input: PlotRunInput) {
    return environment.client.workflow.start(WORKFLOWS.plotPipeline, {
      workflowId: plotWorkflowId(`${input.plotId}-${randomUUID()}`),
      taskQueue: QUEUES.plots,
      args: [input],
    })
  }

  async function run(scripts: Scripts, input: PlotRunInput, history?: string) {
    return inWorld(scripts, async ({ recorded }) => {
      const handle = await start(input)
      const outcome: PlotRunOutcome = await handle.result()
      if (history) await keepHistories(input, handle, history)
      return { outcome, recorded }
    })
  }

  /** Keeps the histories of a run and of its first library for the replay tests, when they are recorded anew. */
  async function keepHistories(input: PlotRunInput, handle: WorkflowHandle, name: string): Promise<void> {
    await keepHistory(handle, `plot-pipeline-${name}`)
    const child = libraryWorkflowId(input.plotId, input.libraries[0] ?? '')
    await keepHistory(environment.client.workflow.getHandle(child), `library-implementation-${name}`)
  }

  return { inWorld, start, run, keepHistories, input: inputOf, environment: () => environment }
}

/** Each test has a plot of its own, as children are named after it. */
function inputOf(libraries: readonly Library[], overrides: Partial<PlotRunInput> = {}): PlotRunInput {
  return runInput(libraries, { plotId: `plot-${randomUUID().slice(0, 8)}`, ...overrides })
}
