import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Material } from '../activities/material.ts'
import { createModelActivities } from '../activities/reviewer.ts'
import { chooseModel, priceOn, readModels } from '../ai/models.ts'
import { loadPrompt } from '../ai/prompts.ts'
import { createProviders } from '../ai/providers.ts'
import type { Config } from '../config.ts'
import { capsOf } from '../domain/budget/scope.ts'
import { AppError } from '../domain/errors.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import type { ModelActivities } from '../temporal/contracts/plot.ts'

/**
 * The activities of each family that has a key, with the model that reviews for it.
 * @throws AppError `invalid` when a family has no reviewer, or its model no price, in `ai/models.yaml`
 */
export async function openModels(
  config: Config,
  material: Material,
): Promise<ReadonlyMap<ModelFamily, ModelActivities>> {
  const providers = await createProviders(config, (line) => process.stdout.write(`${line}\n`))
  const text = await readFile(join(config.root, 'ai', 'models.yaml'), 'utf8')
  const models = readModels(text, config.LOCAL_MODEL)
  const prompt = await loadPrompt(config.root, 'review')
  const made = [...providers].map(([family, provider]) => {
    const model = chooseModel(models, { family, role: 'reviewer' })
    if (model === null)
      throw new AppError('invalid', `ai/models.yaml has no reviewer of the family ${family}: add one`)
    priceOn(model, new Date().toISOString().slice(0, 10))
    const deps = { ...material, provider, model, prompt, caps: capsOf(config) }
    return [family, createModelActivities(deps)] as const
  })
  return new Map(made)
}
