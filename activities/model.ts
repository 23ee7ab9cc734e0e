import { AppError } from '../domain/errors.ts'
import type { ModelActivities } from '../temporal/contracts/plot.ts'
import { translated } from './failures.ts'
import { authorWithModel } from './model-author.ts'
import type { ModelAuthorDeps } from './model-author.ts'
import { opine } from './reviewer.ts'
import type { ReviewerDeps } from './reviewer.ts'

/** What the models of one family do. */
export interface ModelActivitiesDeps {
  /** null: it has no model that writes */
  readonly author: ModelAuthorDeps | null
  readonly reviewer: ReviewerDeps
}

/** The activities of one family's queue. */
export function createModelActivities({ author, reviewer }: ModelActivitiesDeps): ModelActivities {
  return {
    askReviewer: (request) => translated(() => opine(reviewer, request)),
    askAuthor: (request) =>
      translated(() => {
        if (author !== null) return authorWithModel(author, request)
        throw new AppError('invalid', `ai/models.yaml has no author of the family ${request.family}: add one`)
      }),
  }
}
