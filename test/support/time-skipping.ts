import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'

import { loadConfig } from '../../config.ts'
import { testServerPart } from '../../parts/test-server.ts'

/** Starts of the test server before it counts as broken. */
const STARTS_MAX = 4

/** A Temporal test server whose clock jumps over timers. The caller tears it down. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const server = await testServerPart.ensure(loadConfig(), (line) => process.stderr.write(`${line}\n`))
  return started(server.path, STARTS_MAX)
}

/** The SDK gives its server five seconds; on a busy machine the second start finds its files in memory. */
async function started(path: string, startsLeft: number): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    })
  } catch (error) {
    if (startsLeft <= 1) throw error
    return started(path, startsLeft - 1)
  }
}

/** The SDK's native part logs to standard error on its own; tests want to hear of errors only. */
export function installQuietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  })
}
