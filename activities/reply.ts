import type { ModelReply, ModelRequest } from '../ai/provider.ts'
import { askModel } from './model-call.ts'
import type { Asked, ModelDeps, Question } from './model-call.ts'

type Abstained = Extract<Asked, { kind: 'abstained' }>

/** Carries an abstention out of those who know replies only. */
class AbstainedError extends Error {
  override readonly name = 'AbstainedError'
  readonly abstained: Abstained

  constructor(abstained: Abstained) {
    super(abstained.message)
    this.abstained = abstained
  }
}

/** A way to ask a model within its budgets, on this account; an abstention ends what `orAbstained` waits for. */
export function askingFor(
  deps: ModelDeps,
  account: Pick<Question, 'runId' | 'library' | 'attempt' | 'purpose'>,
): (asked: ModelRequest) => Promise<ModelReply> {
  return async ({ instructions, parts, output, outputTokensMax, signal }) => {
    const ask = { instructions, parts, output, outputTokensMax }
    const said = await askModel(deps, { ...account, ask, signal })
    if (said.kind === 'abstained') throw new AbstainedError(said)
    return said.reply
  }
}

/** What work with a model came to, or why the model abstained. */
export async function orAbstained<Result>(work: () => Promise<Result>): Promise<Result | Abstained> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AbstainedError) return error.abstained
    throw error
  }
}
