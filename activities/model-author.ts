import { Context } from '@temporalio/activity'

import type { AuthorRequest } from '../ai/author.ts'
import { writeWithModel } from '../ai/model-author.ts'
import type { Linter } from '../sandbox/lint.ts'
import type { SourceParser } from '../sandbox/source/parser.ts'
import type { AuthoredByModel, ModelActivities } from '../temporal/contracts/plot.ts'
import { authorRequestOf, keepWritten, writtenBefore } from './authoring.ts'
import type { ModelDeps } from './model-call.ts'
import { askingFor, orAbstained } from './reply.ts'

/** What a family needs to write. */
export interface ModelAuthorDeps extends ModelDeps {
  /** the checkout, where the prompts are */
  readonly root: string
  readonly linter: Linter
  readonly parser: SourceParser
}

type Request = Parameters<ModelActivities['askAuthor']>[0]

/** Longest reason that goes into a history. */
const MESSAGE_LENGTH_MAX = 300

/** Has a family's model write one attempt, or says why it does not. */
export async function authorWithModel(deps: ModelAuthorDeps, request: Request): Promise<AuthoredByModel> {
  const before = await writtenBefore(deps, request)
  if (before !== null) return before
  return orAbstained(async () => {
    const asked = await authorRequestOf(deps, request)
    const written = await writeAs(deps, request, asked)
    if (written.kind !== 'unchanged' || asked.variant !== null) return written
    // Asked to mend its file for all Pythons it stood by it: that counts as mended without success.
    const second = await authorRequestOf(deps, request, { isUnmended: true })
    return second.variant === null ? written : writeAs(deps, request, second)
  })
}

async function writeAs(
  deps: ModelAuthorDeps,
  request: Request,
  asked: AuthorRequest,
): Promise<AuthoredByModel> {
  const { family, runId, library, attempt } = request
  const parts = {
    root: deps.root,
    model: deps.model.id,
    tried: request.pythons ?? [],
    signal: Context.current().cancellationSignal,
    ask: askingFor(deps, { runId, library, attempt, purpose: 'author' }),
    parse: deps.parser.parse,
  }
  const authored = await writeWithModel(parts, asked)
  if (authored.kind === 'not_expressible') return authored
  if (authored.kind === 'unusable') {
    const message = authored.problems.join('; ').slice(0, MESSAGE_LENGTH_MAX)
    return { kind: 'abstained', reason: authored.fault, message }
  }
  const by = { author: `${family} ${deps.model.id}`, authorFamily: family }
  const pythons = asked.variant?.pythons ?? []
  return keepWritten(deps, request, { code: authored.code, pythons, ...by })
}
