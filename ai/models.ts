import { parse } from 'yaml'
import * as z from 'zod'

import { AppError } from '../domain/errors.ts'
import { ModelFamily } from '../domain/review/family.schema.ts'
import { JudgedCriterion } from '../domain/review/opinion.schema.ts'

/** What a model may be asked to do. */
export const ModelRole = z.enum(['author', 'reviewer'])
export type ModelRole = z.infer<typeof ModelRole>

/** Who writes: a family, the deterministic author, or the first family that can. */
export type AuthorSetting = ModelFamily | 'auto' | 'offline'

const MicroDollars = z.int().min(0)

/** Micro-dollars per million tokens, from a day on (UTC). */
export const ModelPrice = z.strictObject({
  effective_from: z.iso.date(),
  input: MicroDollars,
  output: MicroDollars,
  cache_read: MicroDollars,
  cache_write: MicroDollars,
  /** where the price is published */
  source: z.string().min(1),
})
export type ModelPrice = z.infer<typeof ModelPrice>

/** A model of `ai/models.yaml`. */
export const Model = z.strictObject({
  id: z.string().min(1),
  family: ModelFamily,
  roles: z.array(ModelRole).min(1),
  prices: z.array(ModelPrice).default([]),
  /** criteria it is not counted for as a reviewer: the golden set found it to overlook too many known defects */
  unfit: z.array(JudgedCriterion).default([]),
})
export type Model = z.infer<typeof Model>

/** The entry that stands for whatever model the settings name. */
const LOCAL_ENTRY = 'local'

/**
 * Reads `ai/models.yaml`.
 * @param localModel the model that `LOCAL_MODEL` names; without one the local entry is left out
 * @throws AppError `invalid` with every fault of the file
 */
export function readModels(text: string, localModel: string | undefined): readonly Model[] {
  const parsed = z.strictObject({ models: z.array(Model).min(1) }).safeParse(parseYaml(text))
  if (!parsed.success) throw invalidFile(z.prettifyError(parsed.error))
  const { models } = parsed.data
  const names = models.map(({ family, id }) => `${family} ${id}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalidFile(`${twice} is there twice`)
  return models.flatMap((model) => {
    if (model.family !== 'local' || model.id !== LOCAL_ENTRY) return [model]
    return localModel === undefined ? [] : [{ ...model, id: localModel }]
  })
}

/** The first model of a family that has the role, or null. */
export function chooseModel(
  models: readonly Model[],
  wanted: { readonly family: ModelFamily; readonly role: ModelRole },
): Model | null {
  return models.find(({ family, roles }) => family === wanted.family && roles.includes(wanted.role)) ?? null
}

/**
 * The family that writes: the one that `AUTHOR` names, or with `auto` the first of the file that can; null for none.
 * @throws AppError `invalid` when `AUTHOR` names one that has no key or no author
 */
export function chooseAuthor(
  models: readonly Model[],
  { families, setting }: { readonly families: readonly ModelFamily[]; readonly setting: AuthorSetting },
): ModelFamily | null {
  if (setting === 'offline') return null
  const able = models.filter(({ family, roles }) => families.includes(family) && roles.includes('author'))
  if (setting === 'auto') return able[0]?.family ?? null
  if (able.some(({ family }) => family === setting)) return setting
  throw new AppError(
    'invalid',
    `AUTHOR is ${setting}, which has no key or no author in ai/models.yaml: set its key, or AUTHOR=auto`,
  )
}

/**
 * What a model costs on a day.
 * @param day as 2026-11-25, in UTC
 * @throws AppError `invalid` when it has no price then, with what to add
 */
export function priceOn(model: Model, day: string): ModelPrice {
  const begun = model.prices.filter(({ effective_from }) => effective_from <= day)
  const [latest] = begun.toSorted((a, b) => (a.effective_from < b.effective_from ? 1 : -1))
  if (latest !== undefined) return latest
  throw new AppError(
    'invalid',
    `${model.id} has no price on ${day} and is not asked: add a row to its prices in ai/models.yaml with ` +
      'effective_from, input, output, cache_read, cache_write (micro-dollars per million tokens) and source',
  )
}

function parseYaml(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new AppError('invalid', `ai/models.yaml is not YAML`, { cause: error })
  }
}

function invalidFile(fault: string): AppError {
  return new AppError('invalid', `ai/models.yaml is wrong:\n${fault}`)
}
