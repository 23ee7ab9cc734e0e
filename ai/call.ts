import { ModelCallError } from './provider.ts'
import type { ModelReply, ModelRequest } from './provider.ts'

/** What one provider's wire adds to a call. */
interface Wire {
  ask(signal: AbortSignal): Promise<ModelReply>
  /** what the provider's or its client's error means */
  classify(error: unknown): ModelCallError
}

/**
 * Makes one call with its own deadline. Whether it was cancelled or took too long is told by whose signal fired,
 * as some clients raise the same error for both.
 * @throws ModelCallError
 */
export async function callModel(request: ModelRequest, wire: Wire): Promise<ModelReply> {
  if (request.signal.aborted) throw cancelled()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), request.timeoutMs)
  try {
    return await wire.ask(AbortSignal.any([request.signal, deadline.signal]))
  } catch (error) {
    if (request.signal.aborted) throw cancelled()
    if (deadline.signal.aborted) throw timedOut(request.timeoutMs)
    throw wire.classify(error)
  } finally {
    clearTimeout(timer)
  }
}

function cancelled(): ModelCallError {
  return new ModelCallError('the call was cancelled', { kind: 'retry', fault: 'cancelled' })
}

function timedOut(timeoutMs: number): ModelCallError {
  return new ModelCallError(`the model did not answer within ${timeoutMs} ms`, {
    kind: 'retry',
    fault: 'timeout',
  })
}
