import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'

import { loadConfig } from '../../config.ts'
import { testServerPart } from '../../parts/test-server.ts'

/** A Temporal test server whose clock jumps over timers. The caller tears it down. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const server = await testServerPart.ensure(loadConfig(), (line) => process.stderr.write(`${line}\n`))
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: server.path } },
  })
}

/** The SDK's native part logs to standard error on its own; tests want to hear of errors only. */
export function installQuietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  })
}
