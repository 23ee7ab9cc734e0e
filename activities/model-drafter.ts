import { Context } from '@temporalio/activity'

import { draftWithModel } from '../ai/model-drafter.ts'
import type { Catalogue } from '../clients/catalogue.ts'
import type { DraftedByModel, DrafterActivities } from '../temporal/contracts/draft.ts'
import { draftedBefore, draftMaterial, keepDraft } from './drafting.ts'
import type { ModelDeps } from './model-call.ts'
import { askingFor, orAbstained } from './reply.ts'

/** What a family needs to draft. */
export interface ModelDrafterDeps extends ModelDeps {
  /** the checkout, where the prompts are */
  readonly root: string
  readonly catalogue: Catalogue
}

type Request = Parameters<DrafterActivities['askDrafter']>[0]

/** Longest reason that goes into a history. */
const MESSAGE_LENGTH_MAX = 300

/** Has a family's model draft a spec, or says why it does not. */
export async function draftByModel(deps: ModelDrafterDeps, request: Request): Promise<DraftedByModel> {
  const before = await draftedBefore(deps, request)
  if (before !== null) return before
  const { family, runId, plotId } = request
  const { idea, samples } = await draftMaterial(deps, request)
  return orAbstained(async () => {
    const drafted = await draftWithModel(
      {
        root: deps.root,
        model: deps.model.id,
        signal: Context.current().cancellationSignal,
        ask: askingFor(deps, { runId, library: null, attempt: 1, purpose: 'drafter' }),
      },
      { idea: idea ?? plotId.replaceAll('-', ' '), plotId, samples },
    )
    if (drafted.kind === 'not_expressible') return { ...drafted, reason: oneLine(drafted.reason) }
    if (drafted.kind === 'unusable')
      return { kind: 'abstained', reason: drafted.fault, message: oneLine(drafted.problems.join('; ')) }
    const author = `${family} ${deps.model.id}`
    return keepDraft(deps, request, { spec: drafted.spec, author, notes: [oneLine(drafted.reasoning)] })
  })
}

/** A model's own words as people may be shown them: nothing that a terminal obeys. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').slice(0, MESSAGE_LENGTH_MAX)
}
