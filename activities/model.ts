import { AppError } from '../domain/errors.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import type { ModelActivities } from '../temporal/contracts/plot.ts'
import type { DrafterActivities } from '../temporal/contracts/draft.ts'
import { translated } from './failures.ts'
import { authorWithModel } from './model-author.ts'
import type { ModelAuthorDeps } from './model-author.ts'
import { opine } from './reviewer.ts'
import { draftByModel } from './model-drafter.ts'
import type { ModelDrafterDeps } from './model-drafter.ts'
import type { ReviewerDeps } from './reviewer.ts'

/** What the models of one family do. */
export interface ModelActivitiesDeps {
  /** null: it has no model that writes and drafts */
  readonly author: (ModelAuthorDeps & ModelDrafterDeps) | null
  readonly reviewer: ReviewerDeps
}

/** The activities of one family's queue. */
export function createModelActivities({
  author,
  reviewer,
}: ModelActivitiesDeps): ModelActivities & DrafterActivities {
  const authorOf = (family: ModelFamily) => {
    if (author !== null) return author
    throw new AppError('invalid', `ai/models.yaml has no author of the family ${family}: add one`)
  }
  return {
    askReviewer: (request) => translated(() => opine(reviewer, request)),
    askAuthor: (request) => translated(async () => authorWithModel(authorOf(request.family), request)),
    askDrafter: (request) => translated(async () => draftByModel(authorOf(request.family), request)),
  }
}
