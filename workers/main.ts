import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'

import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { sha256 } from '../hash.ts'
import { retry } from '../retry.ts'
import { DEPLOYMENT, makeBuildCurrent, prepareNamespace } from '../temporal/namespace.ts'
import { QUEUES } from '../temporal/queues.ts'
import { openDependencies } from './dependencies.ts'
import type { Dependencies } from './dependencies.ts'
import { HeartbeatInterceptor } from './heartbeat.ts'

/** Attempts that render side by side; each waits for free slots of the sandbox by itself. */
const RENDERS_AT_ONCE = 4

/** Attempts that are written or judged side by side: both are bound by CPU. */
const REVIEWS_AT_ONCE = 2

/** Calls to one family's models side by side: all libraries of a plot, and some more. */
const CALLS_AT_ONCE = 8

/** Ten seconds: a server that just started needs a moment to know its pollers. */
const POLLERS_KNOWN = { tries: 100, pauseMs: 100 }

/** Time that activities get to end when the process is asked to stop. */
const SHUTDOWN_GRACE = '5 seconds'

await main(loadConfig())

async function main(config: Config): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] })
  const address = config.TEMPORAL_ADDRESS ?? 'localhost:7233'
  const connection = await NativeConnection.connect({ address })
  const client = await Connection.connect({ address })
  await prepareNamespace(client, config.TEMPORAL_NAMESPACE)
  const dependencies = await openDependencies(config)
  const bundlePath = join(config.root, 'dist', 'workflows.js')
  const buildId = sha256(await readFile(bundlePath)).slice(0, 12)
  const workers = await createWorkers({ config, connection, dependencies, bundlePath, buildId })
  const running = Promise.all(workers.map((worker) => worker.run()))
  stopOnSignals(workers)
  await retry(() => makeBuildCurrent(client, config.TEMPORAL_NAMESPACE, buildId), POLLERS_KNOWN)
  process.stdout.write(`worker ready: build ${buildId}\n`)
  await running
  await dependencies.close()
  await Promise.all([connection.close(), client.close()])
}

interface WorkerParts {
  readonly config: Config
  readonly connection: NativeConnection
  readonly dependencies: Dependencies
  readonly bundlePath: string
  readonly buildId: string
}

function createWorkers({
  config,
  connection,
  dependencies,
  bundlePath,
  buildId,
}: WorkerParts): Promise<Worker[]> {
  const shared = {
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    shutdownGraceTime: SHUTDOWN_GRACE,
    interceptors: { activity: [() => ({ inbound: new HeartbeatInterceptor() })] },
  }
  return Promise.all([
    Worker.create({
      ...shared,
      taskQueue: QUEUES.plots,
      workflowBundle: { codePath: bundlePath },
      activities: dependencies.plotActivities,
      workerDeploymentOptions: {
        version: { deploymentName: DEPLOYMENT, buildId },
        useWorkerVersioning: true,
        defaultVersioningBehavior: 'AUTO_UPGRADE',
      },
    }),
    Worker.create({
      ...shared,
      taskQueue: QUEUES.aiOffline,
      activities: { ...dependencies.aiActivities, ...dependencies.draftActivities },
      maxConcurrentActivityTaskExecutions: REVIEWS_AT_ONCE,
    }),
    Worker.create({
      ...shared,
      taskQueue: QUEUES.sandbox,
      activities: dependencies.sandboxActivities,
      maxConcurrentActivityTaskExecutions: RENDERS_AT_ONCE,
    }),
    ...[...dependencies.modelActivities].map(([family, activities]) =>
      Worker.create({
        ...shared,
        taskQueue: QUEUES[family],
        activities,
        maxConcurrentActivityTaskExecutions: CALLS_AT_ONCE,
      }),
    ),
  ])
}

/** Stops on a signal, and when the parent that started this process is gone. */
function stopOnSignals(workers: readonly Worker[]): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    for (const worker of workers) worker.shutdown()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  if (process.argv.includes('--with-parent')) process.stdin.on('close', stop).resume()
}
