import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { chooseModel, priceOn, readModels } from './models.ts'

const TEXT = readFileSync(new URL('models.yaml', import.meta.url), 'utf8')

describe('ai/models.yaml', () => {
  const models = readModels(TEXT, 'qwen')

  it('has an author and a reviewer of every family, each with a price and where it is published', () => {
    for (const family of ['anthropic', 'openai', 'google', 'local'] as const) {
      expect(chooseModel(models, { family, role: 'author' })?.family).toBe(family)
      expect(chooseModel(models, { family, role: 'reviewer' })?.family).toBe(family)
    }
    for (const model of models)
      expect(priceOn(model, '2026-11-25').source).toMatch(/^https:|your own machine/)
  })

  it('asks the local model that the settings name, for nothing, and none when they name none', () => {
    const local = chooseModel(models, { family: 'local', role: 'reviewer' })
    expect(local).toMatchObject({
      id: 'qwen',
      prices: [{ input: 0, output: 0, cache_read: 0, cache_write: 0 }],
    })
    expect(chooseModel(readModels(TEXT, undefined), { family: 'local', role: 'reviewer' })).toBeNull()
  })

  it('knows the day from which a price holds', () => {
    const gemini = models.find(({ id }) => id === 'gemini-3.8-flash')
    if (gemini === undefined) throw new Error('the model is gone from the file')
    expect(priceOn(gemini, '2026-12-31').output).toBe(3_750_000)
    expect(priceOn(gemini, '2027-01-01').output).toBe(7_500_000)
  })
})

describe('a model without a price', () => {
  it.each([
    ['has none at all', 'models: [{ id: m, family: openai, roles: [author] }]'],
    [
      'has one only later',
      'models: [{ id: m, family: openai, roles: [author], prices: [{ effective_from: 2099-01-01, input: 1, output: 1, cache_read: 1, cache_write: 1, source: x }] }]',
    ],
  ])('that %s is refused with what to add', (_, text) => {
    const [model] = readModels(text, undefined)
    if (model === undefined) throw new Error('the model was not read')
    expect(() => priceOn(model, '2026-11-25')).toThrow(
      /m has no price on 2026-11-25.*add a row.*effective_from/,
    )
  })
})

describe('readModels', () => {
  it.each([
    ['no YAML', 'models: [', /not YAML/],
    ['an unknown family', 'models: [{ id: m, family: acme, roles: [author] }]', /family/],
    ['no role', 'models: [{ id: m, family: openai, roles: [] }]', /roles/],
    [
      'a price in dollars',
      'models: [{ id: m, family: openai, roles: [author], prices: [{ effective_from: 2026-01-01, input: 0.5, output: 1, cache_read: 1, cache_write: 1, source: x }] }]',
      /input/,
    ],
    [
      'a model twice',
      'models: [{ id: m, family: openai, roles: [author] }, { id: m, family: openai, roles: [author] }]',
      /openai m is there twice/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => readModels(text, undefined)).toThrow(message)
  })
})
