import { Context } from '@temporalio/activity'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'

/** How often an activity at work says that it is alive. */
const HEARTBEAT_MS = 1000

/** Heartbeats for as long as an activity runs, so that a killed worker is noticed and a cancellation arrives. */
export class HeartbeatInterceptor implements ActivityInboundCallsInterceptor {
  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const context = Context.current()
    if (context.info.isLocal) return next(input)
    const timer = setInterval(() => context.heartbeat(), HEARTBEAT_MS)
    try {
      return await next(input)
    } finally {
      clearInterval(timer)
    }
  }
}
