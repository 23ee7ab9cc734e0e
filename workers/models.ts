import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { createModelActivities } from '../activities/model.ts'
import type { ModelDeps } from '../activities/model-call.ts'
import type { ModelAuthorDeps } from '../activities/model-author.ts'
import type { ModelDrafterDeps } from '../activities/model-drafter.ts'
import { chooseAuthor, chooseModel, priceOn, readModels } from '../ai/models.ts'
import type { Model, ModelRole } from '../ai/models.ts'
import { loadPrompt } from '../ai/prompts.ts'
import type { ModelProvider } from '../ai/provider.ts'
import { createProviders } from '../ai/providers.ts'
import type { Config } from '../config.ts'
import { capsOf } from '../domain/budget/scope.ts'
import { AppError } from '../domain/errors.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'

/** Everything that models are used with, besides the models. */
type Surroundings = Omit<ModelAuthorDeps & ModelDrafterDeps, keyof ModelDeps | 'root'> &
  Pick<ModelDeps, 'db' | 'storage'>

/** The families that have a key, and which of them writes. */
export interface Models {
  readonly activities: ReadonlyMap<ModelFamily, ReturnType<typeof createModelActivities>>
  /** null: the deterministic author does */
  readonly author: ModelFamily | null
}

/**
 * The activities of each family that has a key, with the models that write and review for it.
 * @throws AppError `invalid` when a family has no reviewer, or a model no price, in `ai/models.yaml`
 */
export async function openModels(config: Config, surroundings: Surroundings): Promise<Models> {
  const { root } = config
  const providers = await createProviders(config, (line) => process.stdout.write(`${line}\n`))
  const models = readModels(await readFile(join(root, 'ai', 'models.yaml'), 'utf8'), config.LOCAL_MODEL)
  const prompt = await loadPrompt(root, 'review')
  const depsOf = (provider: ModelProvider, role: ModelRole) => {
    const model = priced(chooseModel(models, { family: provider.family, role }))
    return model && { ...surroundings, provider, model, caps: capsOf(config), root, prompt }
  }
  const activities = [...providers].map(([family, provider]) => {
    const reviewer = depsOf(provider, 'reviewer')
    if (reviewer === null)
      throw new AppError('invalid', `ai/models.yaml has no reviewer of the family ${family}: add one`)
    return [family, createModelActivities({ author: depsOf(provider, 'author'), reviewer })] as const
  })
  return {
    activities: new Map(activities),
    author: chooseAuthor(models, { families: [...providers.keys()], setting: config.AUTHOR }),
  }
}

/** Refuses a model whose cost could not be held below a budget. */
function priced(model: Model | null): Model | null {
  if (model !== null) priceOn(model, new Date().toISOString().slice(0, 10))
  return model
}
